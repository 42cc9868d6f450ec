"""Kinds 任务种类: what a job of each kind does; rooms register theirs when the house starts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied

from nuanxin.plain.words import Words
from nuanxin.web.jobs.models import Job
from nuanxin.web.jobs.progress import Pace

Result = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its name, what people call it, what it does, and where its page is (url name).

    ``does`` gets the job and its pace and returns what is kept as the result. ``faults`` are the errors
    whose text already says what to do. ``titled`` says what a job is called in the language in use, from
    what it was given; without it the job has the title it was asked for with.
    """

    name: str
    words: Words
    does: Callable[[Job, Pace], Result]
    page: str = "job"
    faults: tuple[type[Exception], ...] = ()
    titled: Callable[[Job], str] | None = None

    @property
    def refusals(self) -> tuple[type[Exception], ...]:
        """The errors that end a job in their own words: its kind's, and what its owner may not do."""
        return (PermissionDenied, *self.faults)


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Make a kind of job known."""
    _kinds[kind.name] = kind


def kind_of(job: Job) -> Kind:
    """Return a job's kind; KeyError where nobody registered it."""
    return _kinds[job.kind]


def title_of(job: Job) -> str:
    """Return what a job is called, in the language in use where its kind can say it."""
    kind = _kinds.get(job.kind)
    return kind.titled(job) if kind and kind.titled else job.title

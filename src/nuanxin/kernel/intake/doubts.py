"""Doubts 疑问: a cell that may mean several things is asked about, never guessed; alike ones once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.faults import CellError

ABOUT, AT_LEAST, AT_MOST, NEARLY = "about", "at_least", "at_most", "nearly"
MONTH, YEAR = "month", "year"
NOT_APPLICABLE, NONE = "not_applicable", "none"
PRECISIONS = (ABOUT, AT_LEAST, AT_MOST, NEARLY, MONTH, YEAR, NOT_APPLICABLE, NONE)
"""How much a value says where it is not exact: 约, 余 or 以上, 以内, 近; a month or year instead of a day;
and, where there is no value, whether the sheet says that none applies (/) or that there is none (无).
A blank, — and 未统计 say nothing, and have no word; 0 is a number."""


DROP = "drop"
"""The answer to any doubt that means: do not take this row."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a cell may mean.

    ``code`` is the word an answer is kept under (``october``), ``says`` what people choose, ``value`` what
    the cell then is, ``precision`` one of ``PRECISIONS``, blank for exact.
    """

    code: str
    says: str
    value: Any
    precision: str = ""


class Doubt(CellError):
    """Raised where a cell may mean several things: its kind, what stands there, and the choices.

    Cells of one column with the same ``kind`` and ``text`` are one question; ``text`` is the same in every
    language, and ``again`` makes the doubt in the language then in use. No option is ever taken
    without an answer, but one: ``sure`` is what the cell says itself, kept with how exact it is (约5 is
    five, about; 2024.5 is that May), and stands until somebody answers otherwise.
    """

    def __init__(
        self,
        kind: str,
        text: str,
        said: str,
        options: Sequence[Option],
        remedy: str,
        *,
        sure: Option | None = None,
    ) -> None:
        super().__init__(said, remedy, plain=_("It may mean several things."))
        self.kind, self.text, self.options, self.sure = kind, text, tuple(options), sure
        self.again: Callable[[], Doubt] = lambda: self


Given = ParamSpec("Given")
Made = TypeVar("Made", bound=Doubt | None)


def tellable(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let a function's doubts be made again, so that each reader is asked in his own language."""

    @wraps(make)
    def made(*given: Given.args, **named: Given.kwargs) -> Made:
        doubt = make(*given, **named)
        if doubt is not None:
            doubt.again = partial(make, *given, **named)  # type: ignore[assignment]
        return doubt

    return made


@dataclass(frozen=True, slots=True)
class Asked:
    """A doubt where it stands: the row as Excel shows it, the declared field and its heading.

    ``field`` and ``heading`` are blank where the doubt is about the whole row.
    """

    row: int
    field: str
    heading: str
    doubt: Doubt


class Answers(Protocol):
    """What people have answered so far."""

    def find(self, field: str, kind: str, text: str) -> str | None:
        """Return the code of the option chosen for doubts of a field, kind and text; ``DROP``; or None."""


def answered(doubt: Doubt, field: str, answers: Answers | None) -> Option | str | None:
    """Return the option that people chose for a doubt, ``DROP``, else what is sure; None where nothing is.

    A code that the doubt no longer offers is no answer.
    """
    code = answers.find(field, doubt.kind, doubt.text) if answers else None
    return DROP if code == DROP else next((each for each in doubt.options if each.code == code), doubt.sure)

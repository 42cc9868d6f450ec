"""Listed 评定清单: places with the mark that stands, the one proposed, and what waits for a second person."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from nuanxin.kernel.appraisals import Appraisal, Given, Proposal
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.places.models import Located
from nuanxin.plain.words import Words
from nuanxin.web.standing import MOST, places_of
from nuanxin.web.templatetags.wording import language

WAITING, DIFFERENT, ALL = "waiting", "different", "all"
VIEWS = (DIFFERENT, WAITING, ALL)
NOTHING = Proposal(None, ())


@dataclass(frozen=True, slots=True)
class Line:
    """A place of an appraisal; ``stands`` and ``waits`` were given, ``proposal`` is what the record says."""

    place: Any
    area: str
    stands: Given | None
    waits: Given | None
    proposal: Proposal
    marks: dict[str, Words | None]

    @property
    def different(self) -> bool:
        """Whether the record says otherwise than what stands."""
        return self.proposal.mark is not None and self.proposal.mark != (
            self.stands.mark if self.stands else None
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """The lines of a view, and how many there are in each view."""

    lines: list[Line]
    counts: dict[str, int]
    total: int


def listed(way: Appraisal, actor: Actor, words: str, view: str) -> Listed:
    """Return the places of a view, narrowed by words; those with something to decide first."""
    found = places_of(way, actor, localdate(), words)
    lines = sorted(lines_of(way, list(found.order_by("key")[:MOST])), key=_calm)
    views = {
        WAITING: [line for line in lines if line.waits],
        DIFFERENT: [line for line in lines if line.different or line.waits],
        ALL: lines,
    }
    return Listed(views[view], {name: len(some) for name, some in views.items()}, found.count())


def _calm(line: Line) -> tuple[bool, bool, bool]:
    """Return what a line is sorted by: what waits, what differs, what something is known of, the rest."""
    return line.waits is None, not line.different, line.proposal.mark is None


def lines_of(way: Appraisal, places: list[Located]) -> list[Line]:
    """Return the lines of places, in a few statements for all of them."""
    keys, day = [place.pk for place in places], localdate()
    proposals, given = way.propose(keys, day), way.history(keys)
    called = names({place.area for place in places}, language())
    return [
        _line(way, place, called[place.area], proposals.get(place.pk, NOTHING), given.get(place.pk, []), day)
        for place in places
    ]


def _line(
    way: Appraisal, place: Located, area: str, proposal: Proposal, given: list[Given], day: date
) -> Line:
    stands = next((each for each in given if each.passed and each.on <= day), None)
    waits = next((each for each in given if not each.passed and each.decided_by), None)
    marks = {
        "stands": way.marks.get(stands.mark) if stands else None,
        "waits": way.marks.get(waits.mark) if waits else None,
        "proposal": way.marks.get(proposal.mark) if proposal.mark is not None else None,
    }
    return Line(place, area, stands, waits, proposal, marks)

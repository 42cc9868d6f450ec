"""Changes 更正对照: two editions side by side, figure by figure: as published, as revised, the difference."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from nuanxin.kernel.bulletins.models import Bulletin, Reading
from nuanxin.kernel.bulletins.readings import citation_of, value_of
from nuanxin.kernel.bulletins.text import Citation

_PRINTED = ("numerator", "denominator", "number_zh", "unit_zh", "number_en", "unit_en")


@dataclass(frozen=True, slots=True)
class Change:
    """One figure in two editions; None where an edition does not cite it.

    ``difference`` is the later value minus the earlier one, in base units; None where either has none.
    """

    cited: Citation
    before: Reading | None
    after: Reading | None
    difference: Fraction | None


def changes(before: Iterable[Reading], after: Iterable[Reading]) -> list[Change]:
    """Return what differs between the readings of two editions, in the order of the later one."""
    old = {citation_of(each): each for each in before}
    new = {citation_of(each): each for each in after}
    asked = [*new, *(each for each in old if each not in new)]
    return [
        _change(each, old.get(each), new.get(each)) for each in asked if _differ(old.get(each), new.get(each))
    ]


def last_issue(area: int, but: str = "") -> Bulletin | None:
    """Return the newest bulletin of an area that stands; ``but`` is a number left out."""
    standing = Bulletin.objects.filter(area=area, withdrawal__act=None).exclude(number=but)
    return standing.order_by("-as_of", "-published_at").first()


def _differ(one: Reading | None, other: Reading | None) -> bool:
    return (
        one is None or other is None or any(getattr(one, name) != getattr(other, name) for name in _PRINTED)
    )


def _change(cited: Citation, before: Reading | None, after: Reading | None) -> Change:
    then, now = value_of(before) if before else None, value_of(after) if after else None
    return Change(cited, before, after, None if then is None or now is None else now - then)


def moved(before: Iterable[Reading], after: Iterable[Reading]) -> list[Change]:
    """Return how each figure of an issue stands against the issue before, whatever periods they ask for.

    Figures of one area are paired in the order they are cited; one without a pair is new or gone.
    """
    waiting: dict[tuple[str, str], list[Reading]] = {}
    for each in before:
        waiting.setdefault((each.figure, each.area), []).append(each)
    found = []
    for each in after:
        same = waiting.get((each.figure, each.area), [])
        found.append(_change(citation_of(each), same.pop(0) if same else None, each))
    gone = [each for rest in waiting.values() for each in rest]
    return found + [_change(citation_of(each), each, None) for each in gone]

"""Finding areas by what an office wrote. Every candidate is returned; none is guessed among several."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.aliases import OFFICIAL, canonical
from nuanxin.kernel.areas.codes import LAST, LEVELS, full, short, span
from nuanxin.kernel.areas.index import Index, held, stands
from nuanxin.kernel.areas.models import Area

_KEPT = 200_000


class AreaUnknown(ValueError):
    """A text names no area, or none where and as narrow as expected; ``near`` are names like it."""

    def __init__(self, text: str, near: list[str]) -> None:
        super().__init__(text)
        self.text, self.near = text, near

    def __str__(self) -> str:
        """Say it, with the remedy, in the reader's language."""
        words = {"text": self.text, "names": _list(self.near)}
        if self.near:
            return (
                _("No area is called “%(text)s”; did you mean %(names)s? Write the name or the code.") % words
            )
        return _("No area is called “%(text)s” here; write the full name or the division code.") % words


class AreaAmbiguous(ValueError):
    """A text may mean several areas; ``candidates`` are all of them, widest first."""

    def __init__(self, text: str, candidates: list[Area], names: list[str]) -> None:
        super().__init__(text)
        self.text, self.candidates, self.names = text, candidates, names

    def __str__(self) -> str:
        """Say it, with the candidates and the remedy, in the reader's language."""
        words = {"text": self.text, "count": len(self.names), "names": _list(self.names)}
        return _("“%(text)s” may be any of %(count)s areas: %(names)s. Put the wider area before it.") % words


def find(text: str, within: int | None = None, level: str | None = None) -> list[Area]:
    """Return every area a text may mean, widest first.

    Understood: codes; official names; names without their last word (临河); the usual short
    forms (巴市, 乌前旗, 杭后, 科左后旗); the body for the place (村委会); former names; and several of
    these in a row (巴彦淖尔市临河区). ``within`` keeps to a subtree; ``level`` is the narrowest level
    wanted. An official name is taken before short forms, a standing area before one merged away.
    """
    index = held.get()
    return [index.areas[code] for code in _codes(index, text, within, level)]


def resolve(text: str, within: int | None, level: str) -> int:
    """Return the code of the one area a text means, no narrower than ``level``.

    Raises AreaUnknown or AreaAmbiguous, whose text names the candidates and the remedy. Answers are
    kept, so that a sheet of 200,000 rows costs as much as its different texts.
    """
    index = held.get()
    answers = index.answers
    found = answers.get((text, within, level))
    if found is None:
        if len(answers) >= _KEPT:
            answers.clear()
        found = answers[text, within, level] = tuple(_codes(index, text, within, level))
    if len(found) == 1:
        return found[0]
    if found:
        areas = [index.areas[code] for code in found]
        raise AreaAmbiguous(text, areas, [_full_name(index, code) for code in found])
    raise AreaUnknown(text, _near(index, text, within, level))


def _codes(index: Index, text: str, within: int | None, level: str | None) -> list[int]:
    if (digits := text.strip().removesuffix(".0")).isascii() and digits.isdigit():
        meant = _of_digits(index, digits)
    else:
        meant = index.aliases.meanings(text)
    meant = {code: tier for code, tier in meant.items() if _wanted(index, code, within, level)}
    if OFFICIAL in meant.values():
        meant = {code: tier for code, tier in meant.items() if tier == OFFICIAL}
    today = localdate()
    standing = [code for code in meant if stands(index.areas[code], today)]
    return sorted(standing or meant, key=lambda code: (LEVELS.index(index.areas[code].level), code))


def _of_digits(index: Index, digits: str) -> dict[int, int]:
    try:
        code = full(digits)
    except ValueError:
        return {}
    return {code: OFFICIAL} if code in index.areas else {}


def _wanted(index: Index, code: int, within: int | None, level: str | None) -> bool:
    if level is not None and LEVELS.index(index.areas[code].level) > LEVELS.index(level):
        return False
    if within is None:
        return True
    low, high = span(within)
    return low <= (code // 1000 if code > LAST else code) <= high


def _near(index: Index, text: str, within: int | None, level: str) -> list[str]:
    """Return up to three names like the text: villages only where ``within`` is a county or less."""
    wide = within is None or within % 10**8 == 0
    narrowest = min(LEVELS.index(level), LEVELS.index("town")) if wide else LEVELS.index(level)
    pool: dict[str, int] = {}
    for code, area in index.areas.items():
        if LEVELS.index(area.level) <= narrowest and _wanted(index, code, within, level):
            pool.setdefault(canonical(area.name), code)
    near = get_close_matches(canonical(text)[-20:], pool, n=3, cutoff=0.5)
    return [_full_name(index, pool[name]) for name in near]


def _full_name(index: Index, code: int) -> str:
    names = "".join(area.name for area in index.path(code)[1:]) or index.areas[code].name
    return f"{names} {short(code)}"


def _list(names: Iterable[str]) -> str:
    first = list(names)
    more = "…" if len(first) > 5 else ""
    return "、".join(first[:5]) + more

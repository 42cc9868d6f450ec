"""Tables 表: what a plan says by town and by band of hours, as shares, and its curve as a plot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanxin.web.explore.plots import Plot, Series
from nuanxin.web.templatetags.wording import grouped


@dataclass(frozen=True, slots=True)
class Cell:
    """Two shares in hundredths; None where there is no demand."""

    one: float | None
    other: float | None

    @property
    def moves(self) -> bool:
        """Whether the two differ as printed."""
        return None not in (self.one, self.other) and f"{self.one:.0f}" != f"{self.other:.0f}"

    @property
    def rises(self) -> bool:
        """Whether the second is the larger one."""
        return self.moves and (self.other or 0) > (self.one or 0)


@dataclass(frozen=True, slots=True)
class Line:
    """A town, or all of them: shares by band, shares of the whole day, and all its demand."""

    name: str
    cells: list[Cell]
    whole: Cell
    total: int


def coverage(
    towns: Sequence[Mapping[str, Any]], one: str, other: str, all_words: str, most: int = 0
) -> list[Line]:
    """Return the shares of demand served, town by town, those with most demand first, then all of them.

    ``one`` and ``other`` name the two amounts that are set beside each other, lists by band. Where there
    are more than ``most`` towns the smallest are one line together; 0 gives each its own.
    """
    towns = sorted(towns, key=lambda town: -sum(town["total"]))
    if most and len(towns) > most:
        towns = _merged(towns, most, ("total", one, other))
    lines = [_line(town["name"], town["total"], town[one], town[other]) for town in towns]
    columns = (zip(*(town[name] for town in towns), strict=True) for name in ("total", one, other))
    sums = [[sum(band) for band in column] for column in columns]
    return [*lines, _line(all_words, *sums)] if len(lines) != 1 and towns else lines


def _merged(towns: Sequence[Mapping[str, Any]], most: int, amounts: Sequence[str]) -> list[Mapping[str, Any]]:
    kept, rest = towns[: most - 1], towns[most - 1 :]
    sums = {name: [sum(band) for band in zip(*(t[name] for t in rest), strict=True)] for name in amounts}
    name = ngettext("%(n)d other town", "%(n)d other towns", len(rest)) % {"n": len(rest)}
    return [*kept, {"name": name, **sums}]


def _line(name: str, total: Sequence[int], one: Sequence[int], other: Sequence[int]) -> Line:
    cells = [Cell(_share(a, t), _share(b, t)) for t, a, b in zip(total, one, other, strict=True)]
    whole = Cell(_share(sum(one), sum(total)), _share(sum(other), sum(total)))
    return Line(name, cells, whole, sum(total))


def _share(part: float, whole: float) -> float | None:
    return part * 100 / whole if whole else None


def curve_plot(shown: Mapping[str, Any]) -> Plot | None:
    """Return the curve of a plan: what 0, 1, 2 … new stations reach; None where there is none."""
    curve = shown["curve"]
    if len(curve) < 2:
        return None
    of, name, unit = (shown["curve_shows"][each] for each in ("of", "words", "unit"))
    values = [float(point[of]) for point in curve]
    printed = [grouped(int(value)) if of == "value" else f"{value:.1f}" for value in values]
    labels = [str(point["count"]) for point in curve]
    own = Series(name, list(values), printed, faint=False)
    return Plot("lines", name, unit, labels, [own], _says(name, labels, printed, unit), [])


def _says(name: str, labels: Sequence[str], printed: Sequence[str], unit: str) -> str:
    words = {"name": name, "first": f"{printed[0]} {unit}", "last": f"{printed[-1]} {unit}"}
    words |= {"fewest": labels[0], "most": labels[-1]}
    return _("%(name)s, by number of new stations: %(fewest)s: %(first)s; %(most)s: %(last)s.") % words


def hours_plot(hours: Sequence[Mapping[str, Any]], one: tuple[str, str], other: tuple[str, str]) -> Plot:
    """Return the share of demand served at each hour of the day, two of them beside each other.

    ``one`` and ``other`` are what an amount is called among the hours, and what it is called in words.
    An hour at which nobody is there has no share.
    """
    name, labels = _("demand served, by hour"), [f"{each['hour']:02}" for each in hours]
    series = []
    for amount, words in (one, other):
        shares = [_share(each[amount], each["total"]) for each in hours]
        values = [None if share is None else round(share, 1) for share in shares]
        printed = ["—" if value is None else f"{value:.0f}" for value in values]
        series.append(Series(words, values, printed, faint=amount == "before"))
    says = _("%(name)s: %(hours)s") % {
        "name": name,
        "hours": "; ".join(
            f"{label} {first} % / {second} %"
            for label, first, second in zip(labels, *(each.printed for each in series), strict=True)
        ),
    }
    return Plot("lines", name, "%", labels, series, says, [])


def hours_by_town(
    towns: Sequence[Mapping[str, Any]], amount: str
) -> list[tuple[str, list[tuple[int, float | None]]]]:
    """Return the share served at each hour, town by town, those with most demand first."""
    heaviest = sorted(towns, key=lambda town: -sum(town["total"]))
    found = []
    for town in heaviest:
        pairs = zip(town["hours"][amount], town["hours"]["total"], strict=True)
        found.append((town["name"], [(hour, _share(*pair)) for hour, pair in enumerate(pairs)]))
    return found


def signed(number: float) -> str:
    """Print a difference with its sign, a part of one as a tenth: +147, −8.2."""
    if float(number).is_integer():
        return signed_whole(number)
    return signed_tenths(number)


def signed_tenths(number: float) -> str:
    """Print a difference with its sign to the tenth, a smaller one as what it is: +0.1, −1.2, −0.02."""
    digits = 1 if abs(number) >= 0.05 or not number else 2
    return f"{'+' if number > 0 else '−' if number < 0 else '±'}{abs(number):,.{digits}f}"


def signed_whole(number: float) -> str:
    """Print a difference with its sign: +147, −150."""
    return f"{'+' if number > 0 else '−' if number < 0 else '±'}{grouped(abs(int(number)))}"

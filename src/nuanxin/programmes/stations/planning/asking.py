"""Asking 提问: what a form asks of a plan, read, checked and completed; no register is read here."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from math import isfinite
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.points import HERE_LATITUDES, HERE_LONGITUDES
from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.plans.declare import Json
from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.planning.measures import BANDS, WORDS
from nuanxin.programmes.stations.planning.sheets import DEMAND_KINDS

COVER, MEDIAN, CENTER, FEWEST, BACKUP, FAIR = "cover", "median", "center", "fewest", "backup", "fair"
SERVED, SERVED_MEDIAN = "served", "served_median"
MODELS = {
    COVER: Words("覆盖最多需求", "most demand in reach"),
    MEDIAN: Words("大家走得最少", "least way for all together"),
    CENTER: Words("最远的人走得最少", "least way for the farthest"),
    FEWEST: Words("全部覆盖、站点最少", "everybody in reach, fewest stations"),
    BACKUP: Words("兼顾第二处备用", "most in reach, a second one too"),
    FAIR: Words("各街道不低于一个比例", "most in reach, no town left behind"),
    SERVED: Words("座位有限、服务最多", "most served, seats counted"),
    SERVED_MEDIAN: Words("座位有限、走得最少", "least way, seats counted"),
}
"""The questions that may be asked, in words."""
SEATED = (SERVED, SERVED_MEDIAN)
"""Those in which a station takes only so many."""
LESS_IS_BETTER = (MEDIAN, CENTER, FEWEST, SERVED_MEDIAN)
"""Those whose value is a way, or a number of stations."""
WAYS = (MEDIAN, SERVED_MEDIAN)
"""Those whose value is the ways of all, added up."""
SOURCES = {
    "offers": Words("提供的空间", "rooms on offer"),
    "buildings": Words("公共建筑", "public buildings"),
    "grid": Words("网格点", "a grid"),
}
SPEEDS = {"walking": Words("步行", "on foot"), "cycling": Words("骑行", "riding")}
KINDS = tuple(DEMAND_KINDS.values())
KIND_WORDS = {
    "hot_spot": Words("热点", "hot spots"),
    "road": Words("路段", "roads"),
    "population": Words("人口", "where people live"),
}
FIELDS = {
    "model": Words("问题", "question"),
    "count": Words("新站数量上限", "new stations, at most"),
    "budget_yuan": Words("年费用上限（元）", "budget, yuan a year"),
    "minutes": Words("路程分钟数", "minutes of way"),
    "bands": Words("时段", "hours"),
    "kinds": Words("需求类别", "kinds of demand"),
    "sources": Words("候选来源", "candidates from"),
    "apart_m": Words("新站间距下限（米）", "metres apart, at least"),
    "least_percent": Words("各街道覆盖下限（%）", "per cent of every town, at least"),
    "fading": Words("超出分钟数的", "beyond the minutes"),
    "seed": Words("随机种子", "seed"),
}
"""What a form asks, in words."""
FADING_WORDS = Words("打折计入", "counted in part")
MOST_MINUTES, MOST_SECONDS, MOST_CURVE, MOST_DRAWN, LEAST_GRID_M = 60, 60, 40, 500, 100


@dataclass(frozen=True, slots=True)
class Drawn:
    """A point somebody put on the map: demand by band of hours, or a candidate with its cost and seats."""

    longitude: float
    latitude: float
    name: str
    amounts: tuple[int, ...] = ()
    cost_yuan: int | None = None
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan is asked; ``count`` new stations and ``budget_yuan`` a year at most, None for no limit."""

    model: str
    count: int | None
    budget_yuan: int | None
    minutes: int
    by: str
    bands: tuple[str, ...]
    kinds: tuple[str, ...]
    sources: tuple[str, ...]
    grid_m: int
    apart_m: int | None
    least_percent: int | None
    fading: bool
    forced: tuple[str, ...]
    forbidden: tuple[str, ...]
    drawn: tuple[Drawn, ...]
    pinned: tuple[Drawn, ...]
    seconds: int
    seed: int
    curve: int

    @property
    def kind(self) -> str:
        """What is asked, among the `MODELS`: no town left behind is most demand with a floor under each."""
        return FAIR if self.model == COVER and self.least_percent is not None else self.model

    def as_json(self) -> Json:
        """Return it as JSON that `asked_of` reads."""
        found = asdict(self)
        for name in ("drawn", "pinned"):
            found[name] = [_drawn_json(each) for each in getattr(self, name)]
        return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def _drawn_json(drawn: Drawn) -> Json:
    found: Json = {"longitude": drawn.longitude, "latitude": drawn.latitude, "name": drawn.name}
    if drawn.amounts:
        return {**found, **dict(zip(BANDS, drawn.amounts, strict=True))}
    return {**found, "cost_yuan": drawn.cost_yuan, "seats": drawn.seats}


def defaults(on: date) -> Json:
    """Return what a form begins with."""
    return {
        "model": COVER,
        "count": 5,
        "budget_yuan": None,
        "minutes": int(str(rule("stations.reach_minutes", on).value)),
        "by": "walking",
        "bands": list(BANDS),
        "kinds": list(KINDS),
        "sources": ["offers", "buildings"],
        "grid_m": int(str(rule("stations.grid_step", on).value)),
        "apart_m": None,
        "least_percent": None,
        "fading": False,
        "forced": [],
        "forbidden": [],
        "drawn": [],
        "pinned": [],
        "seconds": 8,
        "seed": 20261126,
        "curve": 12,
    }


def title_of(asked: Json) -> str:
    """Return what a plan is called where nobody says: its question, how many, within how long."""
    fair = asked["model"] == COVER and asked.get("least_percent")
    parts = [capfirst(MODELS[FAIR if fair else asked["model"]].said(get_language() or ""))]
    if asked.get("count") is not None:
        parts.append(_("%(n)s new") % {"n": asked["count"]})
    elif asked.get("budget_yuan") is not None:
        parts.append(_("%(yuan)s yuan a year") % {"yuan": f"{asked['budget_yuan']:,}"})
    parts.append(_("%(n)s minutes") % {"n": asked["minutes"]})
    return " · ".join(parts)


def asked_of(form: Mapping[str, Any], on: date) -> Asked:
    """Return what a form or a kept question asks. Raises PlanRefused with every fault in it."""
    reading = Reading(form, defaults(on))
    asked = Asked(
        model=reading.one_of("model", MODELS),
        count=reading.whole("count", 0, 10_000),
        budget_yuan=reading.whole("budget_yuan", 0, 10**9),
        minutes=reading.whole("minutes", 1, MOST_MINUTES) or 0,
        by=reading.one_of("by", SPEEDS),
        bands=reading.some_of("bands", WORDS),
        kinds=reading.some_of("kinds", KIND_WORDS),
        sources=reading.some_of("sources", SOURCES, may_be_none=True),
        grid_m=reading.whole("grid_m", LEAST_GRID_M, 5_000) or 0,
        apart_m=reading.whole("apart_m", 1, 20_000),
        least_percent=reading.whole("least_percent", 1, 100),
        fading=reading.flag("fading"),
        forced=reading.names("forced"),
        forbidden=reading.names("forbidden"),
        drawn=reading.points("drawn"),
        pinned=reading.points("pinned"),
        seconds=reading.whole("seconds", 1, MOST_SECONDS) or 0,
        seed=reading.whole("seed", 0, 2**62) or 0,
        curve=reading.whole("curve", 0, MOST_CURVE) or 0,
    )
    reading.faults += _limits(asked)
    if reading.faults:
        raise PlanRefused(reading.faults)
    return _as_counted(asked)


def _as_counted(asked: Asked) -> Asked:
    """Return it without what its model does not look at, and a question of fairness as one of most demand."""
    if asked.model == FAIR:
        return replace(asked, model=COVER)
    if asked.model != COVER:
        asked = replace(asked, least_percent=None, fading=False)
    return replace(asked, count=None) if asked.model == FEWEST else asked


def _limits(asked: Asked) -> Iterable[Fault]:
    """Yield what is wrong with the limits a model is given."""
    if asked.model != FEWEST and asked.count is None and asked.budget_yuan is None:
        yield Fault("count", _("There is no limit."), _("Say how many stations, or what they may cost."))
    if asked.model == FAIR and asked.least_percent is None:
        yield Fault(
            "least_percent",
            _("It is not said what every town has to have."),
            _("Give a share in per cent, such as 30."),
        )
    if not asked.sources and not asked.pinned:
        said = _("There is nothing to choose from.")
        yield Fault("sources", said, _("Choose rooms on offer, public buildings or a grid."))
    for name in sorted({*asked.forced} & {*asked.forbidden}):
        said = _("%(name)s is both in every plan and in none.") % {"name": name}
        yield Fault("forced", said, _("Take it out of one of the two."), name)


@dataclass(slots=True)
class Reading:
    """Reads a form field by field, and gathers what cannot be read; a field left out has its default."""

    form: Mapping[str, Any]
    defaults: Json
    faults: list[Fault] = field(default_factory=list)

    def said(self, name: str) -> Any:
        """Return what a form says of a field, its default where it does not have it."""
        if name == "count" and name not in self.form and self.form.get("budget_yuan"):
            return None
        return self.form[name] if name in self.form else self.defaults[name]

    def listed(self, name: str) -> list[str]:
        """Return all a form says of a field, once each."""
        getlist = getattr(self.form, "getlist", None)
        if getlist and name in self.form:
            found = getlist(name)
        else:
            said = self.said(name)
            found = said if isinstance(said, list | tuple) else [said]
        return list(dict.fromkeys(str(each) for each in found if str(each)))

    def one_of(self, name: str, known: Mapping[str, Words]) -> str:
        """Return a word of a list."""
        said = str(self.said(name) or "")
        if said not in known:
            self._wrong(name, _("“%(said)s” is no choice here.") % {"said": said}, known)
        return said

    def some_of(self, name: str, known: Mapping[str, Words], *, may_be_none: bool = False) -> tuple[str, ...]:
        """Return words of a list, in its order."""
        said = self.listed(name)
        if strange := sorted(set(said) - set(known)):
            self._wrong(name, _("“%(said)s” is no choice here.") % {"said": strange[0]}, known)
        if not said and not may_be_none:
            self._wrong(name, _("Nothing is chosen."), known)
        return tuple(each for each in known if each in said)

    def whole(self, name: str, least: int, most: int) -> int | None:
        """Return a whole number within bounds; None where nothing is said."""
        said = str(self.said(name) if self.said(name) is not None else "").replace(",", "").strip()
        if not said:
            if self.defaults[name] is not None and name not in ("count", "budget_yuan"):
                self._outside(name, said, least, most)
            return None
        try:
            number = int(said)
        except ValueError:
            self._outside(name, said, least, most)
            return None
        if not least <= number <= most:
            self._outside(name, said, least, most)
        return number

    def flag(self, name: str) -> bool:
        """Return whether something is wanted; a form that does not send it does not want it."""
        return str(self.said(name)).lower() in ("1", "true", "on", "yes")

    def names(self, name: str) -> tuple[str, ...]:
        """Return the ids of candidates."""
        return tuple(part for each in self.listed(name) for part in each.split("\n") if part)

    def points(self, name: str) -> tuple[Drawn, ...]:
        """Return points drawn on the map, given as JSON or as a list."""
        said = self.said(name)
        try:
            listed = json.loads(said) if isinstance(said, str) and said.strip() else said or []
        except ValueError:
            listed = None
        if not isinstance(listed, list) or len(listed) > MOST_DRAWN:
            self.faults.append(
                Fault(name, _("The points drawn cannot be read."), _("Draw them again, at most 500 of them."))
            )
            return ()
        found = [self._drawn(name, number, each) for number, each in enumerate(listed, 1)]
        return tuple(each for each in found if each)

    def _drawn(self, name: str, number: int, each: Any) -> Drawn | None:
        try:
            longitude, latitude = float(each["longitude"]), float(each["latitude"])
            amounts = tuple(int(each.get(band) or 0) for band in BANDS) if name == "drawn" else ()
            told = [each.get(part) if name == "pinned" else None for part in ("cost_yuan", "seats")]
            cost_yuan, seats = (None if one in (None, "") else int(one) for one in told)
        except (KeyError, TypeError, ValueError):
            longitude, latitude, amounts, cost_yuan, seats = float("nan"), 0.0, (), None, None
        if said := point_fault(longitude, latitude):
            self.faults.append(
                Fault(name, _("Point %(number)d: %(said)s") % {"number": number, "said": said},
                      _("Put it on the map again."), str(number))
            )  # fmt: skip
            return None
        if min((*amounts, cost_yuan or 0, seats or 0)) < 0 or (name == "drawn" and not sum(amounts)):
            self.faults.append(_below_nought(name, number))
            return None
        title = str(each.get("name") or "")[:80]
        return Drawn(longitude, latitude, title, amounts, cost_yuan, seats)

    def _outside(self, name: str, said: str, least: int, most: int) -> None:
        words = {"said": said, "least": f"{least:,}", "most": f"{most:,}"}
        remedy = _("Give a whole number from %(least)s to %(most)s.") % words
        wrong = _("“%(said)s” does not do here.") % words if said else _("Nothing is written here.")
        self.faults.append(Fault(name, wrong, remedy))

    def _wrong(self, name: str, said: str, known: Mapping[str, Words]) -> None:
        choices = called(Words("、", ", ")).join(map(called, known.values()))
        self.faults.append(Fault(name, said, _("Choose among: %(known)s.") % {"known": choices}))


def _below_nought(name: str, number: int) -> Fault:
    """Return what is wrong with a point drawn with fewer people, yuan or seats than there can be."""
    words = {"number": number}
    if name == "drawn":
        said = _("Point %(number)d has no people, or fewer than none.") % words
        return Fault(name, said, _("Give person-times a day, above 0."), str(number))
    said = _("Point %(number)d costs less than nothing, or has fewer seats than none.") % words
    return Fault(name, said, _("Give 0 or more."), str(number))


def point_fault(longitude: float, latitude: float) -> str:
    """Return what is wrong with a point drawn here; nothing where it lies in the country."""
    if not (isfinite(longitude) and isfinite(latitude)):
        return _("It is no point.")
    swapped = _in(latitude, HERE_LONGITUDES) and _in(longitude, HERE_LATITUDES)
    if swapped:
        return _("Longitude and latitude are swapped.")
    if not (_in(longitude, HERE_LONGITUDES) and _in(latitude, HERE_LATITUDES)):
        return _("It lies outside the country.")
    return ""


def _in(degrees: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= degrees <= bounds[1]

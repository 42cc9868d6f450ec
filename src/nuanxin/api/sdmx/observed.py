"""Observations 观测值: a key and a span of time become questions, and their answers a message."""

import csv
import re
from dataclasses import dataclass
from io import StringIO
from itertools import product
from typing import Any

from nuanxin.api.asked import where
from nuanxin.api.callers import Caller, demand_ask
from nuanxin.api.problems import Problem
from nuanxin.api.sdmx.structures import (
    AGENCY,
    ATTRIBUTES,
    DIMENSIONS,
    FLOW,
    MEASURE,
    TIME,
    VERSION,
    code_of,
    codelists,
    figure_of_code,
    unit_code,
)
from nuanxin.api.sdmx.written import meta
from nuanxin.api.small_cells import held_back
from nuanxin.kernel.figures.answers import Answer, Ask, answer
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.shown import printed_value
from nuanxin.plain.periods import Period
from nuanxin.plain.units import UNITS

MOST = 5_000
_STEPS = {"A": 1, "Q": 4, "M": 12}
_TIME = re.compile(r"^((?:19|20)[0-9]{2})(?:-Q([1-4])|-(0[1-9]|1[0-2])(?:-[0-9]{2})?)?$")


@dataclass(frozen=True, slots=True)
class Observation:
    """One observation: frequency, figure's code, area, period as SDMX writes it, and the answer."""

    frequency: str
    figure: str
    area: str
    time: str
    answer: Answer

    @property
    def series(self) -> tuple[str, str, str]:
        """The values of the dimensions of its series."""
        return self.frequency, self.figure, self.area

    @property
    def number(self) -> str:
        """Its value, rounded once in the figure's unit."""
        assert self.answer.value is not None  # noqa: S101 (absent values are no observations)
        return f"{printed_value(figure_of(self.answer.ask.figure), self.answer.value):f}"

    @property
    def attributes(self) -> tuple[str, str, str]:
        """Unit, exact value with its base unit, and the last entry that counts."""
        unit = figure_of(self.answer.ask.figure).unit
        return unit_code(unit), f"{self.answer.value} {UNITS[unit].base}", str(self.answer.as_of)


def observations(caller: Caller, key: str, start: str, end: str) -> list[Observation]:
    """Return what a key and a span of time ask for. Raises Problem, also where it would be too much.

    Numbers of too few persons are no observations to a caller who may not read entries.
    """
    frequencies, figures, areas = _dimensions(key)
    wanted = [
        (frequency, figure, area, time)
        for frequency, figure, area in product(frequencies, figures, areas)
        for time in _times(frequency, start, end)
    ]
    if len(wanted) > MOST:
        raise Problem("too-large", where("key", "path"), limit=f"{MOST} observations")
    asks = {each: _ask(*each) for each in wanted}
    for ask in {(each.figure, each.area): each for each in asks.values()}.values():
        demand_ask(caller, ask, where("key", "path"))
    found = answer(asks.values())
    hidden = held_back(caller, found.values())
    return [
        Observation(*each, found[ask])
        for each, ask in asks.items()
        if found[ask].value is not None and ask not in hidden
    ]


def _dimensions(key: str) -> list[list[str]]:
    """Return the codes of each dimension; all of a list where the key leaves it open (not for areas)."""
    parts = key.split(".")
    if len(parts) != len(DIMENSIONS):
        raise _misread("key", key, "FREQ.FIGURE.REF_AREA")
    known = {each.identity: [code.identity for code in each.codes] for each in codelists()}
    found = []
    for part, dimension in zip(parts, DIMENSIONS, strict=True):
        codes = known[dimension.codelist]
        if part in ("", "*") and dimension.identity == "FREQ":
            codes = ["A"]
        if part in ("", "*") and dimension.identity != "REF_AREA":
            found.append(codes)
            continue
        chosen = list(dict.fromkeys(re.split(r"[+, ]", part)))
        if unknown := [code for code in chosen if code not in set(codes)]:
            raise _misread("key", unknown[0] or part, dimension.codelist)
        found.append(chosen)
    return found


def _misread(name: str, text: str, remedy: str) -> Problem:
    place = where(name, "path" if name == "key" else "query")
    error = {"place": place, "detail": repr(text[:60]), "remedy": remedy}
    return Problem("value-not-understood", place, count=1).with_errors([error])


def _times(frequency: str, start: str, end: str) -> list[str]:
    """Return the periods of a frequency from one to another, both ends included, as SDMX writes them."""
    first, last = _step(frequency, start, "startPeriod", 0), _step(frequency, end, "endPeriod", 1)
    return [_written(frequency, number) for number in range(first, min(last, first + MOST) + 1)]


def _step(frequency: str, text: str, name: str, end: int) -> int:
    """Return a time as a number of steps of a frequency since year 0."""
    match = _TIME.match(text)
    if not match:
        raise _misread(name, text, "2024, 2024-Q1, 2024-05")
    year, quarter, month = int(match[1]), match[2], match[3]
    months = (
        (1, 12) if not (quarter or month) else (int(quarter) * 3 - 2, int(quarter) * 3) if quarter else None
    )
    inner = months[end] if months else int(month)
    steps = _STEPS[frequency]
    return year * steps + (inner - 1) * steps // 12


def _written(frequency: str, number: int) -> str:
    steps = _STEPS[frequency]
    year, inner = divmod(number, steps)
    return {"A": f"{year}", "Q": f"{year}-Q{inner + 1}", "M": f"{year}-{inner + 1:02d}"}[frequency]


def _ask(frequency: str, figure: str, area: str, time: str) -> Ask:
    return Ask(figure_of_code(figure), int(area), Period.parse(time.replace("-Q", "Q")))


def as_csv(found: list[Observation]) -> str:
    """Return an SDMX-CSV 2.0 message."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    heads = [each.identity for each in (*DIMENSIONS, TIME, MEASURE, *ATTRIBUTES)]
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *heads])
    for each in found:
        writer.writerow(
            [
                "dataflow",
                f"{AGENCY}:{FLOW}({VERSION})",
                "I",
                *each.series,
                each.time,
                each.number,
                *each.attributes,
            ]
        )
    return text.getvalue()


def as_json(found: list[Observation]) -> dict[str, Any]:
    """Return an SDMX-JSON 1.0 data message: series, and in them the observations by period."""
    used = [_seen(found, place) for place in range(len(DIMENSIONS))]
    times = list(dict.fromkeys(sorted(each.time for each in found)))
    marks = [
        list(dict.fromkeys(each.attributes[place] for each in found)) for place in range(len(ATTRIBUTES))
    ]
    series: dict[str, dict[str, Any]] = {}
    for each in found:
        key = ":".join(str(used[place].index(code)) for place, code in enumerate(each.series))
        attributes = [marks[place].index(mark) for place, mark in enumerate(each.attributes)]
        observed = series.setdefault(key, {"observations": {}})["observations"]
        observed[str(times.index(each.time))] = [float(each.number), *attributes]
    return {
        "header": meta("data"),
        "structure": _structure(used, times, marks),
        "dataSets": [{"action": "Information", "series": series}],
    }


def _seen(found: list[Observation], place: int) -> list[str]:
    return list(dict.fromkeys(each.series[place] for each in found))


def _structure(used: list[list[str]], times: list[str], marks: list[list[str]]) -> dict[str, Any]:
    names = {each.identity: {code.identity: code.words for code in each.codes} for each in codelists()}
    dimensions = [
        {
            "id": each.identity,
            "name": each.words.en,
            "keyPosition": place,
            "values": [_value(code, names[each.codelist]) for code in used[place]],
        }
        for place, each in enumerate(DIMENSIONS)
    ]
    attributes = [
        {
            "id": each.identity,
            "name": each.words.en,
            "values": [
                _value(mark, names[each.codelist]) if each.codelist else {"name": mark}
                for mark in marks[place]
            ],
        }
        for place, each in enumerate(ATTRIBUTES)
    ]
    time = {"id": TIME.identity, "name": TIME.words.en, "keyPosition": len(DIMENSIONS), "role": "time"}
    return {
        "name": "Figures of Nuanxin",
        "dimensions": {
            "dataSet": [],
            "series": dimensions,
            "observation": [{**time, "values": [{"id": each, "name": each} for each in times]}],
        },
        "attributes": {"dataSet": [], "series": [], "observation": attributes},
    }


def _value(code: str, names: dict[str, Any]) -> dict[str, str]:
    return {"id": code, "name": names[code].en}


__all__ = ["Observation", "as_csv", "as_json", "code_of", "observations"]

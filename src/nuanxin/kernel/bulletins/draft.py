"""Drafts 简报稿: a bulletin as written, before anything is frozen. Read from a TOML file of a city."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from nuanxin.kernel.bulletins.imprint import ImprintDraft, read_imprint
from nuanxin.kernel.bulletins.text import AREA_DIGITS, Citation, citations
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.plain.periods import Period


class DraftFaulty(ValueError):
    """A draft cannot be read or cites what does not exist; the message names the place."""


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """One story: its weight on the page (3 lead, 2 second, 1 brief) and its text in both languages."""

    weight: int
    programmes: tuple[str, ...]
    kicker_zh: str
    kicker_en: str
    headline_zh: str
    headline_en: str
    body_zh: str
    body_en: str
    stats: tuple[str, ...] = ()

    def cited(self) -> list[Citation]:
        """Return what the story cites, tiles included."""
        return citations(self.body_zh, self.body_en, *self.stats)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a failed check may stand: in whose words, and when they said so."""

    check: str
    area: str
    period: str
    said_zh: str
    said_en: str
    by_zh: str
    by_en: str
    on: date


@dataclass(frozen=True, slots=True)
class Corrects:
    """Which bulletin a draft corrects, and why, in both languages."""

    number: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole bulletin as written."""

    number: str
    title_zh: str
    title_en: str
    issue_zh: str
    issue_en: str
    area: int
    as_of: date
    rounding: str
    stories: tuple[StoryDraft, ...]
    explanations: tuple[Explanation, ...]
    digest: str
    imprint: ImprintDraft = field(default_factory=ImprintDraft)
    corrects: Corrects | None = None

    def cited(self) -> list[Citation]:
        """Return every citation of the bulletin, once each, in order."""
        return list(dict.fromkeys(each for story in self.stories for each in story.cited()))


def read_draft(path: Path, imprint: Mapping[str, Any] | None = None) -> Draft:
    """Read a draft; DraftFaulty names the file and what is wrong in it.

    ``imprint`` is what the city's settings say of every bulletin's imprint; the draft's own words win.
    """
    content = path.read_bytes()
    try:
        return draft_of(tomllib.loads(content.decode("utf-8")), sha256(content).hexdigest(), imprint or {})
    except (KeyError, TypeError, ValueError) as error:
        raise DraftFaulty(f"{path.name}: {error}") from error


def draft_of(table: dict[str, Any], digest: str, imprint: Mapping[str, Any]) -> Draft:
    """Return the draft a table says; KeyError, TypeError or ValueError where it cannot be one."""
    stories = tuple(_story(each) for each in table["story"])
    draft = Draft(
        number=table["number"],
        title_zh=table["title_zh"],
        title_en=table["title_en"],
        issue_zh=table["issue_zh"],
        issue_en=table.get("issue_en", table["number"]),
        area=int(str(table["area"]).ljust(AREA_DIGITS, "0")),
        as_of=_date(table["as_of"]),
        rounding=table.get("rounding", "half_up"),
        stories=stories,
        explanations=tuple(_explanation(each) for each in table.get("explanation", ())),
        digest=digest,
        imprint=read_imprint(imprint, table.get("imprint", {})),
        corrects=Corrects(**table["corrects"]) if table.get("corrects") else None,
    )
    for cited in draft.cited():
        _known(cited)
    return draft


def _known(cited: Citation) -> None:
    try:
        figure(cited.figure)
    except KeyError as error:
        raise ValueError(f"{cited} cites a figure nobody declares") from error


def _story(table: dict[str, Any]) -> StoryDraft:
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    unknown = set(given) - {each.name for each in fields(StoryDraft)}
    if unknown:
        raise ValueError(f"a story has no field {', '.join(sorted(unknown))}")
    return StoryDraft(**given)


def _explanation(table: dict[str, Any]) -> Explanation:
    return Explanation(**{**table, "on": _date(table["on"]), "period": str(Period.parse(table["period"]))})


def _date(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)

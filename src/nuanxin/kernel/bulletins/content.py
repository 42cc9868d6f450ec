"""Content 稿件内容: a draft as plain values, as a working copy keeps it: the keys of its TOML file.

Unlike a ``Draft`` it may be unfinished or faulty; ``finished`` makes the one into the other.
"""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.bulletins.draft import Draft, DraftFaulty, draft_of
from nuanxin.kernel.bulletins.edition import Edition
from nuanxin.kernel.bulletins.imprint import FIELDS
from nuanxin.kernel.bulletins.text import citations_read
from nuanxin.kernel.figures.catalogue import owner

Content = dict[str, Any]
TITLES = ("number", "title_zh", "title_en", "issue_zh", "issue_en", "as_of", "rounding")
STORY = ("kicker_zh", "kicker_en", "headline_zh", "headline_en", "body_zh", "body_en")


def blank_story() -> Content:
    """Return a story nobody has written yet."""
    return {"weight": 2, "programmes": [], "stats": [], **dict.fromkeys(STORY, "")}


def blank(area: int, as_of: date) -> Content:
    """Return the content of a new working copy: the city's imprint and one blank story."""
    return {
        **dict.fromkeys(TITLES, ""),
        "area": short(area),
        "as_of": as_of.isoformat(),
        "rounding": "half_up",
        "imprint": city_imprint(),
        "story": [blank_story()],
        "explanation": [],
        "corrects": {},
    }


def city_imprint() -> Content:
    """Return what the city's settings say of every bulletin's imprint; nothing where they say nothing."""
    path = Path(settings.NUANXIN["city"]) / "settings.toml"
    if not path.exists():
        return {}
    said: Content = _plain(tomllib.loads(path.read_text(encoding="utf-8")).get("imprint", {}))
    return said


def content_of_file(raw: bytes, area: int) -> Content:
    """Return the content of a draft's TOML file; DraftFaulty where it is none. Its area is ``area``."""
    try:
        table = _plain(tomllib.loads(raw.decode("utf-8")))
        stories = [{**blank_story(), **each} for each in table.get("story", [])]
        day = date.fromisoformat(str(table.get("as_of", date.today().isoformat())))
    except (AttributeError, TypeError, ValueError) as error:
        raise DraftFaulty(str(error)) from error
    made = {**blank(area, day), **table, "area": short(area), "story": stories or [blank_story()]}
    made["imprint"] = {**city_imprint(), **table.get("imprint", {})}
    return made


def content_of(edition: Edition) -> Content:
    """Return a published bulletin as content, to write the next one or a correction from."""
    bulletin, imprint = edition.bulletin, edition.imprint
    return {
        **{name: str(getattr(bulletin, name)) for name in TITLES},
        "area": short(bulletin.area),
        "imprint": _plain(
            {name: value for name in FIELDS if (value := getattr(imprint, name)) not in ("", None)}
        ),
        "story": [
            {
                "weight": story.weight,
                "programmes": story.programmes.split(),
                "stats": story.stats.splitlines(),
                **{name: getattr(story, name) for name in STORY},
            }
            for story in edition.stories
        ],
        "explanation": [
            _plain(
                {
                    "check": each.check_id,
                    "area": each.area,
                    "period": each.period,
                    "said_zh": each.explanation_zh,
                    "said_en": each.explanation_en,
                    "by_zh": each.explained_by_zh,
                    "by_en": each.explained_by_en,
                    "on": each.explained_on or bulletin.as_of,
                }
            )
            for each in edition.checks
            if not each.passed
        ],
        "corrects": {},
    }


def digest_of(content: Content) -> str:
    """Return the SHA-256 of a content: the same words, the same digest."""
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def finished(content: Content) -> Draft:
    """Return a content as the draft it is; DraftFaulty says what is missing or wrong in it."""
    table = {**content, "story": [_story(each) for each in content["story"]]}
    table["imprint"] = _imprint(content.get("imprint", {}))
    try:
        return draft_of(table, digest_of(content), {})
    except (KeyError, TypeError, ValueError) as error:
        raise DraftFaulty(str(error)) from error


def _story(story: Content) -> Content:
    """Return a story with the programmes whose figures it cites, where it names none itself."""
    cited = citations_read(story["body_zh"], story["body_en"], *story["stats"])
    owners: list[str] = []
    for each in cited:
        try:
            owners.append(owner(each.figure))
        except KeyError:
            continue
    named = list(dict.fromkeys(owners)) or story["programmes"]
    return {**story, "programmes": named, "weight": int(story["weight"])}


def _imprint(imprint: Mapping[str, Any]) -> Content:
    given = {name: value for name, value in imprint.items() if value not in ("", None)}
    if "dated" in given:
        given["dated"] = date.fromisoformat(str(given["dated"]))
    for name in {"total", "copies"} & set(given):
        given[name] = int(given[name])
    return given


def _plain(value: Any) -> Any:
    """Return a value as JSON has it: days as text, tuples as lists."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value

"""Terms 使用条件: whose a city's public data are, and under which licence they may be used elsewhere.

A city says both in its settings (``[open_data]``). Where it names no licence none is made up: whoever reads
the data is told, in words, that none is stated. Where it names no source, the city itself is the source.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from nuanxin.plain.words import Words

UNSTATED = Words(
    "未声明：转用前请先询问数据来源单位", "not stated: ask the source before you use the data elsewhere"
)
FIELDS = ("licence", "licence_zh", "licence_en", "source_zh", "source_en")


@dataclass(frozen=True, slots=True)
class Terms:
    """Whose data these are, the licence in words, and the address of its text ("" where none is stated)."""

    source: Words
    licence: Words
    address: str = ""

    def as_plain(self) -> dict[str, Any]:
        """Return the terms as a feed says them; ``license`` is spelt as in DCAT and schema.org."""
        return {
            "source": {"zh": self.source.zh, "en": self.source.en},
            "license": {"url": self.address or None, "zh": self.licence.zh, "en": self.licence.en},
        }


def terms() -> Terms:
    """Return the terms of the city served; where its settings cannot be read, no licence is stated."""
    path = Path(settings.NUANXIN["city"]) / "settings.toml"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, KeyError, ValueError):
        return Terms(Words("本站", "this site"), UNSTATED)


@lru_cache(maxsize=4)
def _read(path: Path, _written: int) -> Terms:
    return terms_of(tomllib.loads(path.read_text(encoding="utf-8")))


def terms_of(table: Mapping[str, Any]) -> Terms:
    """Return the terms a city's settings state. Raises ValueError naming the field that is half said."""
    said = table.get("open_data", {})
    if unknown := set(said) - set(FIELDS):
        raise ValueError(f"open_data knows no {min(unknown)!r}; it knows {', '.join(FIELDS)}")
    address = str(said.get("licence", ""))
    if address and not address.startswith(("https://", "http://")):
        raise ValueError("open_data.licence: give the web address of the licence's text, or leave it out")
    city = Words(str(table["name_zh"]), str(table["name_en"]))
    named = _both(said, "licence")
    if address and named is None:
        raise ValueError("open_data.licence_zh and licence_en: say what the licence is called")
    return Terms(_both(said, "source") or city, named or UNSTATED, address)


def _both(said: Mapping[str, Any], name: str) -> Words | None:
    """Return a text given in both languages, None where it is in neither; ValueError where in one."""
    zh, en = (str(said.get(f"{name}_{tongue}", "")).strip() for tongue in ("zh", "en"))
    if bool(zh) != bool(en):
        raise ValueError(f"open_data.{name}: say it in both languages, {name}_zh and {name}_en")
    return Words(zh, en) if zh else None

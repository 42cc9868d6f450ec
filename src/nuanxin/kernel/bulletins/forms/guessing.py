"""Guessing 读题: a blank's title, issuer, office and kind of period, read from what is printed on it."""

import re
from collections.abc import Sequence
from pathlib import Path
from unicodedata import normalize

from nuanxin.kernel.bulletins.forms.actions import About
from nuanxin.kernel.bulletins.forms.grid import Cell, Grid

_ISSUER = re.compile(r"(?:制表|制定|制发|布置)(?:机关|单位|部门)[:：]\s*(\S.*)")
_OFFICE = re.compile(r"(?:填报|报送|编制)(?:单位|部门|机构)[:：]\s*(\S.*)")
_LABEL = re.compile(r"[:：]|^表\s*号|有效期|批准")
_KINDS = (
    ("month", r"月报|月份|\d*\s*年\s*\d*\s*月|本月"),
    ("quarter", r"季报|季度"),
    ("year", r"年报|年度"),
    ("as_of", r"截至|截止"),
)
_TOP_ROWS = 8


def guessed(grids: Sequence[Grid], file_name: str) -> About:
    """Return what a blank says of itself; its file's name stands for a title it does not print."""
    top = [each for line in grids[0].lines[:_TOP_ROWS] for each in line if each.kind == "text"]
    said = [normalize("NFC", each.text) for each in top]
    title = _title(top) or Path(file_name).stem
    everything = " ".join([title, file_name, *said, *(each.text for grid in grids for each in grid.cells())])
    kind = next((kind for kind, words in _KINDS if re.search(words, everything)), "month")
    return About(title, _first(_ISSUER, said), _first(_OFFICE, said), kind)


def _title(top: Sequence[Cell]) -> str:
    """Return the first text that is merged across or strong, and no label."""
    plain = [each for each in top if not _LABEL.search(each.text) and not each.bordered]
    wide = [each for each in plain if each.columns > 1 or each.strong]
    return "".join((wide or plain)[0].text.split()) if plain else ""


def _first(pattern: re.Pattern[str], texts: Sequence[str]) -> str:
    return next((found[1].strip()[:120] for each in texts if (found := pattern.search(each))), "")

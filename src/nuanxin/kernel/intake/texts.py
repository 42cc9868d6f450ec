"""Texts 文本表: lines of commas, tabs or semicolons, in UTF-8, GB 18030, UTF-16, or the first two mixed."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.plain.formulas import QUOTE, as_written

WIDEST = 16_384
"""So many columns a worksheet has at most."""

_FOREIGN = re.compile(
    r"[^\x00-\x7f·×÷°±、-】〔〕〇\u2010-\u2027\u2030-\u203b\u2103\u2160-\u217f\u2190-\u21ff\u2200-\u27bf"
    r"\u2e80-\u9fff\uac00-\ud7a3\ue000-\ufaff\ufe10-\uffef\u1800-\u18af\U00020000-\U0003ffff￥¥—…‘’“”\u00a0]"
)


def decoded(content: bytes) -> str:
    """Return a text file's content. Raises FileRefused where its characters cannot be told."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        lines = content.splitlines(keepends=True)
    return "".join(_line(number, line) for number, line in enumerate(lines, 1))


def _line(number: int, line: bytes) -> str:
    """Return one line: UTF-8 where it reads as Chinese so, else GB 18030."""
    if line.isascii():
        return line.decode("ascii")
    readings = []
    for encoding in ("utf-8", "gb18030"):
        try:
            readings.append(line.decode(encoding))
        except UnicodeDecodeError:
            continue
    if not readings:
        raise FileRefused(
            _("Line %(line)d is neither UTF-8 nor GB 18030.") % {"line": number},
            _("Open it in Excel or WPS and save it as .xlsx."),
        )
    return next((text for text in readings if not _FOREIGN.search(text)), readings[-1])


def text_rows(content: bytes) -> list[list[Any]]:
    """Return the rows of a text file, cut after the last that holds anything."""
    text = decoded(content)
    if "\x00" in text:
        raise _no_table()
    head = next((line for line in text.splitlines() if line.strip()), "")
    comma = max(",\t;", key=head.count)
    rows = list(_rows(text, comma))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _rows(text: str, comma: str) -> Iterator[list[str]]:
    try:
        for row in csv.reader(StringIO(text, newline=""), delimiter=comma):
            if len(row) > WIDEST:
                raise _no_table()
            yield [as_written(cell) if cell[:1] == QUOTE else cell for cell in row]
    except csv.Error as error:
        raise _no_table() from error


def _no_table() -> FileRefused:
    return FileRefused(
        _("The file is no table of lines and commas."), _("Open it in Excel or WPS and save it as .xlsx.")
    )

"""The lines 原行: a comma-separated file with a field more in each line; all other bytes stay."""

import csv
from collections.abc import Iterator
from io import StringIO

from nuanxin.kernel.intake.receipts.column import heading, is_heading
from nuanxin.kernel.intake.receipts.rows import Receipt
from nuanxin.kernel.intake.receipts.workbook import words_of
from nuanxin.plain.formulas import harmless

MIXED = "mixed"
_BOM = b"\xef\xbb\xbf"


def stamped_lines(content: bytes, receipt: Receipt) -> bytes:
    """Return the file with what became of each row in a last field.

    Its encoding stays. UTF-8 gets the mark by which Excel knows it, for our words are Chinese.
    """
    encoding = _encoding(content)
    coded = "utf-8" if encoding == MIXED else encoding
    text = content.removeprefix(_BOM).decode(coded, "surrogateescape")
    comma = max(",\t;", key=text[: text.find("\n")].count)
    rows = list(_rows(text, comma))
    width = max((len(cells) for cells, _raw in rows), default=0)
    earlier = _earlier(rows)
    words = {row: said.text for row, said in words_of(receipt, {})}
    words[receipt.header_row] = heading()
    if receipt.refused:
        words.setdefault(receipt.header_row + 1, receipt.refused)
    if earlier is not None:
        rows = [_without(cells, raw, earlier, comma) for cells, raw in rows]
        width = max(earlier, max(len(cells) for cells, _raw in rows))
    lines = (
        raw if number not in words else _with(cells, raw, _alike(words[number], raw, encoding), width, comma)
        for number, (cells, raw) in enumerate(rows, 1)
    )
    plain = "".join(lines).encode(coded, "surrogateescape")
    return _BOM + plain if encoding == "utf-8" else plain


def _encoding(content: bytes) -> str:
    """Return the encoding; a mixture is taken as bytes behind UTF-8, so that none is lost."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return MIXED


def _alike(words: str, raw: str, encoding: str) -> str:
    """Return words as the line beside them is encoded, where a file mixes two encodings."""
    if encoding == MIXED and not raw.isascii() and any("\udc80" <= sign <= "\udcff" for sign in raw):
        return words.encode("gb18030", "replace").decode("utf-8", "surrogateescape")
    return words


def _rows(text: str, comma: str) -> Iterator[tuple[list[str], str]]:
    """Yield each row's fields beside the text it was read from."""
    taken: list[str] = []

    def tapped() -> Iterator[str]:
        for line in StringIO(text, newline=""):
            taken.append(line)
            yield line

    for cells in csv.reader(tapped(), delimiter=comma):
        yield cells, "".join(taken)
        taken.clear()


def _earlier(rows: list[tuple[list[str], str]]) -> int | None:
    for cells, _raw in rows[:43]:
        for at, cell in enumerate(cells):
            if is_heading(cell):
                return at
    return None


def _without(cells: list[str], raw: str, at: int, comma: str) -> tuple[list[str], str]:
    """Return a row without the field of an earlier return."""
    if at >= len(cells):
        return cells, raw
    left = cells[:at] + cells[at + 1 :]
    return left, _written(left, comma) + _end(raw)


def _with(cells: list[str], raw: str, words: str, width: int, comma: str) -> str:
    end = _end(raw)
    missing, line = comma * (width - len(cells)), harmless(words.replace("\n", " "))
    return f"{raw[: len(raw) - len(end)]}{missing}{comma}{_written([line], comma)}{end}"


def _written(cells: list[str], comma: str) -> str:
    held = StringIO(newline="")
    csv.writer(held, delimiter=comma, lineterminator="\r\n").writerow(cells)
    return held.getvalue().removesuffix("\r\n")


def _end(raw: str) -> str:
    return raw[len(raw.rstrip("\r\n")) :]

"""Loose texts 松散文本: .csv in the encodings of offices, and HTML that calls itself .xls."""

import csv
from collections.abc import Iterator
from datetime import date
from html import escape
from io import StringIO
from random import Random

from nuanxin.kernel.intake.torture.canvas import Canvas, Cell, Drawn


def shown(cell: Cell | None) -> str:
    """Return a cell as it is saved in a file that knows texts only."""
    said = cell.value if cell else ""
    if isinstance(said, bool):
        return "TRUE" if said else "FALSE"
    if isinstance(said, date):
        return f"{said.year}/{said.month}/{said.day}"
    return f"{said:.15g}" if isinstance(said, float) else str(said)


def _lines(canvas: Canvas) -> Iterator[str]:
    for row in range(canvas.height):
        out = StringIO()
        cells = [shown(canvas.cells.get((row, column))) for column in range(canvas.width)]
        csv.writer(out, lineterminator="\r\n").writerow(cells)
        yield out.getvalue()


def _text(drawn: Drawn) -> str:
    return "".join(_lines(drawn.canvases[0]))


def utf8(drawn: Drawn, _random: Random) -> bytes:
    """Return the first worksheet as UTF-8."""
    return _text(drawn).encode()


def utf8_with_mark(drawn: Drawn, _random: Random) -> bytes:
    """Return the first worksheet as UTF-8 with the mark Excel wants."""
    return _text(drawn).encode("utf-8-sig")


def gb18030(drawn: Drawn, _random: Random) -> bytes:
    """Return the first worksheet as Chinese Windows saves it."""
    return _text(drawn).encode("gb18030")


def mixed(drawn: Drawn, random: Random) -> bytes:
    """Return lines of both encodings: two exports pasted one below the other."""
    return b"".join(
        line.encode("gb18030" if random.random() < 0.5 else "utf-8") for line in _lines(drawn.canvases[0])
    )


def html(drawn: Drawn, random: Random) -> bytes:
    """Return the page that web systems send as a workbook."""
    canvas, encoding = drawn.canvases[0], random.choice(("utf-8", "gb2312"))
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in canvas.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in canvas.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    rows = []
    for row in range(canvas.height):
        cells = (
            _html_cell(shown(canvas.cells.get((row, column))), spans.get((row, column)))
            for column in range(canvas.width)
            if (row, column) not in covered
        )
        rows.append(f"<tr>{''.join(cells)}</tr>\n")
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
    page = f"<html><head>{head}</head><body><table border=1>\n{''.join(rows)}</table></body></html>"
    return page.encode("gb18030" if encoding == "gb2312" else encoding)


def _html_cell(said: str, span: tuple[int, int] | None) -> str:
    facts = f" rowspan={span[0]} colspan={span[1]}" if span else ""
    return f"<td{facts}>{escape(said).replace(chr(10), '<br>')}</td>"

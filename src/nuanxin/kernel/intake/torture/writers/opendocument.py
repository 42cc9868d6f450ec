"""OpenDocument workbooks (.ods): the three parts a reader needs, written by hand."""

from random import Random
from xml.sax.saxutils import escape, quoteattr

from nuanxin.kernel.intake.torture.canvas import BLANK, DAY, FLAG, FORMULA, NUMBER, Canvas, Cell, Drawn
from nuanxin.kernel.intake.torture.writers.archives import packed

_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)
_MANIFEST = (
    '<?xml version="1.0"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_KIND}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_STYLES = (
    '<office:automatic-styles><style:style style:name="seen" style:family="table">'
    '<style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="unseen" style:family="table"><style:table-properties table:display="false"/>'
    "</style:style></office:automatic-styles>"
)


def write(drawn: Drawn, _random: Random) -> bytes:
    """Return the workbook's bytes."""
    tables = "".join(_table(canvas) for canvas in drawn.canvases)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content {_NAMES} office:version="1.2">{_STYLES}<office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    parts = {"mimetype": _KIND, "META-INF/manifest.xml": _MANIFEST, "content.xml": content}
    return packed({name: part.encode() for name, part in parts.items()}, stored=("mimetype",))


def _table(canvas: Canvas) -> str:
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in canvas.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in canvas.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    rows = []
    for row in range(canvas.height):
        cells = (
            "<table:covered-table-cell/>"
            if (row, column) in covered
            else _cell(canvas.cells.get((row, column), Cell("", BLANK)), spans.get((row, column)))
            for column in range(canvas.width)
        )
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    style = "unseen" if canvas.hidden else "seen"
    columns = f'<table:table-column table:number-columns-repeated="{max(canvas.width, 1)}"/>'
    name = quoteattr(canvas.name)
    return f'<table:table table:name={name} table:style-name="{style}">{columns}{"".join(rows)}</table:table>'


def _cell(cell: Cell, span: tuple[int, int] | None) -> str:
    facts = ""
    if span:
        facts += f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    if cell.kind == FORMULA:
        facts += f" table:formula={quoteattr('of:' + cell.formula)}"
    if cell.kind == BLANK or cell.value == "":
        return f"<table:table-cell{facts}/>"
    if cell.kind == NUMBER or isinstance(cell.value, float):
        return f'<table:table-cell{facts} office:value-type="float" office:value="{cell.value!r}"/>'
    if cell.kind == DAY:
        day = cell.value.isoformat()
        return f'<table:table-cell{facts} office:value-type="date" office:date-value="{day}"/>'
    if cell.kind == FLAG:
        said = str(cell.value).lower()
        return f'<table:table-cell{facts} office:value-type="boolean" office:boolean-value="{said}"/>'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(cell.value).split("\n"))
    return f'<table:table-cell{facts} office:value-type="string">{lines}</table:table-cell>'

"""Comments 批注: each filled cell says what its number means; a link opens it where it is published."""

import re
from collections.abc import Mapping

from nuanxin.kernel.bulletins.forms.package import RELATIONS, Package
from nuanxin.kernel.bulletins.forms.patching import placed, with_element
from nuanxin.kernel.bulletins.forms.scanning import Splice, escaped, scanned, spliced

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EMPTY = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<comments xmlns="{_MAIN}"><authors>'
_EMPTY += "</authors><commentList></commentList></comments>"
_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="1"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t202" '
    'style="position:absolute;width:260pt;height:110pt;visibility:hidden" '
    'fillcolor="#fffdf6" o:insetmode="auto">'
    '<v:fill color2="#fffdf6"/><v:textbox style="mso-direction-alt:auto"/>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left},15,{top},2,{right},31,{bottom},1</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_AUTHOR = "暖新 Nuanxin"
_NOTES = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"


def add_comments(package: Package, part: str, said: Mapping[str, str]) -> None:
    """Give cells of a worksheet comments; to one that has a comment of the form's, ours is added."""
    notes = package.related(part, "comments")
    if notes is None:
        notes = package.fresh("xl/comments{}.xml")
        package.write(notes, _EMPTY.encode())
        package.relate(part, "comments", notes)
        package.declare(notes, _NOTES)
    fresh = _add(package, notes, said)
    if fresh:
        _draw(package, part, fresh)


def _add(package: Package, notes: str, said: Mapping[str, str]) -> list[str]:
    """Write the comments; return the cells that had none before."""
    content = package.read(notes)
    markup = scanned(content)
    prefix, author = markup.prefix, len(markup.children("author"))
    known = {each.said.get("ref", ""): each for each in markup.children("comment")}
    texts = {id(each.above): each for each in markup.children("text")}
    tops = {each.name: each for each in markup.top()}
    splices = list[Splice]()
    authors, lines = tops["authors"], tops["commentList"]
    splices.append(
        _inside(content, authors.start, authors.end, f"<{prefix}author>{_AUTHOR}</{prefix}author>")
    )
    fresh, added = list[str](), list[str]()
    for ref, text in said.items():
        run = f'<{prefix}t xml:space="preserve">{escaped(text)}</{prefix}t>'
        if ref in known:
            run = run.replace('preserve">', 'preserve">\n', 1)
            splices.append((texts[id(known[ref])].closes, f"<{prefix}r>{run}</{prefix}r>".encode()))
            continue
        fresh.append(ref)
        run = f"<{prefix}text>{run}</{prefix}text>"
        added.append(f'<{prefix}comment ref="{ref}" authorId="{author}">{run}</{prefix}comment>')
    splices.append(_inside(content, lines.start, lines.end, "".join(added)))
    package.write(notes, spliced(content, splices))
    return fresh


def _inside(content: bytes, start: int, end: int, more: str) -> Splice:
    """Return the splice that puts text at the end of an element, empty (``<a/>``) or not."""
    whole = content[start:end]
    if whole.endswith(b"/>"):
        name = re.match(rb"<([^\s/>]+)", whole)
        closing = b"</" + (name[1] if name else b"") + b">"
        return (start, end, whole[:-2] + b">" + more.encode() + closing)
    return (start + whole.rindex(b"</"), more.encode())


def _draw(package: Package, part: str, refs: list[str]) -> None:
    """Draw the boxes that spreadsheets show comments in; hidden until somebody points at the cell."""
    sheet = package.read(part)
    held = next((each for each in scanned(sheet).top() if each.name == "legacyDrawing"), None)
    if held is None:
        drawing = package.fresh("xl/drawings/vmlDrawing{}.vml")
        package.write(drawing, _DRAWING.encode())
        package.declare_ending("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
        (identity,) = package.relate(part, "vmlDrawing", drawing)
        line = f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="{identity}"/>'
        package.write(part, with_element(sheet, "legacyDrawing", line))
    else:
        identity = next(said for name, said in held.said.items() if name.rpartition(":")[2] == "id")
        drawing = package.target(part, identity)
    content = package.read(drawing)
    first = max(map(int, re.findall(rb'_x0000_s([0-9]{1,8})"', content)), default=1024) + 1
    shapes = "".join(_shape(first + place, ref) for place, ref in enumerate(refs))
    package.write(drawing, spliced(content, [(content.rindex(b"</xml>"), shapes.encode())]))


def _shape(number: int, ref: str) -> str:
    row, column = placed(ref)
    return _SHAPE.format(
        number=number,
        row=row - 1,
        column=column - 1,
        left=column,
        right=column + 4,
        top=max(row - 2, 0),
        bottom=max(row - 2, 0) + 7,
    )


def add_links(package: Package, part: str, addresses: Mapping[str, str]) -> None:
    """Link cells of a worksheet to addresses; one that the form links itself keeps its own."""
    content = package.read(part)
    markup = scanned(content)
    taken = {each.said.get("ref", "") for each in markup.children("hyperlink")}
    free = {ref: address for ref, address in addresses.items() if ref not in taken}
    wanted = list(dict.fromkeys(free.values()))
    if not wanted:
        return
    ids = dict(zip(wanted, package.relate(part, "hyperlink", *wanted, outside=True), strict=True))
    lines = [
        f'<{markup.prefix}hyperlink xmlns:r="{RELATIONS}" ref="{ref}" r:id="{ids[address]}"/>'
        for ref, address in free.items()
    ]
    held = next((each for each in markup.top() if each.name == "hyperlinks"), None)
    if held is not None:
        splice = _inside(content, held.start, held.end, "".join(lines))
        package.write(part, spliced(content, [splice]))
    else:
        plain = "".join(lines).replace(f"<{markup.prefix}hyperlink", "<hyperlink")
        package.write(part, with_element(content, "hyperlinks", f"<hyperlinks>{plain}</hyperlinks>"))

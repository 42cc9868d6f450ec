"""Canaries: a value nobody has in each personal field of the house, put there as an office would."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
from django.conf import settings

from conftest import ROOT
from nuanxin.kernel.access.people import enter_person, record_particular
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.files import keep_file
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.tables import recognised
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.suggestions.actions import receive
from nuanxin.kernel.work.actions import move_order, open_order
from nuanxin.kernel.work.proofs import Bare
from nuanxin.programmes.stations.models import Station
from nuanxin.site.city import actor, read_city

AREA = 150802000000
CANARIES = {
    "party.name": "金丝雀甲某人",
    "particular.phone": "13987650001",
    "particular.id_number": "15080219491001770X",
    "particular.address": "金丝雀巷七十七号乙单元",
    "particular.health": "金丝雀丙症",
    "note.text": "金丝雀丁事由",
    "intake.workbook": "金丝雀戊列",
    "intake.question": "金丝雀壬空间",
    "work.proof": "金丝雀癸凭据",
    "suggestion.words": "金丝雀己来信",
    "suggestion.contact": "13987650002",
}
"""The value sown in each declared field; a field without one fails the test that walks the declarations."""

IN_SHEETS = "金丝雀庚编号"


def somebody(key: str) -> Actor:
    return actor(read_city(settings.NUANXIN["city"]), key)


def sow(folder: Path) -> int:
    """Put every canary into its field; return the person who bears most of them."""
    clerk = somebody("clerk")
    by = By(clerk, note=CANARIES["note.text"])
    number: int = enter_person(by, "person", CANARIES["party.name"], AREA).result
    for name, value in CANARIES.items():
        if name.startswith("particular."):
            record_particular(by, number, name.rpartition(".")[2], value)
    receive(
        By(Actor(0, "")),
        CANARIES["suggestion.words"],
        "c0de-c0de",
        AREA,
        contact=CANARIES["suggestion.contact"],
    )
    keep_file(f"列,值\n{CANARIES['intake.workbook']},1\n".encode(), "名册.csv")
    station = Station.objects.order_by("key").first()
    order = open_order(By(clerk), "station_repair", "dirty", station).result
    move_order(By(clerk), order.pk, "mend", proof=Bare(CANARIES["work.proof"].encode(), "image/png"))
    (doubtful,) = take(clerk, _asked_about(folder / "空间.xlsx"))
    assert doubtful.waiting, "nothing is asked about"
    for number_, (name, content) in enumerate(sheets_with_persons().items()):
        path = folder / name
        path.write_bytes(content)
        reports = take(clerk, path, note=f"{CANARIES['note.text']}{number_}")
        assert any(report.outcome and report.outcome.act for report in reports), path.name
    return number


def _asked_about(path: Path) -> Path:
    """Write a sheet that offers the same room twice at different costs: which is right is asked."""
    book = openpyxl.Workbook()
    for cells in (
        ["暖心驿站空间提供登记表"],
        ["空间名称", "所在街道（乡镇）", "年费用（元）", "提出日期"],
        [CANARIES["intake.question"], "临河区团结街道", 100, "2024.5.6"],
        [CANARIES["intake.question"], "临河区团结街道", 200, "2024.5.6"],
    ):
        book.active.append(cells)
    book.save(path)
    return path


@cache
def sheets_with_persons() -> dict[str, bytes]:
    """Return each demonstration workbook with a canary in the first personal cell of each kind, by name."""
    wanted = {sheet.name for sheet in all_sheets() if any(column.personal for column in sheet.columns)}
    written, found = dict[str, bytes](), set[str]()
    for path in sorted((ROOT / "cities/demo/sheets").glob("*.xlsx")):
        known = [(page, match) for page, match in recognised(path)[0] if match.sheet.name in wanted - found]
        if known:
            found |= {match.sheet.name for _page, match in known}
            written[path.name] = _with_canaries(path, known)
    assert found == wanted, f"no demonstration workbook for {wanted - found}"
    return written


def _with_canaries(path: Path, known: list) -> bytes:
    book, target = openpyxl.load_workbook(path), BytesIO()
    for page, match in known:
        for column in match.sheet.columns:
            if column.personal and column.field in match.columns:
                at = page.left + match.columns[column.field].at + 1
                sheet = book[page.part]
                row = _first_filled(sheet, match.header_row + 1, at)
                sheet.cell(row, at).value = f"{IN_SHEETS}{column.field}"
    book.save(target)
    return target.getvalue()


def _first_filled(sheet: object, row: int, at: int) -> int:
    while not sheet.cell(row, at).value:  # type: ignore[attr-defined]
        row += 1
    return row


Texts = Callable[[], list[bytes]]


@cache
def spellings() -> list[bytes]:
    """Return every canary as it might stand somewhere: UTF-8, GB 18030, UTF-16, in an address, in JSON."""
    from urllib.parse import quote

    values = [*CANARIES.values(), IN_SHEETS]
    found = set()
    for value in values:
        found |= {value.encode(), value.encode("gb18030"), value.encode("utf-16-le"), quote(value).encode()}
        found |= {value.encode("unicode_escape"), value.encode("ascii", "xmlcharrefreplace")}
    return sorted(found)


@cache
def beginnings() -> dict[bytes, list[bytes]]:
    """Return all spellings by how they begin, a few ways only: where none of these stands, no canary does."""
    found: dict[bytes, list[bytes]] = {}
    for each in spellings():
        found.setdefault(each[: 8 if each.isascii() else 6], []).append(each)
    return found

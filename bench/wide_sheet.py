"""Claims: 200,000 rows of twenty columns are validated, kept and posted sooner than openpyxl reads them.

The sheet is the hazard log with eleven columns more, all declared and so all validated; what is kept
and posted is the hazard. It goes the way of every upload, through ``importing.take``. The peers only
read the same file, in the same run.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from bench import child
from bench.claim import Claim
from bench.scratch import emptied, laid
from bench.sizes import sizes, target
from bench.synthetic import SEED

NAME = "sheets"
PACKAGES = ("python-calamine", "openpyxl", "Django")
LEVELS = {"低": "low", "中": "middle", "高": "high"}


def claims() -> Iterator[Claim]:
    """Take the workbook in; then let the peers read it, each in a process of its own."""
    rows, folder = sizes().sheet_rows, emptied("wide_sheet")
    path = workbook(rows)
    child.call("bench.workbook:prepare", folder)
    found = child.call("bench.wide_sheet:measure", folder, path=str(path), rows=rows)
    size = f"{rows:,} rows of 20 columns, {path.stat().st_size / 1e6:.1f} MB"
    facts: dict[str, Any] = {"size": size, "cpu_s": found["cpu_s"], "packages": PACKAGES}
    rate = rows / found["wall_s"]
    said = "a sheet of twenty columns read, validated, kept and posted: rows a second (wall)"
    yield Claim(said, rate, "rows/s", target(">= 20,000"), **facts)
    said = "the same import's memory, whole process at its peak"
    yield Claim(said, found["peak_mb"], "MB", "< 1000", **facts)
    yield from _peers(folder, path, found["wall_s"], facts)


def _peers(folder: Path, path: Path, ours_s: float, facts: dict[str, Any]) -> Iterator[Claim]:
    """Claim how many times as long each peer takes only to read; what is not installed is told as not met."""
    for peer, package, reach in (
        ("openpyxl", "openpyxl", "> 1"),
        ("pandas.read_excel", "pandas", ""),
        ("pandas.read_excel with calamine", "pandas", ""),
    ):
        said = f"{peer} only reads the file, in our time from file to ledger"
        if find_spec(package) is None:
            yield Claim(f"{said}: NOT MEASURED, {package} is not installed", 0, "times", "> 0", peer, **facts)
            continue
        took = child.call("bench.wide_sheet:read_by", folder, peer=peer, path=str(path))
        yield Claim(said, took / ours_s, "times", target(reach) if reach else "", peer, **facts)


def workbook(rows: int) -> Path:
    """Return the workbook of so many rows, written once a scratch folder."""
    stamp = Path(__file__).read_text()
    return laid(f"wide_sheet-{rows}", stamp, lambda folder: _write(folder / "log.xlsx", rows)) / "log.xlsx"


def columns() -> tuple[Any, ...]:
    """Return the twenty columns: the hazard log's nine, and eleven more of every kind."""
    from nuanxin.kernel.intake.declare import Column
    from nuanxin.programmes.grid.intake import HAZARDS_SHEET

    return (
        *HAZARDS_SHEET.columns,
        Column("street", "巷道名称", "lane"),
        Column("reporter", "上报渠道", "reported by"),
        Column("level", "风险等级", "risk", kind="choice", choices=LEVELS),
        Column("persons", "影响人数", "persons touched", kind="whole"),
        Column("households", "影响户数", "households touched", kind="quantity", unit="户"),
        Column("length", "影响路段长度", "length of road", kind="quantity", unit="公里"),
        Column("cost", "估算费用", "estimate", kind="quantity", unit="万元"),
        Column("spent", "实际费用", "spent", kind="quantity", unit="元"),
        Column("due_on", "限办日期", "due on", kind="day"),
        Column("returned", "是否返工", "done again", kind="yes_no"),
        Column("remark", "备注说明", "remark"),
    )


def register() -> None:
    """Declare the sheet of twenty columns in this process."""
    from nuanxin.kernel.intake.catalogue import register_sheets
    from nuanxin.kernel.intake.declare import Sheet
    from nuanxin.programmes.grid.intake import HAZARDS_SHEET

    zh, en = "安全隐患全量台账", "wide log of hazards"
    sheet = Sheet("bench.wide", zh, en, columns=columns(), key=("number",), into=HAZARDS_SHEET.into)
    register_sheets((sheet,))


def _write(path: Path, rows: int) -> None:
    import xlsxwriter

    from bench.workbook import _row
    from cities.writer.divisions import communities, villages
    from cities.writer.divisions import path as spoken

    random = Random(SEED)
    places = [spoken(code) for code in (communities("1508") + villages("1508"))[:300]]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("2024年")
    sheet.write(0, 0, "安全隐患全量台账（2024年）")
    sheet.write(1, 0, "填报单位：网格化服务管理中心（示例）")
    sheet.write_row(2, 0, [column.zh for column in columns()])
    for number in range(1, rows + 1):
        sheet.write_row(number + 2, 0, [*_row(random, number, places), *_more(random, number)])
    book.close()


def _more(random: Random, number: int) -> list[object]:
    counted = [random.randrange(90), random.randrange(1, 40), random.randrange(5_000) / 1_000]
    money = [random.randrange(9_900) / 100, f"{random.randrange(1, 9_000):,}元"]
    named = [f"{number % 300}号巷", random.choice(("电话", "巡查", "群众")), random.choice(list(LEVELS))]
    return [*named, *counted, *money, f"2024.{number % 12 + 1}.{number % 28 + 1}", "是", "无"]


def measure(path: str, rows: int) -> dict[str, float]:
    """Take the workbook as the sheet of twenty columns."""
    from bench.workbook import measure as taken

    register()
    return taken(path, rows)


def read_by(peer: str, path: str) -> float:
    """Return the seconds a peer takes to read the file."""
    began = perf_counter()
    if peer == "openpyxl":
        from openpyxl import load_workbook

        sheet = load_workbook(path, read_only=True).active
        count = sum(1 for _row in sheet.iter_rows(values_only=True))
    else:
        import pandas

        engine: Any = "calamine" if "calamine" in peer else "openpyxl"
        count = len(pandas.read_excel(path, header=2, engine=engine))
    if not count:
        raise RuntimeError(f"{peer} read nothing")
    return perf_counter() - began

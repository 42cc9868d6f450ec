"""Claim: a workbook of 200,000 rows is read, validated, kept and posted in seconds, in little memory.

It is the hazard log of ``programmes/grid`` as offices keep it: a title, places in words down to the
village, dates typed as 2024.5.1. It goes the way of every upload, through ``importing.take``.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench import child
from bench.claim import Claim
from bench.clock import spent
from bench.scratch import emptied, laid
from bench.sizes import sizes, target
from bench.synthetic import SEED

NAME = "figures"
KINDS = ("治安线索", "消防隐患", "燃气隐患", "井盖破损", "道路设施损坏", "线缆垂落", "其他安全隐患")
HEADINGS = (
    "事件编号",
    "发现日期",
    "问题类别",
    "所在社区（村）",
    "具体位置",
    "处理人编号",
    "处理日期",
    "核查人编号",
    "核查日期",
)
PACKAGES = ("python-calamine", "Django")


def claims() -> Iterator[Claim]:
    """Take the workbook in, in a process of its own; then prove every record against the ledger."""
    rows, folder = sizes().sheet_rows, emptied("workbook")
    path = workbook(rows)
    child.call("bench.workbook:prepare", folder)
    found = child.call("bench.workbook:measure", folder, path=str(path), rows=rows)
    size = f"{rows:,} rows of 9 columns, {path.stat().st_size / 1e6:.1f} MB"
    yield Claim(
        claim="one workbook read, validated, kept and posted: rows a second (wall)",
        value=rows / found["wall_s"],
        unit="rows/s",
        to_reach=target(">= 20,000"),
        size=size,
        cpu_s=found["cpu_s"],
        packages=PACKAGES,
    )
    yield Claim(
        claim="the same import's memory, whole process at its peak",
        value=found["peak_mb"],
        unit="MB",
        to_reach="< 1000",
        size=size,
        packages=PACKAGES,
    )
    proved = child.call("bench.workbook:prove", folder)
    yield Claim(
        claim="verify_records: every posting recomputed from its record: records a second (wall)",
        value=rows / proved["wall_s"],
        unit="records/s",
        to_reach="",
        size=size,
        cpu_s=proved["cpu_s"],
        packages=PACKAGES,
    )


def workbook(rows: int) -> Path:
    """Return the hazard log of so many rows, written once a scratch folder."""
    source = Path(__file__).read_text()
    return laid(f"workbook-{rows}", source, lambda folder: _write(folder / "log.xlsx", rows)) / "log.xlsx"


def _write(path: Path, rows: int) -> None:
    from openpyxl import Workbook

    from cities.writer.divisions import communities, villages
    from cities.writer.divisions import path as spoken

    random = Random(SEED)
    places = [spoken(code) for code in (communities("1508") + villages("1508"))[:300]]
    book = Workbook(write_only=True)
    sheet = book.create_sheet("2024年")
    sheet.append(["治安线索和安全隐患台账（2024年）"])
    sheet.append(["填报单位：网格化服务管理中心（示例）"])
    sheet.append(HEADINGS)
    for number in range(1, rows + 1):
        sheet.append(_row(random, number, places))
    book.save(path)


def _row(random: Random, number: int, places: list[str]) -> list[object]:
    found = date(2024, 1, 1) + timedelta(days=random.randrange(330))
    handled, verified = (found + timedelta(days=days) for days in (1, 3))
    handler, verifier = random.sample(range(400), 2)
    settled = [f"WG{handler:03}", f"{handled:%Y.%-m.%-d}", f"WG{verifier:03}", verified]
    start = [f"WT{number:06}", f"{found:%Y.%-m.%-d}", random.choice(KINDS), random.choice(places)]
    return [*start, f"东巷{number % 90 + 1}号", *(settled if random.random() < 0.95 else [None] * 4)]


def prepare() -> None:
    """Make the office that takes the workbook."""
    from bench.office import opened

    opened()


def bring(path: str) -> int:
    """Let the demonstration's clerk take the workbook; return how many rows were good."""
    from django.conf import settings

    from nuanxin.kernel.intake.importing import take
    from nuanxin.site.city import actor, read_city

    (report,) = take(actor(read_city(settings.NUANXIN["city"]), "clerk"), Path(path))
    return report.good


def measure(path: str, rows: int) -> dict[str, float]:
    """Take the workbook and return what it took; refuse where a row was not good."""
    from resource import RUSAGE_SELF, getrusage

    from nuanxin.kernel.intake.importing import take
    from nuanxin.kernel.ledger.acts import Actor
    from nuanxin.kernel.parties.register import named

    clerk = named("person", "bench clerk")
    assert clerk
    took = spent(lambda: take(Actor(clerk.pk, clerk.name), Path(path)))
    (report,) = took.result
    if report.good != rows:
        raise RuntimeError(f"{report.good} of {rows} rows were good: {report.bad[:3]} {report.refused}")
    peak = getrusage(RUSAGE_SELF).ru_maxrss / 1000
    return {"wall_s": took.wall_s, "cpu_s": took.cpu_s, "peak_mb": peak}


def prove() -> dict[str, float]:
    """Recompute the postings of every record; refuse where one is wrong."""
    from nuanxin.kernel.ledger.verify_records import verify_records

    took = spent(verify_records)
    if took.result:
        raise RuntimeError(f"records and ledger do not agree: {took.result[0]}")
    return {"wall_s": took.wall_s, "cpu_s": took.cpu_s}

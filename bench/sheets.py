"""Claims: 2,000 ugly workbooks of seeds that no test uses are read rightly or questioned, never guessed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import child
from bench.claim import Claim
from bench.scratch import emptied
from bench.sizes import sizes, target

NAME = "sheets"
SEEDS = (936_001, 936_002, 936_003, 936_004)
"""Held out: the suite and whoever mends the reader use others."""
COUNTED = (
    "files",
    "wrong",
    "crashed",
    "readable",
    "read",
    "unreadable",
    "held",
    "tables",
    "found",
    "sums",
    "told",
    "inexact",
    "inexact_read",
)
PACKAGES = ("python-calamine", "openpyxl", "Django")


def claims() -> Iterator[Claim]:
    """Write the corpora and read them, each in a process of its own; count over all."""
    folder = emptied("sheets")
    each = sizes().corpus_books // len(SEEDS)
    child.call("bench.workbook:prepare", folder)
    runs = [child.call("bench.sheets:examined", folder, seed=seed, count=each) for seed in SEEDS]
    found = {name: sum(run[name] for run in runs) for name in runs[0]}
    size = f"{found['files']:,} workbooks, {found['readable']:,} readable cells, {found['unreadable']:,} not"
    facts: dict[str, Any] = {"size": size, "packages": PACKAGES}
    yield Claim("wrong values that would be posted", found["wrong"], "values", "= 0", **facts)
    yield Claim("crashes of the reader", found["crashed"], "files", "= 0", **facts)
    for said, part, whole, reach in (
        ("readable cells read", "read", "readable", ">= 99"),
        ("unreadable cells asked about or refused with a remedy", "held", "unreadable", "= 100"),
        ("header and columns found without help", "found", "tables", ">= 97"),
        ("wrong typed sums told with both numbers", "told", "sums", ""),
        ("estimates and months read with their precision without a question", "inexact_read", "inexact", ""),
    ):
        share = 100 * found[part] / max(found[whole], 1)
        told = f"{said} ({found[part]:,} of {found[whole]:,})"
        yield Claim(told, share, "%", target(reach) if reach else "", cpu_s=found["cpu_s"], **facts)


def examined(seed: int, count: int) -> dict[str, float]:
    """Write a corpus into the data folder, read it, and return what was counted."""
    from django.conf import settings

    from bench.clock import spent
    from nuanxin.kernel.intake.catalogue import all_sheets
    from nuanxin.kernel.intake.torture.corpus import write_corpus
    from nuanxin.kernel.intake.torture.examining import examine

    folder = Path(settings.NUANXIN["data"]) / f"corpus-{seed}"
    write_corpus(all_sheets(), seed, count, folder)
    took = spent(lambda: examine(folder, all_sheets()))
    scores = took.result
    return {**{name: getattr(scores, name) for name in COUNTED}, "cpu_s": took.cpu_s}

"""Claim: 40 mixed figures at 100 million entries cost a tenth of what Spark takes on the same files.

DuckDB and Spark in local mode, two threads each, answer the same questions over the same sealed
Parquet in one run, and must agree to the last digit. Both are asked warm: digests checked, cubes read,
and ``WARM`` rounds for Spark's compiler (one where a round takes long, and then three that count).
CPU seconds are those of the whole process tree, the Java machine's included, since the machine may be
busy with other things.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench import child
from bench.claim import Claim
from bench.clock import spent, tree_s
from bench.ledgers import archive
from bench.sizes import FULL, sizes, target, told

NAME = "spark"
PACKAGES = ("duckdb", "pyspark", "pyarrow")
WARM = 3
WAYS = {
    "spark": ("our own engine on Spark, month cubes in its memory", ""),
    "spark_rows": ("PySpark on the entries, one batch for all sums", ">= 10"),
}
"""What Spark is asked: with the cubes we make, which is told, and as anybody would, which has a target."""


def claims() -> Iterator[Claim]:
    """Ask the 40 on each engine, of ten and of a hundred million."""
    if lacking := _lacking():
        yield Claim(f"NOT MEASURED: {lacking}", 0, "x (CPU of the process tree)", ">= 10")
        return
    full = sizes() is FULL
    for entries in (sizes().book, sizes().archive) if full else (sizes().book,):
        folder = archive(entries)
        ours = _measured("duckdb", folder)
        for way, (said, to_reach) in WAYS.items() if full else list(WAYS.items())[:1]:
            theirs = _measured(way, folder)
            if theirs["answers"] != ours["answers"]:
                raise RuntimeError(f"{way} and duckdb do not agree at {told(entries)} entries")
            yield Claim(
                claim=f"40 mixed figures, asked warm, DuckDB against {said}; equal answers",
                value=theirs["cpu_s"] / ours["cpu_s"],
                unit="x (CPU of the process tree)",
                to_reach=target(to_reach) if entries == sizes().archive else "",
                peer=f"PySpark local[2]: {theirs['cpu_s']:.2f} CPU s, {theirs['wall_s']:.2f} s wall "
                f"(first time {theirs['first_cpu_s']:.0f} CPU s); "
                f"DuckDB {ours['wall_s']:.3f} s wall (first {ours['first_cpu_s']:.1f} CPU s)",
                size=told(entries),
                cpu_s=ours["cpu_s"],
                packages=PACKAGES,
                versions={"java": theirs["java"]},
            )


def _lacking() -> str:
    """Return what Spark lacks here, or nothing."""
    from django.conf import settings

    from nuanxin.kernel.figures.engine import lacking

    chosen = settings.NUANXIN["engine"]
    settings.NUANXIN["engine"] = "spark"
    try:
        return lacking()
    finally:
        settings.NUANXIN["engine"] = chosen


def _measured(way: str, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = child.call(
        "bench.spark_figures:measure", folder, way=way, repeats=sizes().repeats if sizes() is FULL else 1
    )
    return found


def measure(way: str, repeats: int) -> dict[str, Any]:
    """Return what the 40 cost one way, the first time and warm, and a digest of the answers."""
    from django.conf import settings

    from bench.questions import answered, declare, mixed

    declare()
    settings.NUANXIN["engine"] = way.partition("_")[0]
    if way == "spark_rows":
        _leave_the_cubes()
    questions = mixed()
    first = spent(lambda: answered(questions), clock=tree_s)
    slow = way == "spark_rows"
    for _round in range(1 if slow or repeats == 1 else WARM):
        answered(questions)
    took = spent(lambda: answered(questions), min(repeats, 3) if slow else repeats, clock=tree_s)
    return {
        "first_cpu_s": first.cpu_s,
        "first_wall_s": first.wall_s,
        "cpu_s": took.cpu_s,
        "wall_s": took.wall_s,
        "answers": sha256(json.dumps(took.result).encode()).hexdigest(),
        "java": _java() if way != "duckdb" else "",
    }


def _leave_the_cubes() -> None:
    """Let Spark add up rows even over whole months, as where nobody had made cubes."""
    from nuanxin.kernel.figures import clauses, on_spark
    from nuanxin.kernel.figures.leaves import Leaf
    from nuanxin.kernel.figures.snapshots import Snapshot

    def from_rows(self: on_spark.SparkEngine, snapshot: Snapshot, leaves: list[Leaf]) -> list[str]:
        return [on_spark._joined(clauses.days(leaves), self._table(snapshot.whole))]

    on_spark.SparkEngine._sealed_parts = from_rows  # type: ignore[method-assign]


def _java() -> str:
    """Return the version of the Java that runs Spark."""
    from nuanxin.kernel.figures.on_spark import session

    return str(session()._jvm.System.getProperty("java.version"))

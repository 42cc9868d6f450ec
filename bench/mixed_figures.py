"""Claim: 40 mixed figures cost less than three raw scans of their columns, at 100 million less than two.

The yardstick S is the CPU of one scan of the four columns touched, by the same engine over the same
segments in the same run. Figures are asked warm: digests checked and cubes read, told apart.
"""

from collections.abc import Iterator

from bench import child
from bench.claim import Claim
from bench.clock import spent
from bench.ledgers import archive, book
from bench.sizes import sizes, target, told

NAME = "figures"
PACKAGES = ("duckdb", "pyarrow")
PEER = "one raw DuckDB scan of measure, area, occurred and quantity over the same segments (S), same run"


def claims() -> Iterator[Claim]:
    """Ask the 40 of the book and of the archive."""
    for entries, folder, to_reach in (
        (sizes().book, book(sizes().book), "<= 3"),
        (sizes().archive, archive(sizes().archive), "<= 2"),
    ):
        found = child.call("bench.mixed_figures:measure", folder, repeats=sizes().repeats)
        yield Claim(
            claim=f"40 mixed figures, asked warm ({found['wall_s'] * 1000:.0f} ms wall)",
            value=found["cpu_s"] / found["scan_s"],
            unit="S (CPU)",
            to_reach=target(to_reach),
            peer=f"{PEER}: {found['scan_s']:.3f} CPU s",
            size=told(entries),
            cpu_s=found["cpu_s"],
            packages=PACKAGES,
        )
        yield Claim(
            claim="a process's first question: every segment's digest checked, the cubes read, then the 40",
            value=found["first_wall_s"],
            unit="s (wall)",
            to_reach="",
            size=told(entries),
            cpu_s=found["first_cpu_s"],
            packages=PACKAGES,
        )


def measure(repeats: int) -> dict[str, float]:
    """Return what the 40 and the scan cost here."""
    from bench.questions import answered, declare, mixed

    declare()
    questions = mixed()
    first = spent(lambda: answered(questions))
    scan = scan_s(repeats)
    took = spent(lambda: answered(questions), repeats)
    return {
        "first_cpu_s": first.cpu_s,
        "first_wall_s": first.wall_s,
        "scan_s": scan,
        "cpu_s": took.cpu_s,
        "wall_s": took.wall_s,
    }


def scan_s(repeats: int) -> float:
    """Return S: the CPU seconds of summing the four columns of every sealed entry."""
    import duckdb

    from nuanxin.kernel.ledger import segments

    files = sorted(str(path) for path in segments.folder().glob("*.parquet") if ".cube." not in path.name)
    query = f"SELECT sum(measure), sum(area), sum(occurred), sum(quantity) FROM read_parquet({files})"
    with duckdb.connect(config={"threads": 2}) as engine:
        engine.execute(query).fetchall()
        return spent(lambda: engine.execute(query).fetchall(), repeats).cpu_s

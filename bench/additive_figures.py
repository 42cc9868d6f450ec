"""Claim: 2,000 additive figures together cost a few hundredths of one raw scan of their columns.

They are one join of the asked cells with the month cubes; no row is read. Areas, spans and measures
are drawn at random, and every question is asked through ``answer``.
"""

from collections.abc import Iterator

from bench import child
from bench.claim import Claim
from bench.clock import spent
from bench.ledgers import archive
from bench.mixed_figures import PACKAGES, PEER, scan_s
from bench.sizes import sizes, target, told
from nuanxin.kernel.figures.answers import Ask, answer, leaves_of

NAME = "figures"
NUMBER = 2_000


def claims() -> Iterator[Claim]:
    """Ask 2,000 figures of the archive."""
    entries = sizes().archive
    found = child.call("bench.additive_figures:measure", archive(entries), repeats=3 * sizes().repeats)
    yield Claim(
        claim=f"{NUMBER:,} additive figures in one question, warm ({found['wall_s'] * 1000:.0f} ms wall)",
        value=found["cpu_s"] / found["scan_s"],
        unit="S (CPU)",
        to_reach=target("<= 0.06"),
        peer=f"{PEER}: {found['scan_s']:.3f} CPU s",
        size=told(entries),
        cpu_s=found["cpu_s"],
        packages=PACKAGES,
    )


def measure(repeats: int) -> dict[str, float]:
    """Return what the 2,000 and the scan cost here; refuse where a sample is not the rows' own sum."""
    from bench.questions import additive, declare

    declare()
    asks = additive(NUMBER)
    answers = answer(asks)
    for ask in asks[:: NUMBER // 20]:
        if answers[ask].value != _from_rows(ask):
            raise RuntimeError(f"{ask} is not the sum of its rows")
    scan = scan_s(repeats)
    took = spent(lambda: answer(asks), repeats)
    return {"scan_s": scan, "cpu_s": took.cpu_s, "wall_s": took.wall_s}


def _from_rows(ask: Ask) -> int:
    """Return a figure by plain SQL over the rows."""
    import duckdb

    from nuanxin.kernel.ledger import segments

    (leaf,) = leaves_of(ask)
    files = sorted(str(path) for path in segments.folder().glob("*.parquet") if ".cube." not in path.name)
    value = "sum(quantity)" if leaf.aggregate == "sum" else "sum(if(kind = 1, -1, 1))"
    found = duckdb.execute(
        f"SELECT {value} FROM read_parquet({files}) WHERE measure = ? AND area BETWEEN ? AND ? "
        "AND occurred BETWEEN ? AND ?",
        [leaf.measures[0], *leaf.spans[0], leaf.first, leaf.last],
    ).fetchone()
    return int(found[0] or 0) if found else 0

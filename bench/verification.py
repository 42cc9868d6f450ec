"""Claim: verifying a whole ledger, acts, entries, segments and heads, is a matter of seconds.

Postings are not recomputed here, for the synthetic entries have no records; see ``workbook``.
"""

from collections.abc import Iterator

from bench import child
from bench.claim import Claim
from bench.clock import spent
from bench.ledgers import book
from bench.sizes import sizes, target, told

NAME = "figures"


def claims() -> Iterator[Claim]:
    """Verify the laid book with two processes."""
    entries = sizes().book
    found = child.call("bench.verification:measure", book(entries), repeats=min(3, sizes().repeats))
    yield Claim(
        claim="verify: every hash of every entry, act, segment file and head recomputed, both cores",
        value=found["wall_s"],
        unit="s (wall)",
        to_reach=target("<= 8"),
        peer=f"{entries / found['cpu_s'] / 1e6:.2f} million entries a CPU second; "
        "bare SHA-256 over their text does 2.49 (reference)",
        size=told(entries),
        cpu_s=found["cpu_s"],
        packages=("duckdb", "pyarrow", "adbc-driver-sqlite"),
    )


def measure(repeats: int) -> dict[str, float]:
    """Verify; refuse to tell a time where anything is found wrong."""
    from resource import RUSAGE_CHILDREN, getrusage

    from nuanxin.kernel.ledger.verify import verify

    def helped() -> float:
        used = getrusage(RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    before = helped()
    took = spent(lambda: verify(workers=2), repeats)
    if took.result:
        raise RuntimeError(f"the bench's own ledger does not verify: {took.result[0]}")
    return {"wall_s": took.wall_s, "cpu_s": took.cpu_s + (helped() - before) / repeats}

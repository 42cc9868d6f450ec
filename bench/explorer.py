"""Claim: the explorer answers at 10 million entries within 100 ms and at 100 million within 400 ms.

Server time of the whole answer: the request through every middleware, the grant looked up, the table
asked of the ledger, the page with its chart or map written. Asked warm; each question its own figure.
The CPU of all threads is what counts, so that a machine busy with other work measures the same.
"""

from collections.abc import Callable, Iterator
from typing import Any

from bench import child
from bench.claim import Claim
from bench.clock import spent
from bench.ledgers import archive
from bench.sizes import sizes, target, told

NAME = "web"
PACKAGES = ("duckdb", "pyarrow", "django")
YEARS = "period=2023-01-01/2024-12-31"
QUESTIONS = (
    ("by county, 12 months", "figure={}.sum&area=15&period=2024&by=county&step=month", 0),
    (
        "by town, 12 months, beside the year before",
        "figure={}.sum&period=2024&by=town&step=month&against=year_before",
        1,
    ),
    (
        "24 months beside the year before, as a chart",
        f"figure={{}}.sum&{YEARS}&step=month&against=year_before&show=chart",
        2,
    ),
    ("top towns", "figure={}.sum&period=2024&by=town", 3),
    ("top towns of part months", "figure={}.sum&period=2024-01-10/2024-05-20&by=town", 4),
    ("a share by county, as a map", "figure={}.share&area=15&period=2024&by=county&show=map", 8),
    ("distinct parties of a year", "figure={}.distinct&period=2024&against=year_before", 5),
    ("distinct parties by town", "figure={}.distinct&period=2024&by=town", 6),
    ("distinct parties by month", "figure={}.distinct&period=2024&step=month", 7),
    ("by kind of entry", "figure={}.sum&period=2024&by=kind", 4),
)
"""What is asked: in words, as an address, of which of the synthetic measures."""

FIGURES = 12


def claims() -> Iterator[Claim]:
    """Ask at both sizes; the slowest question is the claim, the others are told."""
    for entries, to_reach in ((sizes().book, "<= 100"), (sizes().archive, "<= 400")):
        found = child.call("bench.explorer:measure", archive(entries), repeats=sizes().repeats)
        slowest = max(found, key=lambda each: each["cpu_s"])
        yield Claim(
            claim=f"explorer answer, slowest of {len(found)} typical questions: {slowest['words']}",
            value=slowest["cpu_s"] * 1000,
            unit="ms (CPU)",
            to_reach=target(to_reach),
            size=told(entries),
            cpu_s=slowest["cpu_s"],
            packages=PACKAGES,
        )
        for each in found:
            wall, kilobytes = each["wall_s"] * 1000, each["bytes"] / 1000
            yield Claim(
                claim=f"explorer: {each['words']} ({wall:.0f} ms wall, {kilobytes:.0f} kB, "
                f"{each['statements']} statements)",
                value=each["cpu_s"] * 1000,
                unit="ms (CPU)",
                to_reach="",
                size=told(entries),
                cpu_s=each["cpu_s"],
                packages=PACKAGES,
            )


def measure(repeats: int) -> list[dict[str, float | str]]:
    """Return what each question costs here, asked as a reader of the whole region."""
    from django.db import connection
    from django.test import Client

    from bench.questions import CODES, declare

    declare(CODES[::4][:FIGURES])
    client = Client(headers={"accept-language": "en"})
    client.force_login(_reader())
    found: list[dict[str, float | str]] = []
    for words, question, number in QUESTIONS:
        address = f"/explore/?{question.format(CODES[::4][number])}"
        address += "" if "area=" in address else "&area=150802"
        statements: list[str] = []
        with connection.execute_wrapper(_noting(statements)):
            first = client.get(address)
        if first.status_code != 200:
            raise ValueError(f"{address} answers {first.status_code}")
        took = spent(lambda address=address: client.get(address), repeats)  # type: ignore[misc]
        found.append(
            {
                "words": words,
                "cpu_s": took.cpu_s,
                "wall_s": took.wall_s,
                "bytes": len(took.result.content),
                "statements": len(statements),
            }
        )
    return found


def _noting(statements: list[str]) -> Callable[..., Any]:
    """Return what Django calls around every statement; it notes the statement."""

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    return note


def _reader() -> Any:
    """Return the account of the bench's clerk, who reads the region; its towns are known to the tree."""
    from bench.office import opened
    from bench.synthetic import COUNTY, towns
    from nuanxin.kernel.access.models import Account
    from nuanxin.kernel.areas.index import held
    from nuanxin.kernel.areas.models import Area

    clerk = opened()
    known = set(Area.objects.values_list("code", flat=True))
    Area.objects.bulk_create(
        Area(code=code, name=f"town {number}", level="town", parent_id=COUNTY, local=True)
        for number, code in enumerate(towns(), 1)
        if code not in known
    )
    held.changed()
    return Account.objects.get_or_create(party_id=clerk.party, defaults={"username": "bench"})[0]

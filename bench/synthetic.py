"""Synthetic entries: a function of their seq alone, so that any range is made anywhere, alike.

12 programmes with 16 measures each, 300 villages in 20 towns of one county, 36 months; every fiftieth
entry reverses the one 20,007 before it (2 %). Entries follow one another in time, up to six days late.
Measures, villages, days and parties are uniformly random: the worst case for clustering.
"""

from datetime import date

import pyarrow as pa

from nuanxin.kernel.ledger.lines import ENTRY_FIELDS
from nuanxin.kernel.ledger.measures import Measure
from nuanxin.plain.words import Words

SEED = 2026
PROGRAMMES, MEASURES, TOWNS, VILLAGES, DAYS, PARTIES = 12, 16, 20, 15, 1_096, 500_000
FIRST_DAY = date(2022, 1, 1)
COUNTY, FIRST_TOWN = 150_802_000_000, 150_802_101_000
ENTRIES_AN_ACT = 1_000
BACK, EVERY = 20_007, 50

_SPREAD = f"hash(about * 8 + {{}} + {SEED} * 1000003)"
_ABOUT = f"CASE WHEN seq % {EVERY} = {EVERY - 1} AND seq > {BACK} THEN seq - {BACK} ELSE seq END"


def _random(slot: int, below: int) -> str:
    return f"({_SPREAD.format(slot)} % {below})::BIGINT"


def entries_sql(first: int, last: int, of: int) -> str:
    """Return SQL for the entries ``first`` to ``last`` of a ledger of ``of``, in ``ENTRY_FIELDS``."""
    day = f"greatest((about - 1) * {DAYS} // {of} - {_random(3, 7)}, 0)::INTEGER"
    return f"""
SELECT seq, (seq - 1) // {ENTRIES_AN_ACT} + 1 AS act_id, (seq <> about)::SMALLINT AS kind,
  (20101 + choice // {MEASURES} * 100 + choice % {MEASURES})::INTEGER AS measure,
  {FIRST_TOWN} + {_random(2, TOWNS)} * 1000 + 200 + {_random(4, VILLAGES)} AS area,
  strftime(DATE '{FIRST_DAY}' + {day}, '%Y%m%d')::INTEGER AS occurred,
  (hash({_random(5, PARTIES)}) >> 1)::BIGINT AS subject,
  CASE choice % 4 WHEN 0 THEN (hash({_random(6, 4000)}) >> 1)::BIGINT END AS counterpart,
  NULL::BIGINT AS site,
  (1 + {_random(7, 1000)}) * (CASE WHEN seq = about THEN 1 ELSE -1 END) AS quantity,
  CASE WHEN seq <> about THEN about END AS reverses, NULL::BIGINT AS corrects,
  measure // 100 * 100 AS record_kind, about AS record, (seq % {ENTRIES_AN_ACT} + 4)::INTEGER AS row
FROM (SELECT *, {_random(1, PROGRAMMES * MEASURES)} AS choice
  FROM (SELECT seq, {_ABOUT} AS about FROM range({first}, {last + 1}) made(seq)))"""


LINE = "concat('\x00NX1|', " + ", '|', ".join(f'"{name}"' for name in ENTRY_FIELDS) + ")"
"""SQL of an entry's hashed text: its portable line as a Merkle leaf."""


def hashed_sql(first: int, last: int, of: int) -> str:
    """Return SQL for the same entries with their leaf hash, in the order of seq."""
    return f"SELECT *, unhex(sha256({LINE})) AS hash FROM ({entries_sql(first, last, of)}) ORDER BY seq"


def measures() -> list[Measure]:
    """Return the 192 measures, to be registered where figures are asked."""
    words = Words("测速用，无含义。", "For benchmarks; it means nothing.")
    return [
        Measure(number, f"bench.m{number}", f"测速{number}", f"bench {number}", "piece", words)
        for programme in range(PROGRAMMES)
        for number in range(20_101 + programme * 100, 20_101 + programme * 100 + MEASURES)
    ]


def towns() -> list[int]:
    """Return the codes of the 20 towns."""
    return [FIRST_TOWN + town * 1000 for town in range(TOWNS)]


def plain(table: pa.Table) -> pa.Table:
    """Return the columns of a portable line only."""
    return table.select(ENTRY_FIELDS)

"""Each engine against a brute-force count in Python, on random small ledgers under random seals."""

import shutil
from collections import defaultdict
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nuanxin.kernel.figures.engine import engine, forget_engine
from nuanxin.kernel.figures.leaves import Leaf, number
from nuanxin.kernel.ledger import segments
from nuanxin.kernel.ledger.acts import Act, Actor, By, action
from nuanxin.kernel.ledger.models import NORMAL, REVERSAL, Entry
from nuanxin.kernel.ledger.posting import Posting
from nuanxin.kernel.ledger.seals import seal
from nuanxin.kernel.ledger.store import Line

FIRST = date(2023, 12, 28)
DAYS = st.one_of(
    st.integers(0, 130).map(lambda days: FIRST + timedelta(days)),
    st.sampled_from(
        [date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1), date(2024, 4, 30)]
    ),
)
AREAS = (150802001000, 150802002001, 150826000000, 150826100214, 150826999999, 150827000000)
SPANS = ((150802000000, 150802999999), (150826000000, 150826999999), (150827000000, 150827999999))
MEASURES = (201, 202, 801)
PARTIES = st.one_of(st.none(), st.integers(1, 4))
POSTINGS = st.builds(
    Posting,
    measure=st.sampled_from(MEASURES),
    area=st.sampled_from(AREAS),
    on=DAYS.map(number),
    quantity=st.integers(-2, 4),
    subject=PARTIES,
    counterpart=PARTIES,
    site=st.none(),
)
DEEDS = st.lists(
    st.one_of(st.lists(POSTINGS, min_size=1, max_size=6), st.just("seal"), st.integers(0, 40)), max_size=14
)
"""Postings to append in an act, a seal, or which entry to reverse."""
EXAMPLES = {"duckdb": 60, "spark": 5}
"""Spark takes a tenth of a second to plan a question."""
LEAVES = st.lists(
    st.builds(
        lambda aggregate, measures, spans, days, of, kind: Leaf(
            aggregate,
            tuple(sorted(measures)),
            tuple(sorted(spans)),
            number(min(days)),
            number(max(days)),
            of,
            kind,
        ),
        st.sampled_from(["sum", "count", "distinct"]),
        st.sets(st.sampled_from(MEASURES), min_size=1),
        st.sets(st.sampled_from(SPANS), min_size=1),
        st.tuples(DAYS, DAYS),
        st.sampled_from(["subject", "counterpart"]),
        st.sampled_from([None, None, NORMAL, REVERSAL]),
    ),
    min_size=1,
    max_size=9,
)
RICH = [
    Posting(
        MEASURES[n % 2],
        AREAS[n % 4],
        20231228 if n < 3 else 20240101 + n * 2,
        n % 5 - 1,
        n % 3 or None,
        n % 4 + 1,
        None,
    )
    for n in range(12)
]
"""An example in which every part of an engine has work: edges of months, two seals, a cut, a tail."""


@action("trials.post", zh="试记", en="post lines")
def post(act: Act, lines: list[Line]) -> None:
    act.post(lines)


class Undone(Exception):
    """Ends an example: its ledger is taken back."""


def reversible(lines: list[Line]) -> list[int]:
    gone = {line.reverses for line in lines}
    return [seq for seq, line in enumerate(lines, 1) if line.kind != REVERSAL and seq not in gone]


def do(deeds) -> list[Line]:
    """Do what was drawn; return the lines in order of seq."""
    by, lines = By(Actor(1, "clerk")), list[Line]()
    for deed in deeds:
        fresh: list[Line] = []
        if deed == "seal":
            seal()
        elif isinstance(deed, list):
            fresh = [Line(NORMAL, posting, None, None, 99, 1, None) for posting in deed]
        elif standing := reversible(lines):
            seq = standing[deed % len(standing)]
            back = lines[seq - 1].posting
            fresh = [Line(REVERSAL, back._replace(quantity=-back.quantity), seq, None, 99, 1, None)]
        post(by, fresh)
        lines += fresh
    return lines


def within(leaf: Leaf, line: Line) -> bool:
    posting = line.posting
    return (
        leaf.kind in (None, line.kind)
        and posting.measure in leaf.measures
        and any(low <= posting.area <= high for low, high in leaf.spans)
        and leaf.first <= posting.on <= leaf.last
    )


def counted(leaf: Leaf, lines: list[Line]) -> int:
    """What the leaf comes to, said as plainly as can be."""
    inside = [line for line in lines if within(leaf, line)]
    if leaf.aggregate == "sum":
        return sum(line.posting.quantity for line in inside)
    if leaf.aggregate == "count":
        return sum(-1 if line.kind == REVERSAL else 1 for line in inside)
    held: dict[int, int] = defaultdict(int)
    for line in inside:
        party = getattr(line.posting, leaf.of)
        if party is not None:
            held[party] += line.posting.quantity
    return sum(quantity > 0 for quantity in held.values())


def examine(deeds, leaves: list[Leaf], cuts: list[int]) -> None:
    lines = do(deeds)
    for cut in [None, *cuts]:
        seen = engine().snapshot(None if cut is None else cut % (len(lines) + 1))
        known = lines if cut is None else lines[: cut % (len(lines) + 1)]
        assert seen.as_of == len(known)
        assert engine().aggregate(seen, leaves) == {leaf: counted(leaf, known) for leaf in leaves}
        for leaf in leaves:
            drilled(seen, leaf, known)


def drilled(seen, leaf: Leaf, known: list[Line]) -> None:
    """The rows behind a leaf are those that lie in it, newest day first; split by area, they sum to it."""
    expected = [(line.posting.on, seq) for seq, line in enumerate(known, 1) if within(leaf, line)]
    total, seqs = engine().rows(seen, leaf, limit=None)
    assert (total, seqs) == (len(expected), [seq for _on, seq in sorted(expected, reverse=True)])
    assert engine().rows(seen, leaf, limit=2, offset=1) == (len(expected), seqs[1:3])
    split = engine().grouped(seen, leaf, "area // 1000000 * 1000000")
    for county in {area // 1_000_000 * 1_000_000 for area in AREAS}:
        inside = [line for line in known if line.posting.area // 1_000_000 * 1_000_000 == county]
        assert split.get(county, 0) == counted(leaf, inside)


@pytest.mark.django_db
def test_engine_counts_as_brute_force_does(own_data, each_engine, monkeypatch):
    monkeypatch.setattr(segments, "LARGEST", 7)

    @settings(max_examples=EXAMPLES[each_engine], deadline=None, suppress_health_check=list(HealthCheck))
    @example(
        [RICH, 4, "seal", RICH[3:], 2, "seal", RICH[:5], 1],
        [Leaf(each, MEASURES[:2], SPANS[:2], 20231228, 20240119) for each in ("sum", "count", "distinct")],
        [9, 30],
    )
    @given(DEEDS, LEAVES, st.lists(st.integers(0, 80), max_size=2))
    def trial(deeds, leaves, cuts):
        shutil.rmtree(own_data / "segments", ignore_errors=True)
        forget_engine()
        with pytest.raises(Undone), transaction.atomic():
            examine(deeds, leaves, cuts)
            raise Undone

    trial()
    assert not Entry.objects.exists()

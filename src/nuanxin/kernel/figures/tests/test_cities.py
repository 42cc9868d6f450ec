"""A province: the sealed segments of several cities read together, on each engine."""

import shutil

import pytest
from django.conf import settings
from django.db import transaction

from nuanxin.kernel.figures.engine import ManyLedgers, SegmentDamaged, engine, forget_engine
from nuanxin.kernel.figures.leaves import Leaf
from nuanxin.kernel.figures.snapshots import CITY, where
from nuanxin.kernel.figures.tests.test_oracle import AREAS, MEASURES, SPANS, Undone, counted, do, within
from nuanxin.kernel.ledger.posting import Posting

LEAVES = [
    Leaf(aggregate, MEASURES[:2], SPANS[:2], first, 20240315, "subject")
    for aggregate in ("sum", "count", "distinct")
    for first in (20240101, 20240220)
]


def postings(city):
    return [
        Posting(
            MEASURES[number % 3],
            AREAS[number % 5],
            20240210 + number,
            number - 2 + city,
            city * 9 + number % 4,
            None,
            None,
        )
        for number in range(12)
    ]


@pytest.fixture
def province(db, tmp_path, own_data, monkeypatch):
    """Two cities' sealed files in a store, and a ledger of one's own; returns the lines of each."""
    store, told = tmp_path / "store", []
    for city in (1, 2):
        with pytest.raises(Undone), transaction.atomic():
            told.append(do([postings(city), 3, "seal", postings(city)[:5], "seal"]))
            shutil.copytree(own_data / "segments", store / f"city-{city}")
            shutil.rmtree(own_data / "segments")
            raise Undone
    forget_engine()
    monkeypatch.setitem(settings.NUANXIN, "cities", store)
    return [do([postings(3), "seal", postings(4)[:4]]), *told]


def test_figures_count_every_city(province, each_engine):
    seen = engine().snapshot()
    every = [line for lines in province for line in lines]
    assert engine().aggregate(seen, LEAVES) == {leaf: counted(leaf, every) for leaf in LEAVES}
    assert counted(LEAVES[0], every) != counted(LEAVES[0], province[0])


def test_rows_say_whose_they_are_and_sum_to_the_figure(province, each_engine):
    leaf, seen = LEAVES[0], engine().snapshot()
    known = {
        number * CITY + seq: line
        for number, lines in enumerate(province)
        for seq, line in enumerate(lines, 1)
        if within(leaf, line)
    }
    total, rows = engine().rows(seen, leaf)
    assert total == len(rows)
    assert rows == sorted(known, key=lambda seq: (known[seq].posting.on, seq), reverse=True)
    assert sum(known[seq].posting.quantity for seq in rows) == engine().aggregate(seen, [leaf])[leaf]
    split = engine().grouped(seen, leaf, "area // 1000000 * 1000000")
    assert sum(split.values()) == engine().aggregate(seen, [leaf])[leaf]


@pytest.mark.usefixtures("province")
def test_a_row_of_a_city_names_the_city_and_its_own_seq():
    assert where(2 * CITY + 7) == ("city-2", 7)


def test_one_seq_does_not_date_several_ledgers(province):
    with pytest.raises(ManyLedgers, match="NUANXIN_CITIES"):
        engine().snapshot(4)


def test_a_copy_that_is_not_whole_is_named(province):
    city = settings.NUANXIN["cities"] / "city-1"
    first = min(city.glob("*.json"))
    kept = first.read_bytes()
    first.unlink()
    with pytest.raises(SegmentDamaged, match=r"city-1\b.* 1\D"):
        engine().snapshot()
    first.write_bytes(kept)
    rows = first.with_suffix(".parquet")
    rows.write_bytes(rows.read_bytes()[:-1] + b"?")
    with pytest.raises(SegmentDamaged, match=r"city-1/.*\.parquet"):
        engine().aggregate(engine().snapshot(), LEAVES)

"""Running sums give what adding up cell by cell gives."""

from random import Random

import pytest

from nuanxin.kernel.figures.on_duckdb import MOST_PARTS, DuckEngine, Part
from nuanxin.kernel.figures.running import Cells, RunningSums

AREAS = [150_802_101_200, 150_802_101_201, 150_802_102_200, 150_826_100_001]
MONTHS = [199_812, 202_312, 202_401, 202_402, 202_405]


def cells(random, number):
    found = {
        (random.choice([101, 102, 301]), random.choice(MONTHS), random.choice(AREAS)): (
            random.randint(-(10**15), 10**15),
            random.randint(-3, 3),
        )
        for _ in range(number)
    }
    return dict(sorted(found.items()))


def laid_out(found):
    columns = zip(*((*key, *value) for key, value in found.items()), strict=True)
    return RunningSums.of(dict(zip(("measure", "month", "area", "quantity", "signed"), columns, strict=True)))


def added_up(found, asked):
    own = [
        value
        for (measure, month, area), value in found.items()
        if measure == asked.measure
        and asked.low <= area <= asked.high
        and asked.opening <= month <= asked.closing
    ]
    return sum(value[0] for value in own), sum(value[1] for value in own)


@pytest.mark.parametrize("seed", range(40))
def test_sums_are_those_of_the_cells(seed):
    random = Random(seed)  # noqa: S311
    found = cells(random, random.randint(1, 40))
    asked = [
        Cells(
            random.choice([101, 102, 301, 999]),
            *sorted(random.choices([150_802_000_000, *AREAS, 150_899_999_999], k=2)),
            *random.choices([190_001, 202_403, 203_001, *MONTHS], k=2),
        )
        for _ in range(30)
    ]
    quantities, counts = laid_out(found).sums(asked)
    assert list(zip(quantities, counts, strict=True)) == [added_up(found, each) for each in asked]


def test_sums_may_wrap_on_the_way():
    most = 2**63 - 1
    found = {(101, 202_401, area): (most, 1) for area in AREAS}
    area = AREAS[2]
    assert laid_out(found).sums([Cells(101, area, area, 202_401, 202_401)]) == ([most], [1])


class Counted(DuckEngine):
    """An engine that notes which segments it reads."""

    def __init__(self):
        super().__init__()
        self.reads = []

    def _read(self, sealed):
        self.reads.append(sealed)
        return sealed


def covered(sums):
    return [each for part in sums for each in part]


def test_a_seal_reads_only_what_is_new():
    engine, sealed = Counted(), [(1, 9), (10, 19), (20, 29)]
    assert covered(engine._running(tuple(sealed[:2]))) == sealed[:2]
    assert covered(engine._running(tuple(sealed))) == sealed
    assert covered(engine._running(tuple(sealed))) == sealed
    assert engine.reads == [tuple(sealed[:2]), tuple(sealed[2:])]


def test_a_look_back_keeps_what_is_newer():
    engine, sealed = Counted(), [(1, 9), (10, 19), (20, 29)]
    engine._running(tuple(sealed))
    for _turn in range(2):
        assert covered(engine._running(tuple(sealed[:1]))) == sealed[:1]
        assert covered(engine._running(tuple(sealed))) == sealed
    assert engine.reads == [tuple(sealed), tuple(sealed[:1])]


def test_many_parts_become_one():
    engine, sealed = Counted(), [(n * 10, n * 10 + 9) for n in range(MOST_PARTS + 1)]
    for number in range(1, len(sealed) + 1):
        assert covered(engine._running(tuple(sealed[:number]))) == sealed[:number]
    assert engine._parts == (Part(tuple(sealed), tuple(sealed)),)

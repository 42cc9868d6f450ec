"""The unsealed tail: read once, new entries added, an open transaction's own ones not kept."""

from types import SimpleNamespace

import pytest

from nuanxin.kernel.figures import snapshots as room
from nuanxin.kernel.figures.snapshots import MOST_PIECES, Reader
from nuanxin.kernel.ledger.lines import ENTRY_FIELDS


@pytest.fixture
def told(monkeypatch):
    """A database of so many entries as its test says, which notes from where it is read."""
    said = SimpleNamespace(entries=0, open=False, reads=[])

    def read(first):
        said.reads.append(first)
        return [(seq, *[0] * (len(ENTRY_FIELDS) - 1), b"") for seq in range(first, said.entries + 1)]

    monkeypatch.setattr(room.segments, "read_entries", read)
    monkeypatch.setattr(room, "connection", SimpleNamespace(in_atomic_block=False))
    said.within = lambda inside: setattr(room.connection, "in_atomic_block", inside)
    return said


def seqs(reader, start):
    return reader._unsealed(start)["seq"].to_pylist()


def test_only_new_entries_are_read_again(told):
    reader = Reader()
    for told.entries in (0, 3, 3, 5):
        assert seqs(reader, 1) == list(range(1, told.entries + 1))
    assert told.reads == [1, 1, 4, 4]


def test_a_seal_cuts_the_tail(told):
    reader, told.entries = Reader(), 9
    assert seqs(reader, 1) == list(range(1, 10))
    assert seqs(reader, 7) == [7, 8, 9]
    assert seqs(reader, 10) == []
    told.entries = 12
    assert seqs(reader, 10) == [10, 11, 12]
    assert seqs(reader, 1) == list(range(1, 13))


def test_what_is_not_committed_is_not_kept(told):
    reader, told.entries = Reader(), 2
    assert seqs(reader, 1) == [1, 2]
    told.within(True)
    told.entries = 4
    assert seqs(reader, 1) == [1, 2, 3, 4]
    told.within(False)
    told.entries = 2
    assert seqs(reader, 1) == [1, 2]


def test_many_pieces_become_one(told):
    reader = Reader()
    for told.entries in range(1, MOST_PIECES + 5):
        assert seqs(reader, 1)[-1] == told.entries
    assert reader._tail["seq"].num_chunks < MOST_PIECES

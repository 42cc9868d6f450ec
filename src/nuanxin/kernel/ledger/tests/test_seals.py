"""Sealing: once for what is new, each head from the one before, proofs that anyone can redo."""

import pytest

from nuanxin.kernel.ledger import keys, segments
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Entry, Head, Segment
from nuanxin.kernel.ledger.proofs import prove_entry, prove_heads
from nuanxin.kernel.ledger.seals import seal, short_code, tail_length
from nuanxin.kernel.ledger.tests.lines import BY, CLERK, about, append, line
from nuanxin.kernel.ledger.verify import verify

pytestmark = pytest.mark.django_db


def test_an_empty_ledger_has_no_head():
    assert seal() is None


def test_nothing_new_gives_the_same_head():
    append(BY, line())
    assert seal() == seal()
    assert (Head.objects.count(), Segment.objects.count(), tail_length()) == (1, 1, 0)


def test_an_act_without_entries_is_sealed_by_a_head_alone():
    append(BY, line())
    seal()
    about(BY, "x")
    head = seal()
    assert (head.number, head.segments, head.acts) == (2, 1, 2)
    assert verify(deep=True) == []


def test_heads_follow_from_one_another_and_entries_are_proved():
    for count in (1, 3, 8):
        append(By(CLERK), *[line(quantity=number) for number in range(count)])
        seal()
    assert all(proof.holds for proof in prove_heads())
    assert all(prove_entry(entry).holds for entry in Entry.objects.all())
    assert len({short_code(head) for head in Head.objects.all()}) == 3
    append(BY, line())
    assert prove_entry(Entry.objects.get(seq=13)) is None
    assert verify(deep=True) == []


def test_large_tails_are_cut_into_segments_under_one_head(monkeypatch):
    monkeypatch.setattr(segments, "LARGEST", 4)
    append(BY, *[line()] * 10)
    head = seal()
    ranges = list(Segment.objects.order_by("number").values_list("first_seq", "last_seq"))
    assert ranges == [(1, 4), (5, 8), (9, 10)] and head.segments == 3
    assert all(prove_entry(entry).holds for entry in Entry.objects.all())
    assert verify(deep=True) == []


def test_entries_of_many_blocks_are_proved_with_and_without_the_kept_roots(monkeypatch, own_data):
    monkeypatch.setattr(segments, "BLOCK", 4)
    append(BY, *[line(quantity=number) for number in range(11)])
    seal()
    blocks = next((own_data / "segments").glob("*.blocks"))
    assert len(blocks.read_bytes()) == 3 * 32
    for content in (blocks.read_bytes(), blocks.read_bytes()[32:] + b"x" * 32, None):
        blocks.unlink() if content is None else blocks.write_bytes(content)
        assert all(prove_entry(entry).holds for entry in Entry.objects.all())


def test_what_a_crash_left_is_replaced(own_data):
    append(BY, line(), line())
    left = own_data / "segments"
    left.mkdir()
    for name in ("000000000001-000000000002.parquet", "000000000001-000000000002.hash", "x.hash.fresh"):
        (left / name).write_bytes(b"half")
    seal()
    assert verify(deep=True) == []
    assert not list(left.glob("*.fresh"))


def test_a_lost_seal_key_is_followed_by_another(own_data):
    append(BY, line())
    first = seal()
    (own_data / "keys" / "seal.ed25519").unlink()
    append(BY, line())
    second = seal()
    assert first.key != second.key
    assert verify() == []


def test_the_private_key_is_its_owners_only(own_data):
    append(BY, line())
    seal()
    assert (own_data / "keys" / "seal.ed25519").stat().st_mode & 0o777 == 0o600
    assert keys.public_key("no such key") is None

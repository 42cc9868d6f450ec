"""Sealing 封存: the unsealed tail becomes segments, and a signed head says what the ledger was.

Sealing happens at every publication, when the tail is long, and at will. Segments and the head over
them enter the ledger together. It needs no hand after a crash: files without a row in the ledger are
simply written again.
"""

import fcntl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256

from django.db import transaction

from nuanxin.kernel.ledger import keys, segments, store
from nuanxin.kernel.ledger.journal import seal_journal
from nuanxin.kernel.ledger.lines import Hash, genesis, hash_function, head_line, segment_line
from nuanxin.kernel.ledger.merkle import Growing
from nuanxin.kernel.ledger.models import Act, Head, Segment

LONG_TAIL = 50_000


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process seal at a time; the lock goes when the process does."""
    with (segments.folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sealed_to() -> int:
    """Return the last sealed seq, or 0."""
    newest = Segment.objects.order_by("-number").first()
    return newest.last_seq if newest else 0


def tail_length() -> int:
    """Return how many entries are not sealed yet."""
    return store.last().next_seq - 1 - sealed_to()


def seal() -> Head | None:
    """Seal all entries written so far and sign a head; return it.

    Where nothing was written since the newest head, that head is returned; None in an empty ledger.
    The journal gets a head of its own with it.
    """
    with _alone():
        seal_journal()
        end = store.last()
        newest = Head.objects.order_by("-number").first()
        if newest and newest.acts == end.act:
            return newest
        if end.act == 0:
            return None
        segments.sweep()
        fresh = list(_written(end))
        head = _signed(end, [*Segment.objects.order_by("number"), *fresh], newest)
        with transaction.atomic():
            Segment.objects.bulk_create(fresh)
            head.save(force_insert=True)
        return head


def seal_if_long() -> Head | None:
    """Seal where the tail has grown past ``LONG_TAIL`` entries."""
    return seal() if tail_length() >= LONG_TAIL else None


def _written(end: store.Last) -> Iterator[Segment]:
    """Write the files of every range not sealed yet, and yield its row, not saved."""
    digest, first, number = hash_function(end.algorithm), sealed_to() + 1, Segment.objects.count() + 1
    while first < end.next_seq:
        last = min(end.next_seq - 1, first + segments.LARGEST - 1)
        written = segments.write_segment(digest, first, last)
        yield Segment(number=number, first_seq=first, last_seq=last, **asdict(written))
        first, number = last + 1, number + 1


def _signed(end: store.Last, sealed: list[Segment], newest: Head | None) -> Head:
    """Return the head over all segments and acts, signed, not saved."""
    digest = hash_function(end.algorithm)
    identity, key = keys.signing_key()
    act = Act.objects.get(number=end.act)
    lines, top = Signed(digest, sealed).first(len(sealed))
    head = Head(
        number=newest.number + 1 if newest else 1,
        segments=len(sealed),
        entries=sealed[-1].last_seq if sealed else 0,
        root=top,
        acts=act.number,
        acts_hash=bytes(act.hash),
        segments_digest=lines,
        previous=head_hash(digest, end, newest) if newest else genesis(digest, end.identity, end.algorithm),
        at=time.time_ns() // 1_000,
        signature_algorithm=keys.ALGORITHM,
        key=identity,
    )
    head.signature = key.sign(head_line(end.identity, end.algorithm, head))
    return head


class Signed:
    """What heads sign of segments: the digest over their lines, and the root over their roots.

    Asked for ever more of them, as heads do, it reads each segment once; asked for fewer, it begins anew.
    """

    def __init__(self, digest: Hash, sealed: Sequence[Segment]) -> None:
        self.digest, self.sealed = digest, sealed
        self._begin()

    def _begin(self) -> None:
        self.lines, self.tree = sha256(), Growing(self.digest)

    def first(self, many: int) -> tuple[bytes, bytes]:
        """Return digest and root of the first ``many`` segments."""
        if many < self.tree.size:
            self._begin()
        for segment in self.sealed[self.tree.size : many]:
            self.lines.update((b"\n" if self.tree.size else b"") + segment_line(segment))
            self.tree.add(bytes(segment.root))
        return self.lines.digest(), self.tree.root()


def head_hash(digest: Hash, end: store.Last, head: Head) -> bytes:
    """Return the hash of a head's line and signature: the next head names it as its previous one."""
    return digest(head_line(end.identity, end.algorithm, head) + b"|" + bytes(head.signature).hex().encode())


def short_code(head: Head) -> str:
    """Return the code printed on a bulletin for a head, such as 7F3A-91C2."""
    text = sha256(bytes(head.signature)).hexdigest()[:8].upper()
    return f"{text[:4]}-{text[4:]}"

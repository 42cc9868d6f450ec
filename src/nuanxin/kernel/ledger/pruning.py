"""Pruning 日志清理: events leave the journal in whole sealed ranges once their time is over, with proof."""

import time
from datetime import timedelta

from nuanxin.kernel.ledger import keys, store
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.journal_triggers import KEPT_US
from nuanxin.kernel.ledger.lines import joined
from nuanxin.kernel.ledger.models import JournalEvent, JournalHead, JournalPruning

LEAST = timedelta(microseconds=KEPT_US)


@action("ledger.prune_journal", zh="清理到期日志", en="prune the journal")
def prune_journal(act: Act, kept: timedelta) -> JournalPruning | None:
    """Remove the events of every sealed range older than ``kept``; None where none is.

    A signed line stays in their place: the last event's number and hash, and which head covered them.
    Raises ValueError for less than six months.
    """
    if kept < LEAST:
        raise ValueError(f"events are kept {LEAST.days} days at least")
    now, newest = time.time_ns() // 1_000, JournalPruning.objects.order_by("-number").first()
    cutoff = now - int(kept.total_seconds()) * 1_000_000
    head = JournalHead.objects.filter(at__lt=cutoff).order_by("-number").first()
    if head is None or (newest and head.last <= newest.last):
        return None
    made = _signed(
        JournalPruning(
            number=newest.number + 1 if newest else 1,
            head=head.number,
            last=head.last,
            hash=bytes(head.tail),
            at=now,
        )
    )
    JournalEvent.objects.filter(number__lte=head.last).delete()
    act.about("journal", head.last)
    return made


def _signed(pruning: JournalPruning) -> JournalPruning:
    identity, key = keys.signing_key()
    pruning.signature_algorithm, pruning.key = keys.ALGORITHM, identity
    pruning.signature = key.sign(pruning_line(store.last(), pruning))
    pruning.save(force_insert=True)
    return pruning


def pruning_line(end: store.Last, pruning: JournalPruning) -> bytes:
    """Return the line of a pruning, which the seal's key signs."""
    values = (end.identity, end.algorithm, pruning.number, pruning.head, pruning.last, bytes(pruning.hash))
    return joined("NXJP1", (*values, pruning.at, pruning.signature_algorithm, pruning.key))

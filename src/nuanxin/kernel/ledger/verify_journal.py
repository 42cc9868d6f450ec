"""The journal under verification 日志核验: its chain, its heads, and the proofs of what was removed."""

from collections.abc import Generator, Iterator
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.ledger import keys
from nuanxin.kernel.ledger.findings import Finding, Progress, span
from nuanxin.kernel.ledger.journal import event_line, head_digest, journal_genesis, journal_head_line
from nuanxin.kernel.ledger.journal_triggers import KEPT_US
from nuanxin.kernel.ledger.lines import Hash, hash_function
from nuanxin.kernel.ledger.models import JournalEvent, JournalHead, JournalPruning, Ledger
from nuanxin.kernel.ledger.pruning import pruning_line
from nuanxin.kernel.ledger.store import Last

_FIELDS = ("number", "at", "actor", "verb", "object", "area", "outcome", "origin", "hash")


def verify_journal(progress: Progress) -> Iterator[Finding]:
    """Check every event against the chain, every head and pruning against its signature."""
    ledger = Ledger.objects.first()
    if ledger is None:
        if JournalEvent.objects.exists() or JournalHead.objects.exists():
            yield Finding("ledger", _("the ledger's identity is missing"))
        return
    end = Last(ledger.identity, ledger.algorithm, 0, None, 1)
    heads = {head.number: head for head in JournalHead.objects.order_by("number")}
    prunings = list(JournalPruning.objects.order_by("number"))
    yield from _prunings(end, prunings, heads)
    tails: dict[int, bytes] = {pruning.last: bytes(pruning.hash) for pruning in prunings}
    start = (prunings[-1].last, bytes(prunings[-1].hash)) if prunings else (0, journal_genesis(end))
    covered = {head.last for head in heads.values()}
    last = yield from _events(end, start, covered, tails, progress)
    yield from _heads(end, heads, max(last, start[0]), tails)


def _events(
    end: Last, start: tuple[int, bytes], covered: set[int], tails: dict[int, bytes], progress: Progress
) -> Generator[Finding, None, int]:
    """Walk the chain from its start; keep the hashes that heads cover; return the last number."""
    digest, (number, before) = hash_function(end.algorithm), start
    total, expected = JournalEvent.objects.count(), number + 1
    rows = JournalEvent.objects.order_by("number").values_list(*_FIELDS)
    for row in rows.iterator(5_000):
        number, kept = row[0], bytes(row[-1])
        if number > expected:
            yield Finding(span("journalevent", expected, number - 1), _("the event is missing"))
        if number < expected:
            yield Finding(f"journalevent {number}", _("it was removed, and is here again"))
        elif not _as_written(row, before, digest, kept):
            yield Finding(f"journalevent {number}", _("the event is not what its hash says"))
        if number in covered:
            tails[number] = kept
        before, expected = kept, max(expected, number + 1)
        progress(_("journal"), number, max(total, number))
    return expected - 1


def _as_written(row: tuple[Any, ...], before: bytes, digest: Hash, kept: bytes) -> bool:
    try:
        return digest(before + event_line(row[:-1])) == kept
    except UnicodeEncodeError:
        return False


def _heads(end: Last, heads: dict[int, JournalHead], last: int, tails: dict[int, bytes]) -> Iterator[Finding]:
    before, expected = journal_genesis(end), 1
    for number, head in heads.items():
        if number > expected:
            yield Finding(span("journalhead", expected, number - 1), _("the head is missing"))
        if problem := _head_problem(end, head, before, tails):
            yield Finding(f"journalhead {number}", problem)
        elif head.last > last:
            yield Finding(span("journalevent", last + 1, head.last), _("the event is missing"))
            last = head.last
        before, expected = head_digest(end, head), number + 1


def _head_problem(end: Last, head: JournalHead, before: bytes, tails: dict[int, bytes]) -> str:
    line = journal_head_line(end, head)
    if not keys.signed_by(head.key, head.signature_algorithm, bytes(head.signature), line):
        return _("the signature does not match the head, or its key is not kept")
    if bytes(head.previous) != before:
        return _("it does not follow from the head before")
    if head.last in tails and tails[head.last] != bytes(head.tail):
        return _("the events are not the ones it was signed over")
    return ""


def _prunings(end: Last, prunings: list[JournalPruning], heads: dict[int, JournalHead]) -> Iterator[Finding]:
    for expected, pruning in enumerate(prunings, 1):
        place, head = f"journalpruning {pruning.number}", heads.get(pruning.head)
        line = pruning_line(end, pruning)
        signed = keys.signed_by(pruning.key, pruning.signature_algorithm, bytes(pruning.signature), line)
        if pruning.number != expected:
            yield Finding(place, _("the prunings are numbered from 1"))
        elif not signed or head is None or not _covers(head, pruning):
            yield Finding(place, _("it proves nothing: its signature or the head it names does not match"))
        elif pruning.at - head.at < KEPT_US:
            yield Finding(place, _("events were removed before their time was over"))


def _covers(head: JournalHead, pruning: JournalPruning) -> bool:
    return (head.last, bytes(head.tail)) == (pruning.last, bytes(pruning.hash))

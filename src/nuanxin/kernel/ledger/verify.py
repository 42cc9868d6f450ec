"""Verification 核验: the whole ledger against its own hashes, files and heads.

``verify`` finds any change made behind the program's back and names the place. What it cannot find
is the newest acts taken away with all their traces: for that, heads are printed and kept outside.
"""

from collections.abc import Iterator

from django.db import DatabaseError
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.cells import odd_cells
from nuanxin.kernel.ledger.findings import Book, Finding, Progress, silent, span
from nuanxin.kernel.ledger.lines import act_line, genesis, hash_function
from nuanxin.kernel.ledger.models import Act, Closing, Entry, Head, Ledger, Note, Segment, Source
from nuanxin.kernel.ledger.verify_entries import Recount
from nuanxin.kernel.ledger.verify_journal import verify_journal
from nuanxin.kernel.ledger.verify_seals import verify_heads, verify_segments
from nuanxin.kernel.privacy.ciphers import Unreadable
from nuanxin.kernel.privacy.master import KeyMissing

_STUMBLES = (AttributeError, DatabaseError, OverflowError, TypeError, ValueError)


def verify(*, workers: int = 2, deep: bool = False, progress: Progress = silent) -> list[Finding]:
    """Check acts, entries, segments, heads and journal; return every finding, none where all is sound.

    ``deep`` also recomputes each segment's Merkle root and reads its rows and month cube. Records are
    checked by ``verify_records``. Where a cell cannot even be read, the odd cells are all it names.
    """
    try:
        findings = _verify(workers, deep=deep, progress=progress)
        if any(each.place == "ledger" for each in findings):
            return findings  # without the ledger's own identity the journal's chain has no beginning
        return [*findings, *verify_journal(progress)]
    except _STUMBLES:
        odd = odd_cells()
        if not odd:
            raise
        return odd


def _verify(workers: int, *, deep: bool, progress: Progress) -> list[Finding]:
    ledgers = list(Ledger.objects.all())
    if not ledgers:
        orphaned = Act.objects.exists() or Entry.objects.exists()
        return [Finding("ledger", _("the ledger's identity is missing"))] if orphaned else []
    if len(ledgers) > 1:
        return [Finding("ledger", _("there is more than one ledger identity"))]
    identity, algorithm = ledgers[0].identity, ledgers[0].algorithm
    try:
        digest = hash_function(algorithm)
    except ValueError as error:
        return [Finding("ledger", str(error))]
    book = Book(identity, algorithm, digest, list(Segment.objects.order_by("number")))
    with Recount(book, workers) as recount:
        findings = list(verify_segments(book, deep=deep, progress=progress))
        acts = list(_acts(book, recount, progress))
        findings += recount.findings(progress)
    return [*findings, *acts, *verify_heads(book, progress)]


def _acts(book: Book, recount: Recount, progress: Progress) -> Iterator[Finding]:
    """Walk the chain of acts: numbers, ranges, digests over entries, hashes, sources, notes, closings."""
    before, expected, following = genesis(book.digest, book.identity, book.algorithm), 1, 1
    total = Act.objects.count()
    for act in Act.objects.select_related("source").order_by("number").iterator(5_000):
        if act.number > expected:
            yield Finding(span("act", expected, act.number - 1), _("the act is missing"))
        problem = _act_problem(book, recount, act, before, following)
        if problem:
            yield Finding(f"act {act.number}", problem)
        before, expected = bytes(act.hash), act.number + 1
        following = act.first_seq + act.entries
        progress(_("acts"), act.number, total)
    yield from _end(expected, following)
    yield from _sources()
    yield from _notes(book)
    yield from _closings()


def _end(expected: int, following: int) -> Iterator[Finding]:
    """Check that acts and entries end together, and that no head knows of a later act."""
    newest = Entry.objects.order_by("-seq").first()
    end = newest.seq if newest else 0
    known = max(newest.act_id if newest else 0, *Head.objects.values_list("acts", flat=True), 0)
    if known >= expected:
        yield Finding(f"act {expected}", _("the act is missing"))
    if end >= following:
        yield Finding(span("entry", following, end), _("no act accounts for the entry"))
    if end < following - 1:
        yield Finding(span("entry", end + 1, following - 1), _("the entry is missing"))


def _act_problem(book: Book, recount: Recount, act: Act, before: bytes, following: int) -> str:
    if act.source_id and act.source is None:
        return _("its source is missing")
    try:
        fresh = book.digest(before + act_line(book.digest, act, act.source))
    except UnicodeEncodeError:
        return _("a field is not what an act may hold")
    if fresh != bytes(act.hash):
        return _("the act or its source is not what its hash says, or the act before it was changed")
    if act.first_seq != following:
        return _("its entries do not follow those of the act before")
    if book.digest(recount.leaves(act.first_seq, act.entries)) != bytes(act.digest):
        return _("its entries are not the ones it was closed with")
    return ""


def _sources() -> Iterator[Finding]:
    for number in Source.objects.filter(acts=None).values_list("pk", flat=True):
        yield Finding(f"source {number}", _("no act names it"))


def _notes(book: Book) -> Iterator[Finding]:
    for note in Note.objects.select_related("act"):
        place = f"note of act {note.act_id}"
        try:
            words = note.text.encode()
        except (KeyMissing, Unreadable):
            yield Finding(place, _("the words cannot be opened: their key is missing, or they were changed"))
            continue
        if book.digest(bytes(note.salt) + words) != bytes(note.act.note_hash or b""):
            yield Finding(place, _("the words are not the ones that were signed for"))


def _closings() -> Iterator[Finding]:
    said = dict(Act.objects.filter(verb="ledger.close_month").values_list("number", "object"))
    for closing in Closing.objects.all():
        what = f"closing:{closing.programme}/{closing.area}-{closing.last_area}/{closing.month}"
        if said.pop(closing.act_id, None) != what:
            yield Finding(f"closing {closing.act_id}", _("no act closed this month"))
    for number in said:
        yield Finding(f"closing {number}", _("the month that the act closed is open again"))


__all__ = ["Finding", "Progress", "verify"]

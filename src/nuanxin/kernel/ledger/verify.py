"""Verification 核验: the whole ledger against its own hashes, files, heads and records.

``verify`` finds any change made behind the program's back and names the place. Ranges of entries
are recounted in parallel; only where a range is not sound are its rows walked one by one.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger import keys, segments
from nuanxin.kernel.ledger.lines import (
    ENTRY_FIELDS,
    Hash,
    act_line,
    entry_line,
    genesis,
    hash_function,
    head_line,
    leaf_hash,
)
from nuanxin.kernel.ledger.merkle import root
from nuanxin.kernel.ledger.models import Act, Closing, Entry, Head, Ledger, Note, Segment
from nuanxin.kernel.ledger.recount import Range, sound
from nuanxin.kernel.ledger.seals import head_hash, segments_digest
from nuanxin.kernel.ledger.store import Last

CHUNK = 500_000
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written: the place, and what is wrong there."""

    place: str
    said: str

    def __str__(self) -> str:
        return f"{self.place}: {self.said}"


@dataclass(frozen=True, slots=True)
class _Book:
    """What every step needs: the ledger's identity and hash, and its sealed segments."""

    identity: str
    algorithm: str
    digest: Hash
    sealed: list[Segment]


def _silent(_step: str, _done: int, _total: int) -> None:
    return


def verify(*, workers: int = 2, deep: bool = False, progress: Progress = _silent) -> list[Finding]:
    """Check acts, entries, segments and heads; return every finding, none where all is as written.

    ``deep`` also recomputes each segment's Merkle root and month cube. Records are checked by
    ``verify_records``.
    """
    ledgers = list(Ledger.objects.all())
    if not ledgers:
        orphaned = Act.objects.exists() or Entry.objects.exists()
        return [Finding("ledger", _("the ledger's identity is missing"))] if orphaned else []
    if len(ledgers) > 1:
        return [Finding("ledger", _("there is more than one ledger identity"))]
    try:
        digest = hash_function(ledgers[0].algorithm)
    except ValueError as error:
        return [Finding("ledger", str(error))]
    book = _Book(ledgers[0].identity, ledgers[0].algorithm, digest, list(Segment.objects.order_by("number")))
    findings = list(_segments(book, deep=deep, progress=progress))
    findings += _entries(book, workers, progress)
    findings += _acts(book, progress)
    findings += _heads(book, progress)
    return findings


# entries


def _entries(book: _Book, workers: int, progress: Progress) -> list[Finding]:
    """Recount all entries in parallel; walk the ranges that are not sound."""
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    ranges = list(_ranges(book, last))
    context, findings = get_context("spawn"), list[Finding]()
    small = last <= CHUNK // 10
    if small:
        verdicts: Any = map(sound_here, ranges)
    else:
        pool = ProcessPoolExecutor(workers, mp_context=context)
        verdicts = pool.map(sound, ranges)
    for number, (asked, good) in enumerate(zip(ranges, verdicts, strict=True), 1):
        if not good:
            findings += _walk(book, asked)
        progress(_("entries"), number, len(ranges))
    if not small:
        pool.shutdown()
    return findings


def sound_here(asked: Range) -> bool:
    """Recount a short range in this process, through the database connection already open."""
    rows = segments.read_entries(asked.first, asked.last)
    if [row[0] for row in rows] != list(range(asked.first, asked.last + 1)):
        return False
    digest = hash_function(Ledger.objects.get().algorithm)
    try:
        fresh = [leaf_hash(digest, entry_line(row[:-1])) for row in rows]
    except UnicodeEncodeError:
        return False
    kept = [row[-1] for row in rows]
    if not all(isinstance(value, bytes | memoryview) for value in kept) or fresh != [bytes(k) for k in kept]:
        return False
    try:
        return asked.hashes is None or asked.hashes.read_bytes() == b"".join(fresh)
    except OSError:
        return False


def _ranges(book: _Book, last: int) -> Iterator[Range]:
    database = _reached()
    following = 1
    for segment in book.sealed:
        if segment.last_seq >= segment.first_seq:
            target = segments.files(segment.first_seq, segment.last_seq)
            yield Range(database, segment.first_seq, segment.last_seq, target.hashes)
            following = segment.last_seq + 1
    while following <= last:
        end = min(last, following + CHUNK - 1)
        yield Range(database, following, end)
        following = end + 1


def _reached() -> Path | dict[str, Any]:
    """Return how a worker process reaches the database of this one."""
    if connection.vendor == "sqlite":
        return Path(str(connection.settings_dict["NAME"]))
    given = connection.get_connection_params()
    return {name: given[name] for name in given if name not in ("cursor_factory", "context")}


def _walk(book: _Book, asked: Range) -> Iterator[Finding]:
    """Name every entry of a range that is missing or not what its hash says."""
    sealed = _sealed_hashes(asked)
    expected, faulty = asked.first, False
    for row in segments.read_entries(asked.first, asked.last):
        while isinstance(row[0], int) and expected < row[0]:
            faulty = True
            yield Finding(f"entry {expected}", _("the entry is missing"))
            expected += 1
        problem = _problem(book, row, sealed, asked.first)
        if problem:
            faulty = True
            yield Finding(f"entry {row[0]}", problem)
        expected += 1
    for seq in range(expected, asked.last + 1):
        faulty = True
        yield Finding(f"entry {seq}", _("the entry is missing"))
    if not faulty:
        yield Finding(f"entries {asked.first}-{asked.last}", _("the range does not match its sealed hashes"))


def _problem(book: _Book, row: tuple[Any, ...], sealed: bytes | None, first: int) -> str:
    try:
        fresh = leaf_hash(book.digest, entry_line(row[:-1]))
    except UnicodeEncodeError:
        return _("a field is not a whole number")
    kept = row[-1]
    if not isinstance(kept, bytes | memoryview) or fresh != bytes(kept):
        return _("the row is not what its hash says")
    at = (row[0] - first) * 32
    if sealed is not None and sealed[at : at + 32] != fresh:
        return _("the row is not the one that was sealed")
    return ""


def _sealed_hashes(asked: Range) -> bytes | None:
    try:
        return asked.hashes.read_bytes() if asked.hashes else None
    except OSError:
        return b""


# acts


def _acts(book: _Book, progress: Progress) -> Iterator[Finding]:
    """Walk the chain of acts: numbers, ranges, digests over entries, hashes, notes, closings."""
    before, expected, following = genesis(book.digest, book.identity, book.algorithm), 1, 1
    total = Act.objects.count()
    for act in Act.objects.select_related("source").order_by("number").iterator(5_000):
        if act.number != expected:
            yield Finding(f"act {expected}", _("the act is missing"))
        problem = _act_problem(book, act, before, following)
        if problem:
            yield Finding(f"act {act.number}", problem)
        before, expected = bytes(act.hash), act.number + 1
        following = act.first_seq + act.entries
        progress(_("acts"), act.number, total)
    end = Entry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    if end >= following:
        yield Finding(f"entry {following}", _("no act accounts for the entry"))
    yield from _notes(book)
    yield from _closings()


def _act_problem(book: _Book, act: Act, before: bytes, following: int) -> str:
    if act.source_id and act.source is None:
        return _("its source is missing")
    try:
        if book.digest(before + act_line(book.digest, act, act.source)) != bytes(act.hash):
            return _("the act or its source is not what its hash says, or the act before it was changed")
    except (UnicodeEncodeError, TypeError, AttributeError):
        return _("a field is not what an act may hold")
    if act.first_seq != following:
        return _("its entries do not follow those of the act before")
    if _leaves_digest(book, act) != bytes(act.digest):
        return _("its entries are not the ones it was closed with")
    return ""


def _leaves_digest(book: _Book, act: Act) -> bytes:
    names = "SELECT hash FROM ledger_entry WHERE seq >= %s AND seq < %s ORDER BY seq"
    with connection.cursor() as cursor:
        cursor.execute(names, [act.first_seq, act.first_seq + act.entries])
        hashes = [row[0] for row in cursor.fetchall()]
    return book.digest(b"".join(bytes(each) for each in hashes if isinstance(each, bytes | memoryview)))


def _notes(book: _Book) -> Iterator[Finding]:
    for note in Note.objects.select_related("act"):
        if book.digest(bytes(note.salt) + note.text.encode()) != bytes(note.act.note_hash or b""):
            yield Finding(f"note of act {note.act_id}", _("the words are not the ones that were signed for"))


def _closings() -> Iterator[Finding]:
    said = dict(Act.objects.filter(verb="ledger.close_month").values_list("number", "object"))
    for closing in Closing.objects.all():
        what = f"closing:{closing.programme}/{closing.area}-{closing.last_area}/{closing.month}"
        if said.pop(closing.act_id, None) != what:
            yield Finding(f"closing {closing.pk}", _("no act closed this month"))
    for number in said:
        yield Finding(f"act {number}", _("the month it closed is open again"))


# segments and heads


def _segments(book: _Book, *, deep: bool, progress: Progress) -> Iterator[Finding]:
    following = 1
    for number, segment in enumerate(book.sealed, 1):
        place = f"segment {segment.number}"
        if (segment.number, segment.first_seq) != (number, following):
            yield Finding(place, _("the sealed ranges do not follow one another"))
        following = segment.last_seq + 1
        yield from _files(segment, place)
        if deep:
            yield from _deep(book, segment, place)
        progress(_("segments"), number, len(book.sealed))


def _files(segment: Segment, place: str) -> Iterator[Finding]:
    target = segments.files(segment.first_seq, segment.last_seq)
    for path, digest in (
        (target.rows, segment.rows_digest),
        (target.hashes, segment.hashes_digest),
        (target.cube, segment.cube_digest),
    ):
        if not path.exists():
            yield Finding(place, _("the file %(name)s is missing") % {"name": path.name})
        elif segments.file_digest(path) != bytes(digest):
            yield Finding(place, _("the file %(name)s is not what was sealed") % {"name": path.name})
    written = segments.Written(
        *map(bytes, (segment.root, segment.rows_digest, segment.hashes_digest, segment.cube_digest))
    )
    if not target.manifest.exists() or target.manifest.read_bytes() != segments.manifest_of(target, written):
        yield Finding(
            place, _("the manifest %(name)s is not what was sealed") % {"name": target.manifest.name}
        )


def _deep(book: _Book, segment: Segment, place: str) -> Iterator[Finding]:
    content = segments.files(segment.first_seq, segment.last_seq).hashes.read_bytes()
    leaves = [content[at : at + 32] for at in range(0, len(content), 32)]
    if root(book.digest, leaves) != bytes(segment.root):
        yield Finding(place, _("the Merkle root is not that of its hashes"))
    if not segments.cube_agrees(segment.first_seq, segment.last_seq):
        yield Finding(place, _("the month cube is not the sum of its rows"))


def _heads(book: _Book, progress: Progress) -> Iterator[Finding]:
    """Check each head's signature, chain, and what it says of segments and acts."""
    end = Last(book.identity, book.algorithm, 0, None, 1)
    before = genesis(book.digest, book.identity, book.algorithm)
    heads = list(Head.objects.order_by("number"))
    for number, head in enumerate(heads, 1):
        problem = (
            _head_problem(book, head, before) if head.number == number else _("a head before it is missing")
        )
        if problem:
            yield Finding(f"head {head.number}", problem)
        before = head_hash(book.digest, end, head)
        progress(_("heads"), number, len(heads))
    if heads and heads[-1].segments < len(book.sealed) and heads[-1].acts == Act.objects.count():
        yield Finding(f"segment {len(book.sealed)}", _("no head was signed over it"))
    if book.sealed and not heads:
        yield Finding("head 1", _("the ledger is sealed, but its heads are missing"))


def _head_problem(book: _Book, head: Head, before: bytes) -> str:
    line = head_line(book.identity, book.algorithm, head)
    if not keys.signed_by(head.key, head.signature_algorithm, bytes(head.signature), line):
        return _("the signature does not match the head, or its key is not kept")
    if bytes(head.previous) != before:
        return _("it does not follow from the head before")
    some = book.sealed[: head.segments]
    if len(some) < head.segments or segments_digest(some) != bytes(head.segments_digest):
        return _("the segments are not the ones it was signed over")
    if root(book.digest, [bytes(each.root) for each in some]) != bytes(head.root):
        return _("its root is not that of the segments")
    act = Act.objects.filter(number=head.acts).first()
    if act is None or bytes(act.hash) != bytes(head.acts_hash):
        return _("the acts are not the ones it was signed over")
    return ""


__all__ = ["ENTRY_FIELDS", "Finding", "verify"]

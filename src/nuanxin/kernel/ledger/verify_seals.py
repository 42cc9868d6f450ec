"""Seals under verification 封存核验: segments against their files, heads against segments, acts and keys."""

from collections.abc import Iterator
from contextlib import nullcontext

from django.utils.translation import gettext as _

from nuanxin.kernel.ledger import keys, segments
from nuanxin.kernel.ledger.findings import Book, Finding, Progress, span
from nuanxin.kernel.ledger.lines import genesis, head_line
from nuanxin.kernel.ledger.merkle import root
from nuanxin.kernel.ledger.models import Act, Head, Segment
from nuanxin.kernel.ledger.seals import Signed, head_hash
from nuanxin.kernel.ledger.store import Last


def verify_segments(book: Book, *, deep: bool, progress: Progress) -> Iterator[Finding]:
    """Check that sealed ranges follow one another and that every file is the one that was sealed.

    ``deep`` also recomputes each Merkle root, and reads rows and cube against the hashes.
    """
    with segments.opened_engine() if deep else nullcontext() as engine:
        yield from _segments(book, engine, progress)


def _segments(book: Book, engine: segments.Engine | None, progress: Progress) -> Iterator[Finding]:
    expected, following = 1, 1
    for number, segment in enumerate(book.sealed, 1):
        place = f"segment {segment.number}"
        if segment.number > expected:
            yield Finding(span("segment", expected, segment.number - 1), _("the segment is missing"))
        elif segment.number < expected:
            yield Finding(place, _("the segments are numbered from 1"))
        if segment.first_seq != following:
            yield Finding(place, _("the sealed ranges do not follow one another"))
        expected, following = max(expected, segment.number + 1), segment.last_seq + 1
        wrong = list(_files(segment, place))
        yield from wrong
        if engine and not wrong:
            yield from _deep(book, engine, segment, place)
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
        said = _("the manifest %(name)s is not what was sealed") % {"name": target.manifest.name}
        yield Finding(place, said)


def _deep(book: Book, engine: segments.Engine, segment: Segment, place: str) -> Iterator[Finding]:
    target = segments.files(segment.first_seq, segment.last_seq)
    content = target.hashes.read_bytes()
    leaves = segments.in_hashes(content)
    if root(book.digest, leaves) != bytes(segment.root):
        yield Finding(place, _("the Merkle root is not that of its hashes"))
    if not segments.rows_agree(engine, book.digest, target):
        yield Finding(place, _("the rows are not those its hashes were taken over"))
    elif not segments.cube_agrees(engine, target):
        yield Finding(place, _("the month cube is not the sum of its rows"))


def verify_heads(book: Book, progress: Progress) -> Iterator[Finding]:
    """Check each head's signature, chain, and what it says of segments and acts."""
    end = Last(book.identity, book.algorithm, 0, None, 1)
    before, expected, covered = genesis(book.digest, book.identity, book.algorithm), 1, 0
    heads = list(Head.objects.order_by("number"))
    acts = dict(Act.objects.filter(number__in=Head.objects.values("acts")).values_list("number", "hash"))
    signed = Signed(book.digest, book.sealed)
    for number, head in enumerate(heads, 1):
        if head.number > expected:
            yield Finding(span("head", expected, head.number - 1), _("the head is missing"))
        problem = _head_problem(book, head, before, acts.get(head.acts), signed)
        if problem:
            yield Finding(f"head {head.number}", problem)
        elif head.segments > len(book.sealed):
            place = span("segment", len(book.sealed) + 1, head.segments)
            yield Finding(
                place, _("head %(number)s was signed over it, but it is missing") % {"number": number}
            )
        before, expected, covered = head_hash(book.digest, end, head), head.number + 1, head.segments
        progress(_("heads"), number, len(heads))
    if covered < len(book.sealed):
        yield Finding(f"head {expected}", _("the head over the last segment is missing"))


def _head_problem(
    book: Book, head: Head, before: bytes, act: bytes | memoryview | None, signed: Signed
) -> str:
    line = head_line(book.identity, book.algorithm, head)
    if not keys.signed_by(head.key, head.signature_algorithm, bytes(head.signature), line):
        return _("the signature does not match the head, or its key is not kept")
    if bytes(head.previous) != before:
        return _("it does not follow from the head before")
    if 0 <= head.segments <= len(book.sealed):
        lines, top = signed.first(head.segments)
        if lines != bytes(head.segments_digest):
            return _("the segments are not the ones it was signed over")
        if top != bytes(head.root):
            return _("its root is not that of the segments")
    if act is None or bytes(act) != bytes(head.acts_hash):
        return _("the acts are not the ones it was signed over")
    return ""

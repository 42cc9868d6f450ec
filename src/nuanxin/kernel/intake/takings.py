"""Takings 交表留底: which records a worksheet spoke of and what they said before, packed small.

Who hands in the next edition of a sheet is asked about the rows that are gone from it; who undoes an
import gets back what the records said. Both need to know, years later, what one worksheet did.
"""

import json
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.intake.models import PART, WAITING, Taking
from nuanxin.kernel.intake.office import Office
from nuanxin.kernel.intake.signature import signature
from nuanxin.kernel.ledger.acts import By, Outcome
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.ledger.records import Before, Kept, Record

LOOKED_BACK = 60
"""So many of an office's newest worksheets of one sheet are compared with a new one."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a worksheet comes from: whose it is, which file, which part."""

    office: Office
    digest: bytes
    name: str
    part: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """A worksheet and the records it speaks of, taken or only rehearsed.

    ``layout`` is the fingerprint of its headings (``signature``).
    """

    origin: Origin
    sheet: Sheet
    record_kind: int | None
    records: Set[int]
    layout: str


def kept_of(outcome: Outcome[Any] | None) -> Kept:
    """Return what an action kept, nothing where it kept no records."""
    return outcome.result if outcome and isinstance(outcome.result, Kept) else Kept()


def spoken_of(origin: Origin, match: Match, outcome: Outcome[Any] | None) -> Spoken:
    """Return the records a worksheet speaks of."""
    kept, layout = kept_of(outcome), signature(match.headed).fingerprint
    return Spoken(origin, match.sheet, kept.record_kind, set(kept.spoken), layout)


def keep_taking(origin: Origin, sheet: Sheet, by: By, outcome: Outcome[Any] | None, **rest: Taking) -> Taking:
    """Keep what a worksheet did. The same worksheet again, posting nothing, is the taking it was."""
    kept, act = kept_of(outcome), outcome.act if outcome else None
    facts = {
        "office": origin.office.key,
        "sheet": sheet.name,
        "digest": origin.digest,
        "part": origin.part[:120],
    }
    known = Taking.objects.filter(undone=None, restores=None, settles=None, **facts).order_by("-at").first()
    if known is not None and act is None and not rest:
        known.spoken = packed({*unpacked(known.spoken), *kept.spoken})  # several tables may share a part
        Taking.objects.filter(pk=known.pk).update(at=timezone.now(), spoken=known.spoken)
        return known
    return Taking.objects.create(
        **facts,
        **rest,
        area=origin.office.area,
        name=origin.name[:255],
        party_id=by.actor.party,
        act_id=act,
        record_kind=kept.record_kind,
        spoken=packed(kept.spoken),
        before=_packed_before(kept.before),
    )


def packed(numbers: Iterable[int]) -> bytes:
    """Return record numbers packed, in order."""
    return zlib.compress(array("q", sorted(numbers)).tobytes(), 1)


def unpacked(held: bytes | memoryview) -> list[int]:
    """Return the record numbers a taking spoke of."""
    found = array("q")
    if held:
        found.frombytes(zlib.decompress(bytes(held)))
    return found.tolist()


def add_spoken(taking: Taking, kept: Kept) -> None:
    """Add records to those a taking speaks of: its waiting rows were posted."""
    taking.spoken = packed({*unpacked(bytes(taking.spoken)), *kept.spoken})
    taking.record_kind = taking.record_kind or kept.record_kind
    taking.save(update_fields=["spoken", "record_kind"])


def _packed_before(changed: Sequence[Before]) -> bytes:
    if not changed:
        return b""
    lines = [[each.record, each.act, each.row, each.values] for each in changed]
    return zlib.compress(json.dumps(lines, default=str, ensure_ascii=False).encode(), 1)


def before(taking: Taking) -> list[Before]:
    """Return what the records said that a taking changed, with the act and row that had said it."""
    if not taking.before:
        return []
    return [Before(*line) for line in json.loads(zlib.decompress(bytes(taking.before)))]


def as_it_was(model: type[Record], said: Before) -> Record:
    """Return a record with the values it had before."""
    columns = {field.attname: field for field in model._meta.concrete_fields}
    values = {name: _value(columns[name], value) for name, value in said.values.items()}
    return model(**values, row=said.row)


def _value(field: "models.Field[object, object]", value: object) -> object:
    if isinstance(field, models.JSONField):
        return json.loads(value) if isinstance(value, str) else value
    return field.to_python(value)


def gone_since(one: Spoken, beside: Sequence[Spoken]) -> list[int]:
    """Return the records of the edition before this worksheet that neither it nor its file speaks of.

    The edition before is the office's newest other worksheet of the sheet that shares half the records of
    the shorter of both (a month's sheet is no edition of another month's) and was no mere part.
    """
    if not one.records or one.record_kind is None:
        return []
    for earlier in _earlier(one):
        then = unpacked(earlier.spoken)
        if shares_half(then, one.records):
            here = set[int]().union(*(each.records for each in beside))
            return [record for record in then if record not in one.records and record not in here]
    return []


def shares_half(then: Sequence[int], now: Set[int]) -> bool:
    """Return whether two worksheets share half the records of the shorter of both."""
    shared = sum(1 for record in then if record in now)
    return bool(shared) and shared * 2 >= min(len(then), len(now))


def _earlier(one: Spoken) -> Iterator[Taking]:
    same = Taking.objects.filter(
        office=one.origin.office.key, sheet=one.sheet.name, record_kind=one.record_kind, undone=None
    )
    others = same.filter(settles=None, restores=None).exclude(digest=one.origin.digest)
    others = others.exclude(rows__state=PART)
    yield from others.order_by("-at", "-pk")[:LOOKED_BACK]


def editions_before(one: Spoken, taking: Taking) -> Iterator[int]:
    """Yield the earlier takings whose waiting rows this worksheet says anew: editions of the same sheet."""
    waiting = Taking.objects.filter(
        office=taking.office, sheet=taking.sheet, rows__state=WAITING, rows__record=None
    )
    for earlier in waiting.exclude(pk=taking.pk).distinct():
        then = unpacked(earlier.spoken)
        named_alike = (earlier.name, earlier.part) == (taking.name, taking.part)
        if shares_half(then, one.records) or (named_alike and not then):
            yield earlier.pk


def still_theirs(model: type[Record], taking: Taking) -> set[int]:
    """Return the records a worksheet wrote last: none changed since, or every change taken back."""
    mine = set(model._default_manager.filter(act_id=taking.act_id).values_list("pk", flat=True))
    later = Taking.objects.filter(
        record_kind=taking.record_kind, restores__isnull=False, act__gt=taking.act_id
    ).select_related("restores")
    for each in later:
        if each.restores is not None:
            back = {said.record for said in before(each.restores) if said.act == taking.act_id}
            held = model._default_manager.filter(act_id=each.act_id, pk__in=back)
            mine |= set(held.values_list("pk", flat=True))
    return mine


def posted_for(taking: Taking) -> set[int]:
    """Return the records a worksheet brought in or changed, as far as it posted for them."""
    lines = Entry.objects.filter(act=taking.act_id, record_kind=taking.record_kind or 0).order_by()
    return set(lines.values_list("record", flat=True).distinct())


def restored_from(model: type[Record], taking: Taking) -> set[int]:
    """Return the records that say again what they said before a worksheet."""
    acts = taking.restored.values_list("act", flat=True)
    return set(model._default_manager.filter(act_id__in=list(acts)).values_list("pk", flat=True))


def takings_of(act: int) -> list[tuple[int, int | None]]:
    """Return the worksheets an act posted, each with the one whose waiting rows it settled."""
    found = Taking.objects.filter(act=act, undone=None, restores=None)
    return list(found.values_list("pk", "settles"))

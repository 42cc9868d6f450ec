"""Records against ledger 账实核对: every posting recomputed from its record, and nothing besides."""

from collections.abc import Iterator

from django.db import connection
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.findings import Finding, Progress, silent
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.ledger.posting import difference
from nuanxin.kernel.ledger.records import BATCH, Record, record_models, standing_lines


def verify_records(*, progress: Progress = silent) -> list[Finding]:
    """Prove that ledger and records agree; return a finding for each record or entry that does not."""
    known = record_models()
    findings = [finding for model in known.values() for finding in _model(model, progress)]
    strays = Entry.objects.exclude(record_kind__in=known).values_list("seq", "record_kind")[:20]
    findings += [
        Finding(f"entry {seq}", _("no kind of record has the number %(kind)s") % {"kind": kind})
        for seq, kind in strays
    ]
    return findings


def _model(model: type[Record], progress: Progress) -> Iterator[Finding]:
    total = model._default_manager.count()
    batch: list[Record] = []
    for done, record in enumerate(model._default_manager.order_by("pk").iterator(BATCH), 1):
        batch.append(record)
        if len(batch) == BATCH:
            yield from _batch(model, batch)
            batch = []
        progress(model._meta.label, done, total)
    yield from _batch(model, batch)
    yield from _orphans(model)


def _batch(model: type[Record], batch: list[Record]) -> Iterator[Finding]:
    standing = standing_lines(model.record_kind, [record.pk for record in batch])
    for record in batch:
        apart = difference(standing.get(record.pk, []), record.due_postings())
        place = f"{model._meta.label} {record.pk}"
        for seq, _line in apart.reverse:
            yield Finding(
                place,
                _("entry %(seq)s stands in the ledger, but the record does not ask for it") % {"seq": seq},
            )
        if len(apart.add) > len(apart.reverse):
            yield Finding(place, _("the record asks for lines that do not stand in the ledger"))


def _orphans(model: type[Record]) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.seq, e.record FROM ledger_entry e WHERE e.record_kind = %s AND NOT EXISTS "
            f'(SELECT 1 FROM "{model._meta.db_table}" r WHERE r.id = e.record) LIMIT 20',
            [model.record_kind],
        )
        for seq, record in cursor.fetchall():
            yield Finding(
                f"entry {seq}",
                _("its record %(record)s is gone") % {"record": f"{model._meta.label} {record}"},
            )

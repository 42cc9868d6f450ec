"""What a publication froze, as one digest.

The publishing act names it, so no word of a bulletin can be changed unseen.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Model

from nuanxin.kernel.bulletins.models import Bulletin, BulletinBurden, Correction, Withdrawal


def frozen_digest(bulletin: Bulletin) -> str:
    """Return the SHA-256 over everything frozen: text, imprint, readings, checks, correction, burden."""
    lines = "\n".join(_lines(bulletin))
    return sha256(lines.encode("utf-8")).hexdigest()


def frozen_mark(bulletin: Bulletin) -> str:
    """Return what the publishing act is about: the bulletin's number and its digest."""
    return f"{bulletin.number}:{frozen_digest(bulletin)}"


def _lines(bulletin: Bulletin) -> Iterator[str]:
    yield _line(bulletin)
    yield from map(_line, bulletin.stories.order_by("position"))
    yield _line(bulletin.imprint)
    yield from map(_line, bulletin.readings.order_by("position"))
    yield from map(_line, bulletin.checks.order_by("check_id", "area", "period"))
    yield from map(_line, Correction.objects.filter(bulletin=bulletin))
    yield from map(_line, BulletinBurden.objects.filter(bulletin=bulletin))


def withdrawal_mark(withdrawal: Withdrawal) -> str:
    """Return what the withdrawing act is about: the bulletin's number and the digest of its notice."""
    digest = sha256(_line(withdrawal).encode("utf-8")).hexdigest()
    return f"{withdrawal.bulletin_id}:{digest}"


def _line(row: Model) -> str:
    """Return a row as names and values; numbers that a table gives its own rows are left out."""
    names = sorted(field.attname for field in row._meta.concrete_fields if field.attname != "id")
    values = (f"{name}={_text(getattr(row, name))}" for name in names)
    return "\x1e".join((str(row._meta.model_name), *values))


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)

"""Erasing 清除: values destroyed for good, and what proves it afterwards."""

from collections.abc import Sequence
from hashlib import sha256
from secrets import token_bytes

from django.db import models

from nuanxin.kernel.ledger.acts import Act
from nuanxin.kernel.ledger.models import Note
from nuanxin.kernel.parties.looks import ERASED, erasure_said
from nuanxin.kernel.parties.models import Erasure, Particular, Party

Lines = Sequence[tuple[str, bytes]]
"""What is destroyed: its place, and the value as it lies sealed."""


def prove(act: Act, field: str, destroyed: Lines, before: int = 0) -> Erasure:
    """Leave the proof that values were destroyed: how many, and a salted hash over them as they lay."""
    salt = token_bytes(16)
    erasure = Erasure(
        act_id=act.number,
        field=field,
        count=len(destroyed),
        before=before,
        salt=salt,
        digest=digest_of(salt, destroyed),
    )
    act.about(ERASED, erasure_said(erasure))
    erasure.save(force_insert=True)
    return erasure


def digest_of(salt: bytes, destroyed: Lines) -> bytes:
    """Return the salted hash over destroyed values: a holder of an old backup can recompute it."""
    lines = sorted(f"{place}|{sha256(value).hexdigest()}" for place, value in destroyed)
    return sha256(salt + "\n".join(lines).encode()).digest()


def erase_particulars(rows: "models.QuerySet[Particular]") -> Lines:
    """Delete particulars; return what was destroyed."""
    lines = [(f"parties_particular|{row.pk}", bytes(row.value or b"")) for row in rows]
    rows.delete()
    return lines


def erase_names(parties: "models.QuerySet[Party]", *, mark: bool = False) -> Lines:
    """Take the names of persons and households away; the ids stay for the ledger.

    ``mark`` leaves the blind index, which nobody reads: a sheet sent again then still finds its people
    and is not counted twice.
    """
    held = parties.filter(sealed_name__isnull=False)
    lines = [(f"parties_party|{party.pk}", bytes(party.sealed_name or b"")) for party in held]
    held.update(sealed_name=None, **({} if mark else {"name_index": None}))
    return lines


def erase_notes(notes: "models.QuerySet[Note]") -> Lines:
    """Delete the words of reasons; their salted hashes stay in the acts."""
    lines = [(f"ledger_note|{note.pk}", bytes(note.sealed or b"")) for note in notes]
    notes.delete()
    return lines

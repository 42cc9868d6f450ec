"""Proofs 凭据: a photo or a file that a step of an order carries, freed of its traces, kept sealed.

Nobody has to hand one in. A photo may show a person, so every look is an act, and it goes in time.
"""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from PIL import Image

from nuanxin.kernel.privacy.fields import conceal, reveal
from nuanxin.kernel.work.faults import MoveRefused
from nuanxin.kernel.work.models import Proof, Step
from nuanxin.plain.traces import TracesKept, office_file_without_traces, picture_without_traces

LARGEST_BYTES = 20_000_000
LARGEST_EDGE_PX = 2_000
"""A photo is kept no wider and no higher than this: enough to see whether a tap is mended."""
OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}
ACCEPTED = ",".join(("image/*", *OFFICE))
"""What a page lets one choose; a phone offers its camera."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A file without its traces: its bytes and what it is."""

    content: bytes
    media: str


def bare(content: bytes, name: str) -> Bare:
    """Free a photo or an office file of what it tells of its maker and place.

    Raises MoveRefused for a kind that cannot be freed of it, and for one that is too large.
    """
    if len(content) > LARGEST_BYTES:
        raise MoveRefused(_("A photo or file of up to 20 MB can be kept; this one is larger."))
    suffix = Path(name).suffix.lower()
    try:
        if suffix in OFFICE:
            return Bare(office_file_without_traces(content), OFFICE[suffix])
        return _smaller(picture_without_traces(content))
    except TracesKept:
        raise MoveRefused(
            _("Hand in a photo (JPEG, PNG or WebP) or a .docx, .xlsx or .ods file, or go on without one.")
        ) from None


def _smaller(content: bytes) -> Bare:
    with Image.open(BytesIO(content)) as picture:
        kind, media = str(picture.format), Image.MIME[str(picture.format)]
        if max(picture.size) <= LARGEST_EDGE_PX:
            return Bare(content, media)
        picture.thumbnail((LARGEST_EDGE_PX, LARGEST_EDGE_PX))
        out = BytesIO()
        picture.save(out, kind)
    return Bare(out.getvalue(), media)


def digest_of(proof: Bare) -> str:
    """Return the SHA-256 of a file as it is kept, by which its step names it."""
    return sha256(proof.content).hexdigest()


def keep_proof(step: Step, proof: Bare) -> None:
    """Keep the file of a step, sealed."""
    made = Proof(step=step, media=proof.media, size=len(proof.content))
    conceal(made, "sealed", b64encode(proof.content).decode())
    made.save(force_insert=True)


def content_of(proof: Proof) -> bytes:
    """Return a kept file; nothing where its time is over."""
    return b64decode(reveal(proof, "sealed"))


def proofs_due(before: date) -> "QuerySet[Proof]":
    """Return the files of orders that ended before a day."""
    return Proof.objects.filter(step__order__ended_on__lt=before, sealed__isnull=False)


def erase_proofs(proofs: "QuerySet[Proof]") -> list[tuple[str, bytes]]:
    """Empty kept files; return what was destroyed, as it lay sealed. Their steps still name their digest."""
    lines = [(f"work_proof|{each.pk}", bytes(each.sealed or b"")) for each in proofs]
    Proof.objects.filter(pk__in=list(proofs.values_list("pk", flat=True))).update(sealed=None)
    return lines

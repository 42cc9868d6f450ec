"""Keeping 存件: a document is made once and then read from the data folder, by what went into it."""

import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from nuanxin.kernel.bulletins.documents.contents import Head
from nuanxin.kernel.bulletins.documents.gathering import gather, seal_text
from nuanxin.kernel.bulletins.documents.layout import Layout, layout_on
from nuanxin.kernel.bulletins.documents.typefaces import typefaces
from nuanxin.kernel.bulletins.documents.typesetting import typeset
from nuanxin.kernel.bulletins.documents.word import word
from nuanxin.kernel.bulletins.edition import Edition, edition_of
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.notices import notices_of
from nuanxin.kernel.figures.catalogue import figure

Kind = Literal["pdf", "docx"]
MEDIA: dict[Kind, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""The kinds a document is made in, with their media types."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A made document: its file name for people, its bytes, and the digest of what went into it."""

    name: str
    content: bytes
    digest: str


def document(bulletin: Bulletin, kind: Kind, head: Head, language: str) -> Kept:
    """Return a bulletin as a document of a kind, under a head, in a language; made at the first asking.

    Raises TypefaceMissing for a PDF where the machine has no Chinese typeface.
    """
    layout, edition = layout_on(timezone.localdate(bulletin.published_at)), edition_of(bulletin)
    digest = _digest(edition, kind, head, language, layout)
    path = Path(settings.NUANXIN["data"]) / "documents" / f"{digest}.{kind}"
    spoken = "en" if language.startswith("en") else "zh"
    name = f"{bulletin.number}-{head}-{spoken}.{kind}"
    if path.exists():
        return Kept(name, path.read_bytes(), digest)
    gathered = gather(edition, head, language)
    made = word(gathered, layout) if kind == "docx" else typeset(gathered, layout, typefaces())
    _keep(path, made)
    return Kept(name, made, digest)


def draft_pdf(edition: Edition, head: Head, language: str) -> bytes:
    """Return an unpublished edition as PDF bytes, with its watermark and without a seal; not kept."""
    layout = layout_on(timezone.localdate(edition.bulletin.published_at))
    return typeset(gather(edition, head, language), layout, typefaces())


def _digest(edition: Edition, kind: Kind, head: Head, language: str, layout: Layout) -> str:
    """Return the digest over everything a document is made from."""
    bulletin = edition.bulletin
    with override(language):
        notices = [(each.said, each.reason) for each in notices_of(edition)]
    facts = [
        _program(),
        kind,
        head,
        language[:2],
        bulletin.digest,
        seal_text(bulletin),
        asdict(layout),
        [figure(each.figure).definition_hash for each in edition.readings],
        notices,
        typefaces().fingerprint if kind == "pdf" else "",
    ]
    return sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


@cache
def _program() -> str:
    """Return a digest over this room: another template, another document."""
    digest = sha256()
    for part in sorted(files(__package__).iterdir(), key=lambda each: each.name):
        if part.is_file():
            digest.update(part.read_bytes())
    return digest.hexdigest()


def _keep(path: Path, content: bytes) -> None:
    """Write beside, flush, rename: the file is there whole, or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)

"""Photos 照片: a picture of a place made small enough for a phone, with nothing in it but what one sees."""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from nuanxin.kernel.places.models import Located, Photo
from nuanxin.plain.traces import TracesKept, picture_without_traces

LARGEST_BYTES = 20_000_000
LARGEST_EDGE_PX, LARGEST_SHOWN_BYTES = 800, 60_000
"""A photo is shown no wider, no higher and no heavier than this: its page is opened on a phone."""
QUALITIES = (78, 64, 50, 36, 24)
PAPER = "white"


class PhotoRefused(ValueError):
    """A file is no photo; the text says what to hand in."""


@dataclass(frozen=True, slots=True)
class SmallPhoto:
    """A JPEG and its size in points."""

    content: bytes
    width: int
    height: int


def small_photo(content: bytes) -> SmallPhoto:
    """Return a photo (JPEG, PNG or WebP) small and without traces. Raises PhotoRefused for anything else."""
    if len(content) > LARGEST_BYTES:
        raise PhotoRefused(_("A photo of up to 20 MB can be kept; this one is larger."))
    try:
        bare = picture_without_traces(content)
    except TracesKept:
        raise PhotoRefused(_("Hand in a photo: JPEG, PNG or WebP.")) from None
    with Image.open(BytesIO(bare)) as picture:
        whole = picture.convert("RGBA")
        whole.thumbnail((LARGEST_EDGE_PX, LARGEST_EDGE_PX))
        flat = Image.new("RGB", whole.size, PAPER)
        flat.paste(whole, mask=whole)
    return SmallPhoto(_light(flat), flat.width, flat.height)


def _light(picture: Image.Image) -> bytes:
    """Return a JPEG of the best quality that is light enough, or of the least."""
    for quality in QUALITIES:
        out = BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= LARGEST_SHOWN_BYTES:
            break
    return out.getvalue()


def photo_of(place: Located) -> Photo | None:
    """Return the photo of a place, its picture left in the database; None where it has none."""
    return photo_about(place.record_kind, place.pk)


def photo_about(kind: int, number: int) -> Photo | None:
    """Return the same by the kind and number of the place's record."""
    return Photo.objects.filter(about_kind=kind, about=number).defer("content").first()

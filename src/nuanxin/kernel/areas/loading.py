"""Loading the division codes that come with the house."""

import csv
import gzip
from collections.abc import Iterator
from importlib.resources import files

from django.db import transaction

from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.index import held
from nuanxin.kernel.areas.models import Area

_FILES = files("nuanxin.kernel.areas.divisions")


def load_divisions() -> int:
    """Add every division that is not there yet, and return how many were added.

    What is there stays as it is, so renames and mergers survive a second run.
    """
    with transaction.atomic():
        known = set(Area.objects.values_list("code", flat=True))
        fresh = [area for area in _areas() if area.code not in known]
        if fresh:
            Area.objects.bulk_create(fresh, batch_size=2_000)
            held.changed()
    return len(fresh)


def _areas() -> Iterator[Area]:
    english = _english()
    packed = (_FILES / "inner_mongolia_divisions.csv.gz").read_bytes()
    for row in csv.DictReader(gzip.decompress(packed).decode("utf-8").splitlines()):
        yield Area(
            code=full(row["code"]),
            name=row["name"],
            english=english.get(row["code"], ""),
            level=row["level"],
            parent_id=full(row["parent"]) if row["parent"] else None,
        )


def _english() -> dict[str, str]:
    lines = (_FILES / "english.csv").read_text(encoding="utf-8").splitlines()
    return {row["code"]: row["english"] for row in csv.DictReader(lines)}

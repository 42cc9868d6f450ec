"""Signature 版式特征: by what a layout is known again: its headings, in whatever order they stand."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from nuanxin.kernel.intake.headings import Heading, normal

_PERIOD = re.compile(r"\d+(?=年|月|季度|日)")


@dataclass(frozen=True, slots=True)
class Signature:
    """The headings of a header as keys, one a column from the left, and their fingerprint.

    A key is the heading without spaces, punctuation and unit; the numbers of years and months go too where
    the headings stay different without them, so that next month's header is the same. Where two headings
    are alike, their order belongs to the fingerprint; else it does not.
    """

    keys: tuple[str, ...]
    fingerprint: str

    def places(self) -> list[tuple[str, int]]:
        """Return each heading's key with its number among those alike, from 0."""
        met = Counter[str]()
        found = []
        for key in self.keys:
            found.append((key, met[key]))
            met[key] += 1
        return found


def signature(headed: Sequence[Heading]) -> Signature:
    """Return the signature of a header."""
    keys = [normal(heading.text) for heading in headed]
    timeless = [_PERIOD.sub("", key) for key in keys]
    if len(set(timeless)) == len(timeless):
        keys = timeless
    alike = len(set(keys)) < len(keys)
    said = "\n".join(["in order", *keys] if alike else sorted(keys))
    return Signature(tuple(keys), sha256(said.encode()).hexdigest())

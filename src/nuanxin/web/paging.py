"""Paging 分页: where in a long list one is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its offset, its size, how many lines there are in all, and the list's address.

    ``address`` ends in ``?`` or ``&``, ready for an offset.
    """

    offset: int
    size: int
    total: int
    address: str = "?"

    @property
    def first(self) -> int:
        """The number of the first line shown, counted from 1; 0 in an empty list."""
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        """The number of the last line shown."""
        return min(self.offset + self.size, self.total)

    @property
    def earlier(self) -> str:
        """The address of the page before, or nothing."""
        return f"{self.address}offset={max(0, self.offset - self.size)}" if self.offset else ""

    @property
    def later(self) -> str:
        """The address of the page after, or nothing."""
        return f"{self.address}offset={self.last}" if self.last < self.total else ""


def listing(address: str) -> str:
    """Return an address ready for an offset."""
    return f"{address}{'&' if '?' in address else '?'}"


def whole(text: str | None, default: int = 0) -> int:
    """Read a whole number from an address, or return ``default`` where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else default

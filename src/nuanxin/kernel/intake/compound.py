"""Compound files 复合文件 (.xls and locked workbooks): looked through before a reader follows their chains.

A damaged file's chains of sectors may run in a circle; a reader that follows one takes all memory
there is (found by fuzzing: 6 kB, 8 GB). Whatever does not hold together is told (MS-CFB 2.2 to 2.6).
"""

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA
"""Sector numbers from here on are marks: end of a chain, free, a table's own."""


class Broken(ValueError):
    """A compound file whose chains do not hold together."""


def look_through(content: bytes) -> None:
    """Raise Broken where a chain of a compound file runs in a circle, out of the file, or is cut."""
    if len(content) < 512:
        raise Broken("no header")
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    if (shift, small_shift) not in ((9, 6), (12, 6)):
        raise Broken("odd sector size")
    size = 1 << shift
    sectors = (len(content) - max(size, 512) + size - 1) // size
    table = _table(content, size, sectors)
    directory, small_first = (
        struct.unpack_from("<I", content, 48)[0],
        struct.unpack_from("<I", content, 60)[0],
    )
    _chain(table, small_first, sectors)
    entries = b"".join(_sector(content, size, at) for at in _chain(table, directory, sectors))
    small = b"".join(_sector(content, size, at) for at in _chain(table, small_first, sectors))
    small_table = struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4])
    for start in range(0, len(entries) - 127, 128):
        kind, first = entries[start + 66], struct.unpack_from("<I", entries, start + 116)[0]
        length = struct.unpack_from("<I", entries, start + 120)[0]
        if kind == 5 or (kind == 2 and length >= 4096):
            _chain(table, first, sectors)
        elif kind == 2 and length:
            _chain(small_table, first, len(small_table))


def _table(content: bytes, size: int, sectors: int) -> tuple[int, ...]:
    """Return the whole allocation table, from the header's list and the chain of further lists."""
    places = list(struct.unpack_from("<109I", content, 76))
    further, seen = struct.unpack_from("<I", content, 68)[0], set[int]()
    while further < _LAST:
        if further in seen or further >= sectors:
            raise Broken("list of tables in a circle")
        seen.add(further)
        more = struct.unpack(f"<{size // 4}I", _whole(content, size, further))
        places += more[:-1]
        further = more[-1]
    table: list[int] = []
    for at in places:
        if at < _LAST:
            table += struct.unpack(f"<{size // 4}I", _whole(content, size, at))
    return tuple(table)


def _chain(table: tuple[int, ...], first: int, sectors: int) -> list[int]:
    """Return the sectors of a chain."""
    found: list[int] = []
    seen = set[int]()
    while first < _LAST:
        if first in seen or first >= min(len(table), sectors):
            raise Broken("a chain in a circle, or out of the file")
        seen.add(first)
        found.append(first)
        first = table[first]
    return found


def _sector(content: bytes, size: int, at: int) -> bytes:
    return content[(at + 1) * size : (at + 2) * size]


def _whole(content: bytes, size: int, at: int) -> bytes:
    sector = _sector(content, size, at)
    if len(sector) != size:
        raise Broken("a table is cut")
    return sector

"""Broken files 打不开的文件: locked by a password, or cut short on the way; both must be refused."""

import struct
from random import Random

from nuanxin.kernel.intake.torture.canvas import Drawn
from nuanxin.kernel.intake.torture.writers import xlsx_book

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def cut_short(drawn: Drawn, random: Random) -> bytes:
    """Return a workbook of which the end is missing."""
    whole = xlsx_book.write(drawn, random)
    return whole[: random.randint(len(whole) // 4, len(whole) * 3 // 4)]


def encrypted(_drawn: Drawn, random: Random) -> bytes:
    """Return a workbook under a password: a compound file that holds an encrypted package (MS-OFFCRYPTO)."""
    return _compound({"EncryptionInfo": random.randbytes(4_608), "EncryptedPackage": random.randbytes(8_192)})


def _compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file (MS-CFB, version 3) of streams of at least 4,096 bytes each."""
    fat, body, starts = [_FAT, _END], b"", []
    for content in streams.values():
        count = -(-len(content) // _SECTOR)
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
        body += content.ljust(count * _SECTOR, b"\0")
    fat += [_FREE] * (_SECTOR // 4 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    entries = [_entry("Root Entry", 5, 1, _END, 0)]
    for number, (name, content) in enumerate(streams.items()):
        right = 2 if number == 0 else _FREE
        entries.append(_entry(name, 2, _FREE, starts[number], len(content), right))
    directory = b"".join(entries).ljust(_SECTOR, b"\0")
    return head + struct.pack(f"<{len(fat)}I", *fat) + directory + body


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = _FREE) -> bytes:
    label = name.encode("utf-16-le") + b"\0\0"
    told = label.ljust(64, b"\0") + struct.pack("<HBBIII", len(label), kind, 1, _FREE, right, child)
    return told + bytes(36) + struct.pack("<IQ", start, size)

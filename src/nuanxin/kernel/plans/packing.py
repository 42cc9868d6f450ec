"""Packing 打包: named arrays and plain values as bytes, the same bytes for the same content.

A line of JSON says what follows, then come the arrays one after the other; all of it compressed. Nothing
in it can run when it is read.
"""

import json
import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

Packed = Mapping[str, Any]
_KINDS = "biuf"


def packed(content: Packed) -> bytes:
    """Return arrays (whole numbers, floats, booleans) and JSON values, by name, as bytes."""
    told, arrays = dict[str, Any](), list[bytes]()
    for name in sorted(content):
        value = content[name]
        if isinstance(value, np.ndarray):
            told[name] = {"array": [value.dtype.str, list(value.shape)]}
            arrays.append(np.ascontiguousarray(value).tobytes())
        else:
            told[name] = {"value": value}
    head = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return zlib.compress(b"%d\n" % len(head) + head + b"".join(arrays), 6)


def unpacked(content: bytes) -> dict[str, Any]:
    """Return what was packed. Raises ValueError for bytes that are damaged."""
    try:
        whole = zlib.decompress(bytes(content))
        size, _newline, rest = whole.partition(b"\n")
        told, at = json.loads(rest[: int(size)]), int(size)
    except (zlib.error, ValueError) as error:
        raise ValueError("these bytes were not packed here, or are damaged") from error
    found = dict[str, Any]()
    for name, each in told.items():
        if "value" in each:
            found[name] = each["value"]
            continue
        found[name], at = _array(rest, at, *each["array"])
    return found


def _array(rest: bytes, at: int, kind: str, shape: list[int]) -> tuple[NDArray[Any], int]:
    dtype = np.dtype(kind)
    many = int(np.prod(shape, dtype=np.int64))
    if dtype.kind not in _KINDS or len(rest) - at < many * dtype.itemsize:
        raise ValueError("these bytes were not packed here, or are damaged")
    array = np.frombuffer(rest, dtype, many, at).reshape(shape).copy()
    return array, at + many * dtype.itemsize


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of packed content: of what it holds, however it was compressed."""
    return sha256(zlib.decompress(content)).hexdigest()

"""A store of pieces 备份仓: contents kept once, under their SHA-256, so that a second backup is small.

``objects/ab/abcd...`` holds a piece as a zlib stream. A piece is whole or not there: it is written
beside, flushed and renamed.
"""

import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

SIZE = 1 << 18
"""Bytes of a piece of a file: small enough that a changed page copies little."""


class PieceDamaged(Exception):
    """A piece of a backup is missing or is not what was put there."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a backup folder."""

    folder: Path

    def put(self, contents: Iterable[bytes]) -> list[str]:
        """Keep each content and return its digest; those kept already are left alone."""
        return [self._keep(content) for content in contents]

    def _keep(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        path = self._path(digest)
        if not path.exists():
            write_durably(path, zlib.compress(content, 1))
        return digest

    def get(self, digest: str) -> bytes:
        """Return a piece after checking that it is what its name says; PieceDamaged otherwise."""
        path = self._path(digest)
        try:
            content = zlib.decompress(path.read_bytes())
        except (FileNotFoundError, zlib.error) as error:
            raise PieceDamaged(f"{path}: {error}") from error
        if sha256(content).hexdigest() != digest:
            raise PieceDamaged(f"{path}: the content is not what its name says")
        return content

    def sweep(self, named: set[str]) -> int:
        """Remove the pieces nobody names any more; return how many there were."""
        gone = [path for path in (self.folder / "objects").glob("??/*") if path.name not in named]
        for path in gone:
            path.unlink()
        return len(gone)

    def _path(self, digest: str) -> Path:
        return self.folder / "objects" / digest[:2] / digest


def cut(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces."""
    with path.open("rb") as file:
        while piece := file.read(SIZE):
            yield piece


def write_durably(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file whole or not at all, readable as ``mode`` says."""
    write_pieces(path, [content], mode)


def write_pieces(path: Path, contents: Iterable[bytes], mode: int = 0o600) -> None:
    """Write a file from pieces, whole or not at all; its folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.fresh")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as file:
        for content in contents:
            file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a rename in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

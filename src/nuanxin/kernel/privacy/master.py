"""Master keys 主密钥: files outside the database, readable by their owner alone, made on first use.

They wrap the data keys, which seal the values. ``NUANXIN_KEYS`` may name another folder than the
one beside the data, on another disk or a mounted token: then a copy of the data opens nothing.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_bytes

from django.conf import settings
from django.utils.translation import gettext as _

from nuanxin.kernel.privacy.ciphers import key_name

MASTER_BYTES = 32


class KeyMissing(Exception):
    """A key that values are sealed under is not there; the text says which and what to do."""


def folder() -> Path:
    """Return the folder of the master keys, made if need be."""
    given: Path | None = settings.NUANXIN.get("keys")
    path = (given or settings.NUANXIN["data"] / "keys") / "personal"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def files() -> list[Path]:
    """Return the files of the master keys, oldest first."""
    return sorted(folder().glob("master-*.key"), key=_number)


def _number(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def masters() -> dict[str, bytes]:
    """Return every master key by name, oldest first."""
    keys = (path.read_bytes() for path in files())
    return {key_name(key): key for key in keys}


def current() -> tuple[str, bytes]:
    """Return the newest master key with its name, made where there is none yet."""
    if not files():
        make()
    return list(masters().items())[-1]


def named(name: str) -> bytes:
    """Return a master key by name. Raises KeyMissing."""
    key = masters().get(name)
    if key is None:
        raise KeyMissing(
            _("The master key %(name)s is not in %(folder)s: bring it back from where keys are kept.")
            % {"name": name, "folder": folder()}
        )
    return key


def make() -> str:
    """Make a new master key, the current one from now on; return its name.

    Two processes that make the very first one at once end with one.
    """
    known = files()
    path = folder() / f"master-{_number(known[-1]) + 1 if known else 1:04}.key"
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(token_bytes(MASTER_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
    _flush(path.parent)
    return key_name(path.read_bytes())


def destroy(name: str) -> None:
    """Overwrite and remove a master key that nothing needs any more."""
    for path in files():
        if key_name(path.read_bytes()) == name:
            with path.open("r+b") as file:
                file.write(token_bytes(MASTER_BYTES))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
    _flush(folder())


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def held(*, alone: bool = False) -> Iterator[None]:
    """Keep keys from being retired while something outside the database is sealed; ``alone`` to retire."""
    with (folder() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield

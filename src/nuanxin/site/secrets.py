"""The installation's secret key: made once, kept beside the data, never in the repository."""

import os
from pathlib import Path
from secrets import token_urlsafe


def secret_key(data: Path) -> str:
    """Return ``NUANXIN_SECRET_KEY``, or the key kept in ``data/keys``, made on first use."""
    if given := os.environ.get("NUANXIN_SECRET_KEY"):
        return given
    path = data / "keys" / "secret"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        return _kept(path, token_urlsafe(50))


def _kept(path: Path, key: str) -> str:
    path.parents[1].mkdir(parents=True, exist_ok=True, mode=0o700)  # sheets name persons
    path.parent.mkdir(exist_ok=True, mode=0o700)
    fresh = path.with_name(f"secret.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    try:
        os.link(fresh, path)  # two first starts at once: the first key stays
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text(encoding="ascii")

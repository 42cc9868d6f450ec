"""The key under which second factors are kept: beside the data, outside the database."""

import os
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings


def factor_key() -> bytes:
    """Return the key of the second factors' secrets, made on first use and readable by its owner only."""
    folder: Path = settings.NUANXIN["data"] / "keys"
    path = folder / "second-factors.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()

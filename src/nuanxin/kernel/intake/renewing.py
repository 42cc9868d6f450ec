"""Renewing kept files 文件换钥: each sealed anew under the key of today, and which keys files lie under."""

from collections.abc import Callable, Iterator
from pathlib import Path

from nuanxin.kernel.intake.files import folder, write_file
from nuanxin.kernel.intake.sealing import WORKBOOK, keys_used, opened, sealed
from nuanxin.kernel.privacy.master import held
from nuanxin.kernel.privacy.ring import Ring


def kept_paths() -> Iterator[Path]:
    """Yield the paths of all kept files."""
    yield from (path for path in sorted(folder().glob("??/*.*")) if not path.name.startswith("."))


def keys_in_files() -> set[int]:
    """Return the ids of the data keys that kept files lie under."""
    return {key for path in kept_paths() for key in keys_used(path.read_bytes())}


def renew_files(tell: Callable[[str, int, int], None]) -> int:
    """Seal every file that lies under an older key, or in clear, anew; return how many did."""
    paths, renewed, ring = list(kept_paths()), 0, Ring()
    for done, path in enumerate(paths, 1):
        kept, digest = path.read_bytes(), bytes.fromhex(path.stem)
        if keys_used(kept) != {ring.sealing(WORKBOOK.name).id}:
            with held():
                write_file(path, sealed(opened(kept, digest, ring), digest, ring))
            renewed += 1
        tell("files", done, len(paths))
    return renewed

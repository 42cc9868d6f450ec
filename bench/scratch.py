"""The scratch folder: what a run lays down and a second run finds again.

``NUANXIN_BENCH_DIR`` names it; by default it is ``bench`` beside the data (``NUANXIN_DATA``, or
``var``). A folder is used again only where its stamp says that the same text made it.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

STAMP = "laid.stamp"


def scratch() -> Path:
    """Return the scratch folder, made if need be."""
    beside = Path(os.environ.get("NUANXIN_DATA", Path(__file__).parents[1] / "var"))
    path = Path(os.environ.get("NUANXIN_BENCH_DIR", beside / "bench")).resolve()
    path.mkdir(parents=True, exist_ok=True)
    return path


def laid(name: str, stamp: str, lay: Callable[[Path], None]) -> Path:
    """Return a folder of the scratch, laid by ``lay`` unless it stands there under the same stamp."""
    path = scratch() / name
    kept = path / STAMP
    if not kept.exists() or kept.read_text() != stamp:
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        lay(path)
        kept.write_text(stamp)
    return path


def emptied(name: str) -> Path:
    """Return a folder of the scratch with nothing in it."""
    path = scratch() / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    return path

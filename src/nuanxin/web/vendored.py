"""Vendored 外部文件: charts, maps and a typeface from npm, copied beside our static files, never committed.

``python -m nuanxin.web.vendored`` copies the few files that pages load out of ``node_modules``, each with
its licence. Pages load them from this site alone, so that an office without the internet has them too.
"""

import shutil
import sys
from pathlib import Path

from whitenoise.compress import Compressor

PROJECT = Path(__file__).resolve().parents[3]
STATIC = Path(__file__).resolve().parent / "static" / "vendor"
MONGOLIAN = "@fontsource/noto-sans-mongolian"
FILES = {
    "echarts/dist/echarts.common.min.js": "echarts/echarts.min.js",
    "echarts/LICENSE": "echarts/LICENSE",
    "leaflet/dist/leaflet.js": "leaflet/leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet/leaflet.css",
    "leaflet/LICENSE": "leaflet/LICENSE",
    f"{MONGOLIAN}/files/noto-sans-mongolian-mongolian-400-normal.woff2": "mongolian/mongolian.woff2",
    f"{MONGOLIAN}/LICENSE": "mongolian/LICENSE",
}
"""What is copied: the place in ``node_modules``, and the place under ``static/vendor``."""


def missing() -> list[str]:
    """Return what pages load and is not there, by its place under ``static/vendor``."""
    return [target for target in FILES.values() if not (STATIC / target).exists()]


def copy_vendored(modules: Path = PROJECT / "node_modules") -> int:
    """Copy the files out of ``modules``, compressed ones beside them.

    FileNotFoundError names one that npm did not bring.
    """
    packing = Compressor(quiet=True, use_brotli=False)
    for source, target in FILES.items():
        place = STATIC / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, place)
        if place.suffix in (".js", ".css"):
            list(packing.compress(str(place)))
    return len(FILES)


if __name__ == "__main__":
    sys.exit(not copy_vendored())

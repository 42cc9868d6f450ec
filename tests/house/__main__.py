"""Print what is wrong with trees: ``python -m tests.house ROOT ...``, JSON, faults by rule by tree.

Every tree is told by its own code, in a process of its own; what they share of other people's
packages is imported once, before the processes part.
"""

import gc
import json
import multiprocessing
import os
import sys
from collections import deque
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.house import cities, hosts, names, sizes, translations
from tests.house.tree import modules

SHARED = (
    "django.template.defaulttags",
    "django.db.models",
    "duckdb",
    "pyarrow",
    "openpyxl",
    "babel",
    "click",
    "numpy",
    "scipy.optimize",
    "scipy.spatial",
    "pandas",
    "psycopg",
    "pydantic",
    "docx",
    "xlsxwriter",
    "xlwt",
    "rapidfuzz",
    "chinese_calendar",
    "icalendar",
    "fontTools.ttLib",
    "requests",
    "segno",
    "lxml.etree",
    "cryptography.hazmat.primitives.asymmetric",
    "cryptography.hazmat.primitives.serialization",
    "django.views.generic",
    "django_stubs_ext",
    "fido2.webauthn",
    "lxml.html",
    "pydantic.networks",
    "typst",
)
ALIKE = (
    cities.code_names_no_city,
    hosts.files_name_no_machine,
    names.identifiers_are_english,
    sizes.functions_are_short,
)
"""Rules that find the same in the same text, and remember it."""


def told(tree: str) -> dict[str, list[str]]:
    """Set Django up on a tree and return its faults by rule."""
    os.chdir(tree)
    sys.path[:0] = [str(Path(tree, "src")), tree]
    with TemporaryDirectory() as store:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "nuanxin.site.settings", "NUANXIN_DATA": store}
        import django

        django.setup()
        from tests.house.rules import faults

        return faults(Path(tree))


def main(trees: list[str]) -> None:
    """Tell the trees' faults, two at a time; nothing read before the processes part is ever garbage."""
    gc.disable()
    for name in SHARED:
        import_module(name)
    deque(modules(Path.cwd()), maxlen=0)  # parsed here, the trees' common files need not be parsed again
    for rule in ALIKE:
        rule(Path.cwd())
    translations.read(Path.cwd())
    gc.freeze()
    gc.enable()
    with multiprocessing.get_context("fork").Pool(2, maxtasksperchild=1) as pool:
        print(json.dumps(dict(zip(trees, pool.map(told, trees, chunksize=1), strict=True))))


if __name__ == "__main__":
    main([str(Path(tree).resolve()) for tree in sys.argv[1:]])

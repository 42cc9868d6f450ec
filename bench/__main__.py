"""``python -m bench [NAME ...]``: run the claim files, by name or by file, and print one JSON line a claim.

A claim file is a module of this package with ``NAME = "figures"`` and ``claims() -> Iterable[Claim]``;
several files may share a name. One that takes hours (``HOURS``) runs only by name.
Exit code 1 where a claim is not met, 2 where a name is not known.
"""

import os
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import django

from bench.claim import tell


def files() -> Iterator[ModuleType]:
    """Yield the claim files: the modules of this package that carry a ``NAME``."""
    for found in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if found.name not in ("__main__", "claim"):
            module = import_module(f"bench.{found.name}")
            if hasattr(module, "NAME"):
                yield module


def _called(module: ModuleType) -> set[str]:
    """Return what a claim file answers to: the name it shares with others, and its own."""
    return {module.NAME, module.__name__.rpartition(".")[2]}


def main(names: list[str]) -> int:
    """Run the files of these names, or all of them; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanxin.site.settings")
    django.setup()
    known = list(files())
    chosen = [module for module in known if not names or not _called(module).isdisjoint(names)]
    if not chosen:
        known_names = ", ".join(sorted({module.NAME for module in known})) or "none yet"
        sys.stderr.write(
            f"No benchmark is called {' or '.join(names) or 'anything'}; there are: {known_names}.\n"
        )
        return 2
    met = True
    for module in chosen:
        if not names and hasattr(module, "HOURS"):
            sys.stderr.write(
                f"{module.NAME} takes {module.HOURS} hours and is left out: ask for it by name.\n"
            )
            continue
        for claim in module.claims():
            tell(claim)
            met &= claim.met is not False
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

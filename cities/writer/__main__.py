"""Write the demo city's sheets: ``python -m cities.writer --seed 20240531 --out cities/demo/sheets``.

Every module of this package that has a ``write(out, rng)`` draws its own files. Each gets a generator
of its own, seeded with the seed and its name: a new module changes nobody else's sheets.
"""

import argparse
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from random import Random

from cities.writer.streets import write_streets
from cities.writer.superior_form import write_forms

SEED = 20240531


def writers() -> list[str]:
    """Return the names of the modules here that write sheets, in alphabetical order."""
    found = sorted(module.name for module in iter_modules([str(Path(__file__).parent)]))
    return [name for name in found if name != "__main__" and hasattr(_module(name), "write")]


def _module(name: str) -> object:
    return import_module(f"{__package__}.{name}")


def write_city(out: Path, seed: int = SEED, only: tuple[str, ...] = ()) -> None:
    """Write every module's sheets (or only the named ones') into ``out``, which is made if missing."""
    out.mkdir(parents=True, exist_ok=True)
    for name in only or writers():
        _module(name).write(out, Random(f"{seed}:{name}"))  # type: ignore[attr-defined]  # noqa: S311


def main() -> None:
    """Read the command line and write the city."""
    parser = argparse.ArgumentParser(prog="python -m cities.writer", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=SEED, help="same seed, same cells")
    parser.add_argument("--out", type=Path, default=Path("cities/demo/sheets"), help="folder to write into")
    parser.add_argument("--only", nargs="*", default=(), help="names of writers, all where none is given")
    asked = parser.parse_args()
    write_city(asked.out, asked.seed, tuple(asked.only))
    write_forms(asked.out.parent / "forms")
    write_streets(asked.out.parent / "streets")


if __name__ == "__main__":
    main()

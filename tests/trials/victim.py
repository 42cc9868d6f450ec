"""A process to be killed: it imports, registers, seals and publishes without end, and says what is done.

Django is loaded once; every life is a fork of this warm process, begun while no database is
open. A line ``done KIND ACT HASH`` is an acknowledgement: whoever reads it may rely on it.
"""

import gc
import os
import random
import sys
from pathlib import Path

import django

django.setup()

import duckdb  # noqa: E402, F401, TID251 (loaded before the fork, not used)
import pandas  # noqa: E402, F401 (pyarrow looks for it at its first table)
from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402
from openpyxl import load_workbook  # noqa: E402

from nuanxin.kernel.areas.index import held  # noqa: E402
from nuanxin.kernel.bulletins.draft import read_draft  # noqa: E402
from nuanxin.kernel.bulletins.publishing import publish  # noqa: E402
from nuanxin.kernel.intake.importing import take  # noqa: E402
from nuanxin.kernel.intake.tables import recognised  # noqa: E402
from nuanxin.kernel.ledger.acts import By  # noqa: E402
from nuanxin.kernel.ledger.models import Act  # noqa: E402
from nuanxin.kernel.ledger.seals import seal  # noqa: E402
from nuanxin.site.city import City, actor, read_city  # noqa: E402


def said(kind: str, act: int | None) -> None:
    """Acknowledge an act in one write."""
    if act is not None:
        mark = bytes(Act.objects.get(number=act).hash).hex()
        os.write(1, f"done {kind} {act} {mark}\n".encode())


def changed_books(city: City, folder: Path, count: int = 12) -> list[Path]:
    """Write the register of attractions some times over, with some opening days changed in each."""
    source = next(path for path in city.sheets if "景点台账" in path.name)
    found = []
    for number in range(count):
        book, chance = load_workbook(source), random.Random(number)
        for cell in (cell for sheet in book for row in sheet.iter_rows(min_row=4) for cell in row):
            if str(cell.value).startswith("2021.") and chance.random() < 0.7:
                cell.value = f"2021.{chance.randint(1, 12)}.{chance.randint(1, 28)}"
        folder.joinpath(str(number)).mkdir(parents=True)
        found.append(folder / str(number) / source.name)
        book.save(found[-1])
    return found


def import_changed(city: City, path: Path) -> None:
    """Import one of the changed registers."""
    for report in take(actor(city, "clerk"), path):
        said("import", report.outcome.act if report.outcome else None)


def publish_next(city: City, number: str, scratch: Path) -> None:
    """Publish the city's bulletin under a number of its own."""
    text = city.bulletins[0].read_text(encoding="utf-8").replace('number = "2024-05"', f'number = "{number}"')
    path = scratch / "draft.toml"
    path.write_text(text, encoding="utf-8")
    by = By(actor(city, "publisher"), second=actor(city, "reviewer"))
    said("publish", publish(by, read_draft(path)).act)


def live(seed: int, city: City, books: list[Path]) -> None:
    """Work until killed."""
    chance = random.Random(seed)
    scratch = Path(settings.NUANXIN["data"]) / f"scratch-{seed}"
    scratch.mkdir()
    while True:
        deed = chance.choices(("import", "publish", "seal"), (5, 2, 3))[0]
        if deed == "import":
            import_changed(city, chance.choice(books))
        elif deed == "publish":
            publish_next(city, f"trial-{chance.getrandbits(60):x}", scratch)
        elif (head := seal()) is not None:
            os.write(1, f"sealed {head.number} {head.entries} {bytes(head.signature).hex()}\n".encode())


def main() -> None:
    """Begin a life for each seed read; say its pid, and when it is gone."""
    city = read_city(settings.NUANXIN["city"])
    books = changed_books(city, Path(settings.NUANXIN["data"]) / "books")
    held.get()
    recognised(books[0])  # what is read and made ready once is ready before a life begins
    connections.close_all()
    gc.freeze()  # no life looks for garbage in what all of them share
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.write(1, f"born {os.getpid()}\n".encode())
            live(int(line), city, books)
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main()

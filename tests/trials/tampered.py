"""A small installation with a bit of everything, and ways to change it behind the program's back."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from nuanxin.kernel.ledger import verify_entries
from nuanxin.kernel.ledger.acts import Act, Actor, By, SourceRef, action
from nuanxin.kernel.ledger.closings import close_month
from nuanxin.kernel.ledger.findings import Finding
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.ledger.seals import seal
from nuanxin.kernel.ledger.standalone_check import Checker
from nuanxin.kernel.ledger.verify import verify
from nuanxin.programmes.stations.models import Station
from nuanxin.site.connecting import connected_to
from nuanxin.site.databases import database

KEYS = {
    "ledger": "identity",
    "source": "id",
    "entry": "seq",
    "act": "number",
    "closing": "act_id",
    "segment": "number",
    "head": "number",
}
"""The ledger's tables and what tells their rows apart."""
CLERK, CHIEF = Actor(5, "clerk"), Actor(6, "chief")


@action("trials.keep_stations", zh="试登", en="keep stations")
def keep(act: Act, stations: list[Station]) -> Kept:
    return act.keep(Station, stations)


@action("trials.say", zh="试说", en="say something")
def say(act: Act, what: str) -> None:
    act.about("trial", what)


def stations(first: int, count: int, day: int = 6) -> list[Station]:
    return [
        Station(
            key=f"S-{number}",
            area=150826100000 + number % 3 * 1000,
            row=number + 4,
            name="驿站",
            kind="shop",
            address="",
            opened_on=date(2024, 5, day),
        )
        for number in range(first, first + count)
    ]


def source(name: str, part: str = "") -> SourceRef:
    return SourceRef("sheet", name.encode().ljust(32, b"."), f"{name}.xlsx", part)


@cache
def _laid() -> bytes:
    """Return a database in which ``migrate`` has laid all tables; nothing is in them, no identity either."""
    with TemporaryDirectory() as folder:
        with installation(Path(folder)):
            call_command("migrate", verbosity=0)
        return Path(folder, "nuanxin.sqlite3").read_bytes()


def lay(folder: Path) -> None:
    """Put a database with tables and nothing else into a folder."""
    (folder / "nuanxin.sqlite3").write_bytes(_laid())


def build(folder: Path) -> None:
    """Write a ledger with three segments, four heads, a closed month, corrections, notes and a tail."""
    lay(folder)
    with installation(folder):
        keep(By(CLERK, source("register", "临河区")), stations(0, 6))
        say(By(CLERK), "only said")
        seal()
        keep(By(CLERK, source("register", "五原县"), note="补登"), stations(6, 5))
        seal()
        say(By(CLERK, SourceRef("console", b"c" * 32, "console")), "said before a head of its own")
        seal()
        close_month(By(CLERK), programme=2, area=150800000000, last_area=150899999999, month=202312)
        keep(By(CLERK, source("corrected"), "correction", 21, CHIEF, "日期打错"), stations(2, 3, day=16))
        seal()
        close_month(By(CHIEF), programme=2, area=150800000000, last_area=150899999999, month=202401)
        keep(By(CLERK, source("register", "临河区")), stations(11, 3))
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with closing(sqlite3.connect(folder / "nuanxin.sqlite3", isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")


@contextmanager
def installation(folder: Path) -> Iterator[None]:
    """Stand on the SQLite file of a folder."""
    before = settings.NUANXIN["data"]
    settings.NUANXIN["data"] = folder
    try:
        with connected_to(database("", folder)):
            yield
    finally:
        settings.NUANXIN["data"] = before


def copied(original: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(original, folder)
    return folder


def findings(folder: Path, *, twice: bool = False) -> tuple[set[str], set[str]]:
    """Return the places that ``verify`` and the stand-alone checker name; ``twice``: with workers too."""
    with installation(folder):
        ours: list[Finding] = verify()
        if twice:
            with patch.object(verify_entries, "SMALL", 0):
                assert verify() == ours
    return {finding.place for finding in ours}, set(Checker(folder).found)


def names(places: set[str], kind: str, number: object) -> bool:
    """Whether one of the places is that thing, alone or in a run such as "entry 5-9"."""
    for place in places:
        words = place.split()
        if words[0] == kind and (len(words) == 1 or words[1] == str(number) or _between(words[1], number)):
            return True
    return False


def _between(span: str, number: object) -> bool:
    first, dash, last = span.partition("-")
    return bool(dash) and first.isdigit() and isinstance(number, int) and int(first) <= number <= int(last)


@contextmanager
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the database as an intruder would: no triggers, no constraints but those of SQLite itself."""
    with closing(sqlite3.connect(folder / "nuanxin.sqlite3", isolation_level=None)) as raw:
        raw.execute("PRAGMA ignore_check_constraints=ON")
        yield raw


def columns(folder: Path, table: str) -> list[tuple[str, str, bool]]:
    """Return the columns of a table: name, kind of cell, and whether it may be empty."""
    with opened(folder) as raw:
        told = raw.execute(f"PRAGMA table_info(ledger_{table})").fetchall()
    return [(name, _kind(declared), not must) for _, name, declared, must, *_ in told]


def _kind(declared: str) -> str:
    return "whole" if "int" in declared.lower() else "text" if "char" in declared.lower() else "bytes"


def altered(cell: object, kind: str, chance: random.Random) -> tuple[str, object]:
    """Return SQL and value of a cell with one byte changed, or another where it was empty."""
    if kind == "whole":
        value = 7 if cell is None else _flipped_whole(int(str(cell)), chance)
        return "?", value
    content = b"\x07" * 32 if cell is None else bytes(cell) if isinstance(cell, bytes) else str(cell).encode()
    changed = _flipped(content, chance) if content else b"x"
    return ("?" if kind == "bytes" else "CAST(? AS TEXT)"), changed


def _flipped_whole(value: int, chance: random.Random) -> int:
    made = int.from_bytes(_flipped(value.to_bytes(8, "big", signed=True), chance), "big", signed=True)
    return chance.choice([made, value + 1, value - 1])


def _flipped(content: bytes, chance: random.Random) -> bytes:
    """Return bytes with one of them changed."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


def flip(path: Path, chance: random.Random) -> None:
    """Change one byte of a file."""
    path.write_bytes(_flipped(path.read_bytes(), chance))

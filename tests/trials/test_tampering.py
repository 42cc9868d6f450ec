"""Whatever is changed behind the program's back is found, twice, and the place is named.

Once by ``verify`` and once by the stand-alone checker. NUANXIN_TAMPERINGS multiplies the tries.
"""

import os
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from nuanxin.kernel.ledger import standalone_check
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from tests.trials.tampered import (
    KEYS,
    altered,
    build,
    columns,
    copied,
    findings,
    flip,
    installation,
    names,
    opened,
)

TRIES = 3 * int(os.environ.get("NUANXIN_TAMPERINGS", "1"))


@pytest.fixture(scope="module")
def original(tmp_path_factory, django_db_blocker):
    folder = tmp_path_factory.mktemp("original") / "data"
    folder.mkdir()
    with django_db_blocker.unblock():
        build(folder)
        yield folder


@pytest.fixture
def copy(original, tmp_path):
    return copied(original, tmp_path / "copy")


def rows(folder, table):
    with opened(folder) as raw:
        raw.row_factory = sqlite3.Row
        return [dict(row) for row in raw.execute(f"SELECT * FROM ledger_{table} ORDER BY 1")]


def expected(folder: Path, table: str, row: dict) -> list[tuple[str, object]]:
    """Where a change to a row may be found: the row itself; acts answer for sources and the identity."""
    if table == "ledger":
        return [("ledger", ""), ("act", 1)]
    if table == "source":
        users = [act["number"] for act in rows(folder, "act") if act["source_id"] == row["id"]]
        return [("source", row["id"]), *(("act", number) for number in users)]
    return [(table, row[KEYS[table]])]


def assert_found(folder: Path, where: list[tuple[str, object]], what: str) -> None:
    found = findings(folder, twice=where[0][0] in ("entry", "segment"))
    for finder, places in zip(("verify", "checker"), found, strict=True):
        assert any(names(places, *place) for place in where), f"{finder}: {what} is {where}, named {places}"


def test_no_false_alarm(copy):
    assert findings(copy) == (set(), set())
    with installation(copy):
        assert verify(deep=True) == []
        assert verify_records() == []


@pytest.mark.parametrize("table", KEYS)
def test_any_changed_byte_of_any_cell_is_found(original, copy, table):
    for name, kind, empty in columns(original, table):
        chance = random.Random(f"{table} {name}")
        for row in chance.choices(rows(original, table), k=TRIES):
            copied(original, copy)
            sql, value = (
                ("NULL", None) if empty and chance.random() < 0.2 else altered(row[name], kind, chance)
            )
            change = f"UPDATE ledger_{table} SET {name} = {sql} WHERE {KEYS[table]} = ?"
            with opened(copy) as raw:
                try:
                    raw.execute(change, [*([] if sql == "NULL" else [value]), row[KEYS[table]]])
                except sqlite3.IntegrityError:
                    continue  # SQLite itself keeps two rows from having one key
            if row[name] != value:
                where = expected(original, table, row)
                assert_found(copy, where, f"{name} of {table} {row[KEYS[table]]}: {row[name]!r} to {value!r}")


@pytest.mark.parametrize("table", KEYS)
def test_any_row_taken_away_is_found(original, copy, table):
    for row in rows(original, table):
        copied(original, copy)
        with opened(copy) as raw:
            raw.execute(f"DELETE FROM ledger_{table} WHERE {KEYS[table]} = ?", [row[KEYS[table]]])
        where = expected(original, table, row)
        if table == "act":  # where it was the last one, the checker names the entry that nobody wrote
            where += [("entry", row["first_seq"])]
        assert_found(copy, where, f"{table} {row[KEYS[table]]} taken away")


@pytest.mark.parametrize("table", KEYS)
def test_any_row_slipped_in_is_found(original, copy, table):
    for row in rows(original, table)[-TRIES:]:
        copied(original, copy)
        fresh = {**row, KEYS[table]: 77 if isinstance(row[KEYS[table]], int) else "zz"}
        for name in {"source": ("part",), "segment": ("first_seq", "last_seq"), "closing": ("month",)}.get(
            table, ()
        ):
            fresh[name] = 10**6 + 77 if isinstance(fresh[name], int) else "slipped in"
        with opened(copy) as raw:
            marks = ", ".join("?" * len(fresh))
            raw.execute(
                f"INSERT INTO ledger_{table} ({', '.join(fresh)}) VALUES ({marks})", list(fresh.values())
            )
        assert_found(copy, expected(original, table, fresh), f"{table} slipped in")


@pytest.mark.parametrize("table", KEYS)
def test_a_cell_of_another_kind_is_named_by_verify(original, copy, table):
    """SQLite would keep a word where a number or a hash belongs; verification does not stumble over it."""
    other = {"whole": "'word'", "bytes": "'word'", "text": "x'ff00'"}
    for name, kind, _empty in columns(original, table):
        row = rows(original, table)[-1]
        copied(original, copy)
        with opened(copy) as raw:
            try:
                change = f"UPDATE ledger_{table} SET {name} = {other[kind]} WHERE {KEYS[table]} = ?"
                raw.execute(change, [row[KEYS[table]]])
            except sqlite3.IntegrityError:
                continue  # a row's own number stays a number
        with installation(copy):
            places = {finding.place for finding in verify()}
        named = any(names(places, *place) for place in expected(original, table, row))
        assert named or (name in KEYS.values() and places), f"{name} of {table}: {places}"


def test_changed_words_of_a_reason_are_found(copy):
    with opened(copy) as raw:
        raw.execute("UPDATE ledger_note SET sealed = CAST(sealed || x'00' AS BLOB) WHERE act_id = 3")
    with installation(copy):
        assert [finding.place for finding in verify()] == ["note of act 3"]


def test_an_entry_changed_with_its_hash_is_found_by_its_act_and_its_seal(original, copy):
    """An intruder who knows the format mends the entry's own hash; what was closed over it remains."""
    sealed, unsealed = rows(original, "entry")[3], rows(original, "entry")[-2]
    for row in (sealed, unsealed):
        copied(original, copy)
        changed = {**row, "quantity": 1000}
        line = "|".join("" if changed[name] is None else str(changed[name]) for name in FIELDS)
        fresh = standalone_check.sha256(b"\0NX1|" + line.encode()).digest()
        with opened(copy) as raw:
            raw.execute(
                "UPDATE ledger_entry SET quantity = 1000, hash = ? WHERE seq = ?", [fresh, row["seq"]]
            )
        assert_found(copy, [("act", row["act_id"])], "a changed entry with its hash")
        if row is sealed:
            ours, theirs = findings(copy)
            assert f"entry {row['seq']}" in ours and "segment 1" in theirs


FIELDS = (standalone_check.ENTRY + "record row").split()


def sealed_files(original: Path) -> list[str]:
    sealed = [path for path in original.glob("segments/0*") if path.suffix != ".blocks"]  # made anew at need
    found = [*sealed, *original.glob("keys/*.pub")]
    return sorted(str(path.relative_to(original)) for path in found)


def place_of(original: Path, name: str) -> list[tuple[str, object]]:
    if name.startswith("keys/"):
        return [("head", 1)]
    first = int(Path(name).name[:12])
    return [("segment", row["number"]) for row in rows(original, "segment") if row["first_seq"] == first]


def test_any_changed_byte_of_any_sealed_file_is_found(original, copy):
    for name in sealed_files(original):
        chance = random.Random(name)
        for _try in range(TRIES):
            copied(original, copy)
            flip(copy / name, chance)
            assert_found(copy, place_of(original, name), f"a byte of {name}")


@pytest.mark.parametrize("deed", ["removed", "cut short", "made longer"])
def test_any_sealed_file_not_whole_is_found(original, copy, deed):
    for name in sealed_files(original):
        copied(original, copy)
        path = copy / name
        content = path.read_bytes()
        path.unlink()
        if deed != "removed":
            path.write_bytes(content[:-1] if deed == "cut short" else content + b"\n")
        assert_found(copy, place_of(original, name), f"{name} {deed}")


def test_a_rewritten_ledger_is_not_the_published_one(original, copy, tmp_path, django_db_blocker):
    """Whoever holds key and program can write another sound ledger; its printed codes differ."""
    other = tmp_path / "other"
    other.mkdir()
    build(other)
    kept, rewritten = standalone_check.Checker(copy), standalone_check.Checker(other)
    assert kept.found == rewritten.found == []
    assert len(kept.codes) == 4 and not set(kept.codes) & set(rewritten.codes)


def test_the_checker_stands_alone(copy, tmp_path):
    """A copy of the script, in isolation: no Nuanxin on its path, under a hundred lines in all."""
    script = tmp_path / "standalone_check.py"
    text = Path(standalone_check.__file__).read_text(encoding="utf-8")
    script.write_text(text, encoding="utf-8")
    assert "nuanxin." not in text.replace("nuanxin.sqlite3", "").lower()
    assert len(text.splitlines()) < 100
    command = [sys.executable, "-I", str(script), str(copy)]
    sound = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert sound.returncode == 0 and sound.stdout.startswith("head 1 ")
    with opened(copy) as raw:
        raw.execute("UPDATE ledger_entry SET quantity = 2 WHERE seq = 3")
    wrong = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert wrong.returncode == 1 and wrong.stdout.startswith("entry 3: ")

"""One process of fuzzing: inputs that grow with coverage, until time is up; faults are kept, not fatal.

An input's first byte says how it is read: as a file of one suffix, or as the cells of a worksheet
drawn from the other bytes, which goes deeper than bytes of a packed file ever would.
"""

import hashlib
import json
import os
import sys
import traceback
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from typing import Any
from zipfile import BadZipFile, ZipFile

import atheris

with atheris.instrument_imports(include=["nuanxin.kernel.intake", "nuanxin.plain"]):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanxin.site.settings")
    django.setup()
    from nuanxin.kernel.intake.books import Content, Page, pages
    from nuanxin.kernel.intake.catalogue import all_sheets
    from nuanxin.kernel.intake.declare import Sheet
    from nuanxin.kernel.intake.faults import FileRefused
    from nuanxin.kernel.intake.matching import Match, recognise
    from nuanxin.kernel.intake.reader import read_table

from tests.fuzz.words import WORDS

SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".xlsb", ".txt")
MOST_MB = 400
"""What one input may add to the process at its peak."""
SHEETS = all_sheets()


def read_all(found: list[Page], sheets: list[Sheet]) -> None:
    """Go the way of every upload as far as reading goes."""
    for page in found:
        if not page.hidden and isinstance(match := recognise(page, sheets), Match):
            read_table(page, match)


def read_drawn(content: bytes) -> None:
    """Read a worksheet whose header and cells the bytes choose, as the sheet they choose."""
    chosen = atheris.FuzzedDataProvider(content)
    sheet = SHEETS[chosen.ConsumeIntInRange(0, len(SHEETS) - 1)]
    rows: list[list[Any]] = [[chosen.PickValueInList(WORDS)]] if chosen.ConsumeBool() else []
    rows.append([column.zh for column in sheet.columns])
    for _row in range(chosen.ConsumeIntInRange(1, 8)):
        rows.append([_cell(chosen) for _column in sheet.columns])
    top, left = chosen.ConsumeIntInRange(0, 6), chosen.ConsumeIntInRange(0, 6)
    merges = [((top, left), (top + chosen.ConsumeIntInRange(0, 3), left + chosen.ConsumeIntInRange(0, 3)))]
    merged = merges if chosen.ConsumeBool() else []
    read_all([Page("1", len(rows), lambda: ([*row] for row in rows), merged)], [sheet])


def _cell(chosen: Any) -> Any:
    match chosen.ConsumeIntInRange(0, 10):
        case 0 | 1:
            return "".join(chosen.PickValueInList(WORDS) for _ in range(chosen.ConsumeIntInRange(1, 4)))
        case 2:
            return chosen.ConsumeUnicodeNoSurrogates(12)
        case 3:
            return chosen.ConsumeFloat()
        case 4:
            return float(chosen.ConsumeIntInRange(-10, 2**53))
        case 5:
            return date(1900, 1, 1) + timedelta(days=chosen.ConsumeIntInRange(0, 90_000))
        case 6:
            return f"{chosen.ConsumeIntInRange(0, 10**6)}{chosen.PickValueInList(WORDS)}"
        case 7:
            return chosen.ConsumeBool()
        case 8:
            return datetime(2024, 5, 1, 8) + timedelta(minutes=chosen.ConsumeIntInRange(0, 10**6))
        case 9:
            return time(8, 30) if chosen.ConsumeBool() else timedelta(hours=chosen.ConsumeIntInRange(0, 50))
        case _:
            return ""


def once(content: bytes) -> None:
    """Read one input; anything but a refusal with words is a fault."""
    if not content:
        return
    before = getrusage(RUSAGE_SELF).ru_maxrss
    try:
        kind = content[0] % 12
        if kind < len(SUFFIXES):
            read_all(pages(Content(f"input{SUFFIXES[kind]}", content[1:])), SHEETS)
        else:
            read_drawn(content[1:])
    except FileRefused:
        pass
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # a panic of the Rust reader is no Exception
        _keep(fault, content)
    grown = (getrusage(RUSAGE_SELF).ru_maxrss - before) // 1024
    if grown > MOST_MB:
        _keep(MemoryError(f"one input took {grown} MB"), content)


def _keep(fault: BaseException, content: bytes) -> None:
    """Keep the first input of each kind of fault, with its trace."""
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if "nuanxin" in frame.filename]
    last = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "elsewhere"
    name = hashlib.sha256(f"{type(fault).__name__} {last}".encode()).hexdigest()[:12]
    home = Path(os.environ["NUANXIN_FUZZ_FINDS"])
    if not (home / name).exists():
        (home / name).write_bytes(content)
        told = {"fault": f"{type(fault).__name__}: {fault}"[:500], "at": last, "bytes": len(content)}
        trace = "".join(traceback.format_exception(fault))[-3000:]
        (home / f"{name}.json").write_text(json.dumps({**told, "trace": trace}, ensure_ascii=False, indent=1))


def mutated(content: bytes, most: int, seed: int) -> bytes:
    """Change an input; inside a packed file, change one part of it and pack it again."""
    if content[1:3] == b"PK" and seed % 8:
        try:
            return _repacked(content, most, Random(seed))[:most]
        except (BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError, OverflowError):
            pass
        except Exception as fault:  # zlib.error and what else a damaged archive raises
            if type(fault).__name__ != "error":
                raise
    return bytes(atheris.Mutate(content, most))


def _repacked(content: bytes, most: int, random: Random) -> bytes:
    with ZipFile(BytesIO(content[1:])) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    chosen = random.choice([name for name in parts if name.endswith(".xml")] or list(parts) or [""])
    if not chosen:
        return content
    parts[chosen] = bytes(atheris.Mutate(parts[chosen], max(len(parts[chosen]) + 64, 64)))
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return content[:1] + out.getvalue() if len(out.getvalue()) < most else content


def main() -> None:
    """Fuzz with libFuzzer's own arguments."""
    atheris.Setup(sys.argv, once, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

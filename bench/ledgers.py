"""The ledgers that claims are measured on, laid once a scratch folder."""

import sys
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from bench import child, laying, synthetic
from bench.scratch import laid
from nuanxin.kernel.ledger import segments
from nuanxin.kernel.ledger.models import Act, Entry, Head, Ledger, Segment, Source


def book(entries: int) -> Path:
    """Return the data folder of a whole ledger of so many entries: database, segments, signed head."""
    return _ledger("book", entries)


def archive(entries: int) -> Path:
    """Return the data folder of so many sealed entries whose database holds no rows."""
    return _ledger("archive", entries)


def _ledger(kind: str, entries: int) -> Path:
    def lay(path: Path) -> None:
        started = perf_counter()
        child.call(f"bench.laying:lay_{kind}", path, entries=entries)
        sys.stderr.write(f"laid {kind} of {entries:,} entries in {perf_counter() - started:.0f} s\n")

    return laid(f"{kind}-{entries}", _stamp(kind), lay)


def _stamp(kind: str) -> str:
    """Return a digest of what decides what is laid: some entries, the tables it fills, the files' layout."""
    sample = laying.hashed(synthetic.BACK, synthetic.BACK + 999, 100_000).column("hash").to_pylist()
    tables = (Segment,) if kind == "archive" else (Segment, Entry, Act, Source, Ledger, Head)
    columns = [
        str([(type(field).__name__, field.column) for field in table._meta.fields]) for table in tables
    ]
    layout = [laying.LAID, str(segments.SCHEMA), segments.CUBE, str((segments.ROW_GROUP, segments.LARGEST))]
    return sha256(b"".join([*sample, *map(str.encode, (*columns, *layout))])).hexdigest()

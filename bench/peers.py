"""The peers' databases: the book's entries in plain tables of SQLite and of a throw-away PostgreSQL."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import adbc_driver_sqlite.dbapi as sqlite
import duckdb
import psycopg

from bench.scratch import laid

COLUMNS = "seq, kind, measure, area, occurred, subject, counterpart, quantity"
TABLE = (
    "CREATE TABLE peer_entry (seq bigint PRIMARY KEY, kind smallint NOT NULL, measure integer NOT NULL, "
    "area bigint NOT NULL, occurred integer NOT NULL, subject bigint, counterpart bigint, "
    "quantity bigint NOT NULL)"
)
INDEX = "CREATE INDEX peer_by_measure ON peer_entry (measure, occurred, area)"
PLACES = ("/usr/lib/postgresql/15/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/17/bin")
TUNED = {
    "listen_addresses": "",
    "shared_buffers": "2GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "512MB",
    "effective_cache_size": "8GB",
    "max_wal_size": "8GB",
    "random_page_cost": "1.1",
    "fsync": "off",
}


def _entries(book: Path) -> str:
    """Return SQL for a book's entries in the order they were written."""
    files = sorted(str(path) for path in (book / "segments").glob("*.parquet") if ".cube." not in path.name)
    return f"SELECT {COLUMNS} FROM read_parquet({files}) ORDER BY seq"


def _duckdb() -> duckdb.DuckDBPyConnection:
    """Return an engine that draws no progress bar among the claims."""
    engine = duckdb.connect()
    engine.execute("SET enable_progress_bar = false")
    return engine


def sqlite_peer(book: Path) -> Path:
    """Return the SQLite file of a book's entries, laid once."""

    def lay(path: Path) -> None:
        with sqlite.connect(f"file:{path / 'peer.sqlite3'}") as peer, peer.cursor() as cursor:
            cursor.execute(TABLE)
            peer.commit()
            with _duckdb() as engine:
                entries = engine.sql(_entries(book)).to_arrow_reader(100_000)
                cursor.adbc_ingest("peer_entry", entries, mode="append")
            cursor.execute(INDEX)
            cursor.execute("ANALYZE")
            peer.commit()

    return (
        laid(f"peer-of-{book.name}", (book / "laid.stamp").read_text() + TABLE + INDEX, lay) / "peer.sqlite3"
    )


def postgres_programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, or None where it is not installed."""
    named = shutil.which("initdb")
    found = [Path(place) for place in PLACES if (Path(place) / "initdb").exists()]
    return Path(named).parent if named else (found[0] if found else None)


@contextmanager
def postgres_peer(book: Path) -> Iterator[str]:
    """Start a throw-away PostgreSQL with a book's entries; yield the folder of its socket."""
    with cluster() as folder:
        with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as peer:
            _fill(peer, book, Path(folder) / "entries.csv")
        yield folder


@contextmanager
def cluster(**settings: str) -> Iterator[str]:
    """Start a throw-away PostgreSQL, tuned, with other ``settings`` perhaps; yield its socket's folder."""
    programs, owner = postgres_programs(), "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="nuanxin-bench-"))
    if owner:
        shutil.chown(folder, owner)

    def run(program: str, *arguments: str) -> None:
        command = [f"{programs}/{program}", "-D", str(folder / "cluster"), *arguments]
        subprocess.run(command, check=True, user=owner, cwd=folder, stdout=subprocess.DEVNULL)

    run("initdb", "-U", "postgres", "-A", "trust", "--no-sync")
    options = " ".join(f"-c {name}={value!r}" for name, value in (TUNED | settings).items())
    run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", f"-k {folder} {options}")
    try:
        yield str(folder)
    finally:
        run("pg_ctl", "stop", "-m", "immediate")
        shutil.rmtree(folder)


def _fill(peer: psycopg.Connection[tuple[object, ...]], book: Path, csv: Path) -> None:
    with _duckdb() as engine:
        engine.execute(f"COPY ({_entries(book)}) TO '{csv}' (FORMAT csv, HEADER false)")
    csv.chmod(0o644)
    peer.execute(TABLE)
    peer.execute(f"COPY peer_entry ({COLUMNS}) FROM '{csv}' (FORMAT csv)")
    csv.unlink()
    peer.execute(INDEX)
    peer.execute("VACUUM ANALYZE peer_entry")

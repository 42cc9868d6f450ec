"""Recovery to a point in time with PostgreSQL's own log, as docs/howto/back-up.md tells an operator."""

import shutil
import time
from contextlib import closing
from pathlib import Path

import psycopg

from conftest import nuanxin
from tests import installations, postgres


def asked(url: str, statement: str) -> object:
    with closing(psycopg.connect(url, autocommit=True)) as session:
        row = session.execute(statement).fetchone()
        return row[0] if row else None


def waited(url: str, statement: str) -> None:
    """Wait until a question is answered with yes."""
    until = time.monotonic() + 60
    while not asked(url, statement):
        assert time.monotonic() < until, statement
        time.sleep(0.1)


def destroyed_and_recovered(made: Path, archive: Path, at: object) -> None:
    """Lose the server's folder; start from the base backup and replay the log up to a moment."""
    postgres.stop(made)
    shutil.rmtree(made)
    (made.parent / "base").rename(made)
    with (made / "postgresql.auto.conf").open("a") as settings:
        settings.write(
            f"restore_command = 'cp {archive}/%f %p'\n"
            f"recovery_target_time = '{at}'\nrecovery_target_action = 'promote'\n"
        )
    signal = made / "recovery.signal"
    signal.touch()
    shutil.chown(signal, made.owner())
    postgres.start(made, **postgres.FAST)


def test_the_state_of_a_moment_comes_back(own_data):
    """Acts up to a moment are there again, the one after it is not, and the ledger is sound."""
    with postgres.cluster() as made:
        archive = made.parent / "archive"
        archive.mkdir()
        shutil.chown(archive, made.owner())
        postgres.stop(made, "fast")
        logged = {"archive_mode": "on", "archive_command": f"cp %p {archive}/%f"}
        postgres.start(made, **postgres.FAST, **logged)
        url = postgres.address(made, "nuanxin")
        installations.make_database(url)

        def close(programme: str) -> str:
            return nuanxin(own_data, "close", programme, "1508", "2024-05", database=url).stdout

        nuanxin(own_data, "setup", database=url)
        base = (
            "-D",
            f"{made.parent}/base",
            "-h",
            f"{made.parent}",
            "-U",
            "postgres",
            "-X",
            "none",
            "-c",
            "fast",
        )
        postgres.run("pg_basebackup", *base, cwd=made.parent)
        first = close("stations")
        moment = asked(url, "SELECT clock_timestamp()")
        time.sleep(1)
        close("grid")
        last = asked(url, "SELECT pg_walfile_name(pg_switch_wal())")
        waited(url, f"SELECT last_archived_wal >= '{last}' FROM pg_stat_archiver")
        destroyed_and_recovered(made, archive, moment)
        waited(url, "SELECT NOT pg_is_in_recovery()")
        nuanxin(own_data, "verify", database=url)
        assert close("stations") != first, "closed before the moment"
        assert close("grid") == first, "closed after it, so it can be closed again"

"""SIGKILL at random moments of imports, seals and publications: nothing acknowledged is ever lost."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from conftest import ROOT, connected, nuanxin
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.proving import verify_bulletins
from nuanxin.kernel.ledger.laying import FirstMigration
from nuanxin.kernel.ledger.models import Act, Head
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from tests import installations
from tests.trials.tampered import installation

KILLS = int(os.environ.get("NUANXIN_KILLS", "60"))
DEEDS = {"import", "publish", "sealed"}


@pytest.fixture
def victim(loaded_demo: Path, own_data: Path) -> Iterator[subprocess.Popen[str]]:
    """A warm process on a copy of the demonstration, ready to be killed again and again."""
    installations.copy(loaded_demo, own_data)
    given = {
        "NUANXIN_CITY": str(ROOT / "cities/demo"),
        **os.environ,
        "NUANXIN_DATA": str(own_data),
        "NUANXIN_DATABASE": installations.named(own_data),
        "DJANGO_SETTINGS_MODULE": "nuanxin.site.settings",
    }
    command = [sys.executable, "-m", "tests.trials.victim"]
    with subprocess.Popen(
        command, env=given, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1
    ) as process:
        yield process
        process.kill()
    installations.remove(own_data)


def born(victim: subprocess.Popen[str], seed: int) -> int:
    """Begin a life and return its process id."""
    assert victim.stdin
    victim.stdin.write(f"{seed}\n")
    victim.stdin.flush()
    words = heard_of(victim)
    assert words[0] == "born", words
    return int(words[1])


def heard_of(victim: subprocess.Popen[str]) -> list[str]:
    assert victim.stdout
    words = victim.stdout.readline().split()
    assert words, "the process that begins the lives has ended itself"
    return words


def killed(victim: subprocess.Popen[str], pid: int) -> list[list[str]]:
    """Kill a life and return what else it acknowledged before."""
    os.kill(pid, signal.SIGKILL)
    return list(iter(lambda: heard_of(victim), ["gone"]))


def full_life(victim: subprocess.Popen[str]) -> tuple[list[list[str]], float]:
    """Let one live until it has done every kind of deed; return what it said, and how long that took."""
    begun, pid = time.monotonic(), born(victim, 0)
    heard: list[list[str]] = []
    while kinds_of(heard) < DEEDS:
        heard.append(heard_of(victim))
    took = time.monotonic() - begun
    return heard + killed(victim, pid), took


def kinds_of(heard: list[list[str]]) -> set[str]:
    return {words[1] if words[0] == "done" else words[0] for words in heard}


def one_life(victim: subprocess.Popen[str], seed: int, seconds: float) -> list[list[str]]:
    """Let it live for a while, kill it, and return what it acknowledged before."""
    pid = born(victim, seed)
    time.sleep(seconds)
    return killed(victim, pid)


def test_nothing_acknowledged_is_lost(victim, own_data, django_db_blocker):
    """Kills, most of them on PostgreSQL; each next life begins without a hand, and all ends sound."""
    chance = random.Random(20240531)
    heard, took_s = full_life(victim)  # on a busy machine every life is longer
    for seed in range(1, KILLS):
        heard += one_life(victim, seed, chance.uniform(0, took_s / 6))
    acts = {int(words[2]): words[3] for words in heard if words[0] == "done"}
    sealed = {int(words[1]): words[3] for words in heard if words[0] == "sealed"}
    assert acts and sealed, "the kills came too early to test anything"
    with connected(own_data, django_db_blocker):
        kept = {act.number: bytes(act.hash).hex() for act in Act.objects.all()}
        assert {number: kept.get(number) for number in acts} == acts
        heads = {head.number: bytes(head.signature).hex() for head in Head.objects.all()}
        assert {number: heads.get(number) for number in sealed} == sealed
        published = Act.objects.filter(verb="bulletins.publish")
        assert {each.act_id for each in Bulletin.objects.all()} == {act.number for act in published}
        assert all(
            each.readings.count() == 46 and each.checks.count() == 1 for each in Bulletin.objects.all()
        )
        assert verify(deep=True) == []
        assert verify_records() == []
        assert verify_bulletins() == []


def test_a_first_start_cut_off_is_taken_up_again(tmp_path):
    """Kill the demonstration thrice while it sets up and imports; the last start finishes the work."""
    data = tmp_path / "cut"
    installations.prepare(data)
    given = {"NUANXIN_CITY": str(ROOT / "cities/demo"), **os.environ, "NUANXIN_DATA": str(data)}
    given["NUANXIN_DATABASE"] = installations.named(data)
    given["DJANGO_SETTINGS_MODULE"] = "nuanxin.site.settings"
    command = [sys.executable, "-m", "nuanxin.site.cli", "demo", "--no-serve"]
    for seconds in sorted(random.Random(seed).uniform(0.5, 6.0) for seed in range(3)):
        with subprocess.Popen(
            command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            time.sleep(seconds)
            process.kill()
    nuanxin(data, "demo", "--no-serve")
    assert "Nothing was changed" in nuanxin(data, "verify").stdout
    installations.remove(data)


def test_tables_are_laid_and_recorded_at_once(tmp_path, monkeypatch, django_db_blocker):
    """Nobody can be killed between the two: the next start would find tables that it is to lay."""
    recorded: dict[str, bool] = {}
    record = MigrationExecutor.record_migration

    def watched(executor: MigrationExecutor, migration: Migration) -> None:
        if isinstance(migration, FirstMigration):
            recorded[migration.app_label] = connection.in_atomic_block
        record(executor, migration)

    monkeypatch.setattr(MigrationExecutor, "record_migration", watched)
    with django_db_blocker.unblock(), installation(tmp_path):
        call_command("migrate", "ledger", verbosity=0)
    assert recorded["ledger"] and all(recorded.values())

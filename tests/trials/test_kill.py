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

from conftest import ROOT, connected, nuanxin
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.proving import verify_bulletins
from nuanxin.kernel.ledger.models import Act, Head
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from tests import installations

KILLS = int(os.environ.get("NUANXIN_KILLS", "150"))
LONGEST_LIFE_S = float(os.environ.get("NUANXIN_LONGEST_LIFE_S", "0.5"))


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


def one_life(victim: subprocess.Popen[str], seed: int, chance: random.Random) -> list[list[str]]:
    """Let it live for a random while, kill it, and return what it acknowledged before."""
    assert victim.stdin and victim.stdout
    victim.stdin.write(f"{seed}\n")
    victim.stdin.flush()
    heard: list[list[str]] = []
    pid = 0
    while not pid:
        words = victim.stdout.readline().split()
        pid = int(words[1]) if words[0] == "born" else 0
        heard += [words] if words[0] != "born" else []
    time.sleep(chance.uniform(0.0, LONGEST_LIFE_S))
    os.kill(pid, signal.SIGKILL)
    while True:
        words = victim.stdout.readline().split()
        assert words, "the process that begins the lives has ended itself"
        if words == ["gone"]:
            return heard
        heard.append(words)


def test_nothing_acknowledged_is_lost(victim, own_data, django_db_blocker):
    """Hundreds of kills; each next life begins without a hand, and in the end everything proves sound."""
    chance = random.Random(20240531)
    heard = [words for seed in range(KILLS) for words in one_life(victim, seed, chance)]
    acts = {int(words[2]): words[3] for words in heard if words[0] == "done"}
    sealed = {int(words[1]): words[3] for words in heard if words[0] == "sealed"}
    kinds = {words[1] for words in heard if words[0] == "done"}
    assert kinds == {"import", "publish"} and sealed, "the kills came too early to test anything"
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


@pytest.mark.parametrize("seed", range(3))
def test_a_first_start_cut_off_is_taken_up_again(tmp_path, seed):
    """Kill the demonstration while it sets up and imports; the second start finishes the work."""
    data = tmp_path / "cut"
    installations.prepare(data)
    given = {"NUANXIN_CITY": str(ROOT / "cities/demo"), **os.environ, "NUANXIN_DATA": str(data)}
    given["NUANXIN_DATABASE"] = installations.named(data)
    given["DJANGO_SETTINGS_MODULE"] = "nuanxin.site.settings"
    command = [sys.executable, "-m", "nuanxin.site.cli", "demo", "--no-serve"]
    with subprocess.Popen(
        command, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        time.sleep(random.Random(seed).uniform(0.5, 6.0))
        process.kill()
    nuanxin(data, "demo", "--no-serve")
    assert "Nothing was changed" in nuanxin(data, "verify").stdout
    installations.remove(data)

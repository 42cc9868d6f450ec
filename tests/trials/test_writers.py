"""Several processes write at once: one after the other, without a gap, each acknowledged act kept."""

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Act, Entry, Head
from nuanxin.kernel.ledger.standalone_check import Checker
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from tests.trials.tampered import CLERK, installation, lay, say

WRITERS, ACTS = 3, 25
WRITE = """
import sys
from pathlib import Path

import django

django.setup()
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.seals import seal
from tests.trials.tampered import CLERK, installation, keep, source, stations

folder, writer = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
with installation(folder):
    for number in range(ACTS):
        given = By(CLERK, source("shared" if number % 2 else f"of {writer}"))
        print(keep(given, stations(writer * 1000 + number * 3, 3)).act, flush=True)
        if number % 7 == writer:
            seal()
"""


def writer(folder: Path, number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITE.replace("ACTS", str(ACTS)), str(folder), str(number)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@pytest.mark.parametrize("founded", [True, False], ids=["a ledger with acts", "an empty ledger"])
def test_writers_at_once_leave_one_sound_ledger(tmp_path, django_db_blocker, monkeypatch, founded):
    folder = tmp_path / "shared"
    folder.mkdir()
    monkeypatch.setenv("NUANXIN_DATA", str(folder))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "nuanxin.site.settings")
    with django_db_blocker.unblock():
        lay(folder)
        if founded:
            with installation(folder):
                say(By(CLERK), "first")
    writers = [writer(folder, number) for number in range(WRITERS)]
    for each in writers:
        assert each.stdout.readline() == "ready\n"
    for each in writers:
        each.stdin.write("go\n")
        each.stdin.flush()
    said = [each.communicate(timeout=60)[0].split() for each in writers]
    assert [each.returncode for each in writers] == [0] * WRITERS
    acknowledged = sorted(int(act) for acts in said for act in acts)
    with django_db_blocker.unblock(), installation(folder):
        numbers = list(Act.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, WRITERS * ACTS + founded + 1))
        assert acknowledged == numbers[founded:]
        seqs = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, WRITERS * ACTS * 3 + 1))
        assert Head.objects.count() > 1
        assert verify(deep=True) == [] and verify_records() == []
    assert Checker(folder).found == []

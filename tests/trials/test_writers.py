"""Several processes write at once: one after the other, without a gap, each acknowledged act kept."""

import pytest

from conftest import python
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Act, Entry, Head
from nuanxin.kernel.ledger.standalone_check import Checker
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from tests.trials.tampered import CLERK, installation, lay, say

WRITERS, ACTS = 3, 25
WRITE = """
import sys
from multiprocessing import get_context
from pathlib import Path

import django

django.setup()
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.seals import seal
from tests.trials.tampered import CLERK, installation, keep, source, stations

folder, fork = Path(sys.argv[1]), get_context("fork")
together = fork.Barrier(WRITERS)

def write(writer):
    together.wait()
    with installation(folder):
        for number in range(ACTS):
            given = By(CLERK, source("shared" if number % 2 else f"of {writer}"))
            print(keep(given, stations(writer * 1000 + number * 3, 3)).act, flush=True)
            if number % 7 == writer:
                seal()

writers = [fork.Process(target=write, args=[writer], daemon=True) for writer in range(WRITERS)]
for each in writers:
    each.start()
for each in writers:
    each.join(60)
sys.exit(any(each.exitcode != 0 for each in writers))
"""


@pytest.mark.parametrize("founded", [True, False], ids=["a ledger with acts", "an empty ledger"])
def test_writers_at_once_leave_one_sound_ledger(tmp_path, django_db_blocker, founded):
    folder = tmp_path / "shared"
    folder.mkdir()
    with django_db_blocker.unblock():
        lay(folder)
        if founded:
            with installation(folder):
                say(By(CLERK), "first")
    text = WRITE.replace("WRITERS", str(WRITERS)).replace("ACTS", str(ACTS))
    said = python(folder, "-c", text, str(folder), database="").stdout.split()
    acknowledged = sorted(map(int, said))
    with django_db_blocker.unblock(), installation(folder):
        numbers = list(Act.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, WRITERS * ACTS + founded + 1))
        assert acknowledged == numbers[founded:]
        seqs = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
        assert seqs == list(range(1, WRITERS * ACTS * 3 + 1))
        assert Head.objects.count() > 1
        assert verify(deep=True) == [] and verify_records() == []
    assert Checker(folder).found == []

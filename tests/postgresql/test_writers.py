"""Eight writers at once: every act they were told is kept is there, in one chain, without a gap."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.kernel.ledger.seals import seal
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from tests import installations

WRITERS = 8
SECONDS = os.environ.get("NUANXIN_TEST_WRITERS_SECONDS", "4")


def test_eight_writers_lose_nothing(office):
    """Processes append at once while this one seals; acts and entries are counted and verified."""
    before = Act.objects.count()
    given = {
        **os.environ,
        "NUANXIN_DATA": str(office),
        "NUANXIN_DATABASE": installations.named(office),
        "DJANGO_SETTINGS_MODULE": "nuanxin.site.settings",
    }
    words = [sys.executable, "-m", "tests.postgresql.writers"]
    writers = [
        subprocess.Popen([*words, f"{name}", SECONDS], env=given, stdout=subprocess.PIPE, text=True)
        for name in range(WRITERS)
    ]
    with ThreadPoolExecutor(WRITERS) as listeners:
        heard = [listeners.submit(writer.communicate) for writer in writers]
        while not all(each.done() for each in heard):
            seal()
            time.sleep(1)
    told = [[int(line) for line in each.result()[0].split()] for each in heard]
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    numbers = sorted(number for each in told for number in each)
    assert all(told)
    expected = list(range(before + 1, before + 1 + len(numbers)))
    assert numbers == expected, "an act is lost, doubled or untold"
    assert Act.objects.count() == before + len(numbers)
    seqs = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    seal()
    assert verify(deep=True) + verify_records() == []
    print(f"{len(numbers)} acts, {len(seqs)} entries by {WRITERS} writers in {SECONDS} s")

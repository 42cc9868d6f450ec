"""Keys are rotated: killed anywhere, finished on the second try, nothing lost; old keys go when unneeded."""

import json
import random

import pytest

from conftest import nuanxin, python

KILLED = "tests.keeping.killed"
POINTS = {
    "at a value": ("nuanxin.kernel.privacy.ring:Ring.seal", 1, 40),
    "at a file": ("nuanxin.kernel.intake.renewing:write_file", 1, 8),
    "at a column": ("nuanxin.kernel.privacy.rotation:_write", 1, 1),
    "between the master key and the others": ("nuanxin.kernel.privacy.rotation:fresh_key", 1, 3),
}
OPENED = """
import django, json, sys
django.setup()
from hashlib import sha256
from nuanxin.kernel.intake.files import kept_file
from nuanxin.kernel.intake.renewing import kept_paths
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.parties.register import named, party_names
names = party_names(Party.objects.filter(kind__in=("person", "household")).values_list("id", flat=True))
files = {p.stem: sha256(kept_file(bytes.fromhex(p.stem)).read().content).hexdigest() for p in kept_paths()}
people = Party.objects.filter(id__in=list(names)[:9])
found = {p.id: named(p.kind, names[p.id], p.area).id for p in people}
sys.stdout.write(json.dumps([names, files, found]))
"""


def opened(data):
    names, files, found = json.loads(python(data, "-c", OPENED).stdout)
    assert names and all(names.values())
    assert files and all(name == digest for name, digest in files.items()), (
        "the digest is the plain content's"
    )
    assert all(int(asked) == answered for asked, answered in found.items())
    return names, files


@pytest.mark.parametrize("where", POINTS)
def test_a_rotation_cut_off_is_finished_by_the_second(installation, where):
    function, least, most = POINTS[where]
    before, point = opened(installation), random.randint(least, most)
    cut = python(installation, "-m", KILLED, function, f"{point}", "keys", "rotate", check=False)
    assert cut.returncode == -9, f"{where} {point}: {cut.stdout}{cut.stderr}"
    assert opened(installation) == before, "half-way, everything opens"
    nuanxin(installation, "keys", "rotate")
    assert "still read" not in nuanxin(installation, "keys", "list").stdout
    assert opened(installation) == before
    old = sorted((installation / "keys/personal").glob("master-*.key"))
    assert "destroyed" in nuanxin(installation, "keys", "retire").stdout
    assert len(sorted((installation / "keys/personal").glob("master-*.key"))) == 1 < len(old)
    assert opened(installation) == before
    assert "sound" in nuanxin(installation, "verify").stdout


def test_keys_that_are_needed_are_not_retired(installation):
    """Retiring before anything was renewed destroys nothing that is read."""
    before = opened(installation)
    cut = python(
        installation,
        "-m",
        KILLED,
        "nuanxin.kernel.privacy.ring:Ring.seal",
        "1",
        "keys",
        "rotate",
        check=False,
    )
    assert cut.returncode == -9
    assert "still needed" in nuanxin(installation, "keys", "retire").stdout
    assert opened(installation) == before

"""The upgrade path: what the first release left behind becomes an installation of this one, and is sound.

Covered: its tables as its migrations made them, its rows (acts, a correction, a note, a closed month,
a published reading), its sealed files and the key they are proved with. ``nuanxin setup`` brings it
here; everything is verified deeply, figures answer as they did then, and work goes on. While no
later migration exists there is little to bring; so the same is done with a planted later release.
Not covered: an installation of tens of gigabytes, and how long it takes.
"""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from conftest import ROOT, connected, nuanxin
from nuanxin.site import schema, tables
from tests import installations
from tests.operation.first_release import SHEETS, TEXT
from tests.ready import ready

LINES = [json.loads(line) for line in TEXT.read_text(encoding="utf-8").splitlines()]
HEAD = LINES[0]


@pytest.fixture
def first(own_data: Path, django_db_blocker: object) -> Iterator[Path]:
    """An installation as the first release left it."""
    own_data.chmod(0o700)
    installations.prepare(own_data)
    for line in LINES[1:]:
        if "file" in line:
            path = own_data / line["file"]
            path.parent.mkdir(exist_ok=True, mode=0o700, parents=True)
            path.write_bytes(base64.b64decode(line["content"]))
    with connected(own_data, django_db_blocker):
        lay()
        connection.close()
    yield own_data
    installations.remove(own_data)


def lay() -> None:
    """Make the tables of the first release and fill them with its rows."""
    targets = list(HEAD["migrations"].items())
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    then = executor.loader.project_state(targets).apps
    with transaction.atomic():
        for label, lines in groupby((line for line in LINES if "in" in line), key=lambda line: line["in"]):
            model = then.get_model(label)
            model._base_manager.bulk_create([row_of(model, line["row"]) for line in lines])
        tables.reset_sequences("default")


def row_of(model: type[models.Model], cells: dict[str, Any]) -> models.Model:
    """Return a row of the text as its table of then has it."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: value_of(fields[name], cell) for name, cell in cells.items()})


def value_of(field: models.Field, cell: Any) -> Any:
    if isinstance(field, models.BinaryField) and cell is not None:
        return bytes.fromhex(cell.removeprefix("hex:"))
    return field.to_python(cell)


def later(data: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a command of the planted later release."""
    given = {
        **os.environ,
        "NUANXIN_DATA": str(data),
        "NUANXIN_DATABASE": installations.named(data),
        "NUANXIN_LANGUAGE": "en",
        "NUANXIN_CITY": str(ROOT / "cities/demo"),
        "DJANGO_SETTINGS_MODULE": "tests.operation.later",
    }
    done = ready().run(["nuanxin.site.cli", *words], given)
    if check:
        done.check_returncode()
    return done


def verdicts(told: subprocess.CompletedProcess[str]) -> dict[str, str]:
    return {each["id"]: each["verdict"] for each in json.loads(told.stdout)["examinations"]}


def test_the_first_release_comes_here_sound(first):
    nuanxin(first, "setup")
    assert nuanxin(first, "verify", "--deep").stdout.endswith(
        "Nothing was changed behind the program's back.\n"
    )
    for asked, said in HEAD["answers"].items():
        assert nuanxin(first, "figure", *asked.split()).stdout.splitlines()[0] == said
    found = verdicts(nuanxin(first, "doctor", "--json", check=False))
    assert {found[name] for name in ("migrations", "append_only", "sealed_files", "clock")} == {"fine"}


def test_and_work_goes_on_there(first):
    """Set up twice, import what is new and what is known, seal with a new key: sound all the same."""
    nuanxin(first, "setup")
    nuanxin(first, "setup")
    taken = nuanxin(first, "import", "--yes", str(SHEETS / "玉泉区老年大学教学点台账.xlsx")).stdout
    assert "51 good, 0 refused; posted 54" in taken
    again = nuanxin(first, "import", "--yes", str(SHEETS / "乳业草原公园景点台账.xlsx")).stdout
    assert "posted 0, reversed 0" in again, "what the first release took is known"
    nuanxin(first, "seal")
    assert "findings" not in nuanxin(first, "verify", "--deep").stdout


def test_a_later_release_says_it_must_be_brought_there_and_brings_it(first):
    nuanxin(first, "setup")
    before = later(first, "doctor", "--json", check=False)
    assert (before.returncode, verdicts(before)["migrations"]) == (1, "mend")
    later(first, "setup")
    assert verdicts(later(first, "doctor", "--json", check=False))["migrations"] == "fine"
    assert "findings" not in later(first, "verify", "--deep").stdout
    for asked, said in HEAD["answers"].items():
        assert later(first, "figure", *asked.split()).stdout.splitlines()[0] == said
    behind = nuanxin(first, "doctor", "--json", check=False)
    assert (behind.returncode, verdicts(behind)["migrations"]) == (1, "mend"), "this release is behind it now"


def test_a_backup_made_before_an_upgrade_is_restored_by_the_later_release(first, tmp_path):
    nuanxin(first, "setup")
    nuanxin(first, "backup", str(tmp_path / "backup"))
    shutil.rmtree(first)
    first.mkdir(mode=0o700)
    installations.prepare(first)
    assert "Restored and sound." in later(first, "restore", str(tmp_path / "backup")).stdout
    assert verdicts(later(first, "doctor", "--json", check=False))["migrations"] == "fine"


def test_a_migration_that_was_released_is_never_taken_away():
    assert set(HEAD["migrations"].items()) <= schema.known()

"""The doctor finds each ailment, names it, says what to do, and harms nothing."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.utils.translation import override

from conftest import ROOT, nuanxin
from nuanxin.kernel.ledger.journal import FAILED, record
from nuanxin.kernel.ledger.models import Head, Segment
from nuanxin.kernel.ledger.seals import LONG_TAIL
from nuanxin.site import examinations
from nuanxin.site.examinations import configuration, sealing, storage
from nuanxin.site.examinations.verdicts import Opinion, Verdict
from nuanxin.web.accounts.happenings import VERIFIED
from nuanxin.web.catalogues import compile_catalogues
from tests import installations

FINE, LOOK, MEND = Verdict
HASTY = {"database_mode"} if installations.CLUSTER else set()
"""The throw-away PostgreSQL of tests flushes nothing, and the doctor is right to say so."""


@pytest.fixture(scope="module", autouse=True)
def words() -> None:
    compile_catalogues()


@pytest.fixture(autouse=True)
def english(words: None, own_data: Path) -> Iterator[None]:
    """Hear the doctor in English; ``own_data`` starts every test in the default language."""
    with override("en"):
        yield


@pytest.fixture
def healthy(demo: Path) -> Iterator[Path]:
    """A demonstration in full health, seen from inside."""
    demo.chmod(0o700)
    yield demo


def test_a_healthy_house_is_fine_everywhere_but_for_the_backups(healthy):
    found = {each.id: each.opinion for each in examinations.examine()}
    assert len(found) == 21
    ailing = {name: opinion for name, opinion in found.items() if opinion.verdict is not FINE}
    assert set(ailing) == {"backups", *HASTY}, ailing
    assert all(bool(opinion.remedy) == (opinion.verdict is not FINE) for opinion in found.values())


def test_the_last_verification_is_told_and_its_age(healthy):
    assert sealing.verified().verdict is FINE  # a young house: nothing yet
    nuanxin(healthy, "verify")
    assert "0 days ago" in sealing.verified().seen
    with time_machine.travel(time.time() + 8 * 86_400):
        assert sealing.verified().verdict is LOOK
    record(VERIFIED, None, outcome=FAILED, about="findings:1")
    assert sealing.verified().verdict is MEND


def verdicts(output: str) -> dict[str, str]:
    return {each["id"]: each["verdict"] for each in json.loads(output)["examinations"]}


@pytest.mark.parametrize("name", ["doctor", "check"])
def test_the_command_says_it_in_words_and_for_monitors(installation, name):
    said = nuanxin(installation, name, check=False)
    assert "[fine] migrations: " in said.stdout
    assert ("All is in order." in said.stdout, said.returncode) == ((False, 1) if HASTY else (True, 0))
    told = json.loads(nuanxin(installation, name, "--json", check=False).stdout)
    assert told["worst"] == ("mend" if HASTY else "look")
    assert {"id", "verdict", "seen", "remedy"} == set(told["examinations"][0])


def test_before_set_up_it_says_so_and_makes_no_database(own_data):
    said = nuanxin(own_data, "doctor", "--json", check=False, database="")
    found = verdicts(said.stdout)
    assert (said.returncode, found["reached"], found["migrations"]) == (1, "mend", "look")
    assert not (own_data / "nuanxin.sqlite3").exists()


def test_a_database_that_does_not_answer_is_named(own_data):
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    said = nuanxin(own_data, "doctor", "--json", check=False, database=nowhere)
    assert (said.returncode, verdicts(said.stdout)["reached"]) == (1, "mend")


def test_an_unreadable_city_keeps_nothing_else_from_being_looked_at(healthy, tmp_path, monkeypatch):
    monkeypatch.setitem(settings.NUANXIN, "city", tmp_path)
    found = {each.id: each.opinion.verdict for each in examinations.examine()}
    assert (found["city"], found["drafts"], found["sealed_files"]) == (MEND, LOOK, FINE)


def test_a_faulty_draft_and_a_missing_sheet_are_named(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "cities/demo", tmp_path / "demo")
    draft = tmp_path / "demo/bulletins/2024-05.toml"
    draft.write_text(draft.read_text(encoding="utf-8").replace("stations.open", "stations.lost"), "utf-8")
    sheet = next((tmp_path / "demo/sheets").iterdir())
    sheet.unlink()
    monkeypatch.setitem(settings.NUANXIN, "city", tmp_path / "demo")
    assert "stations.lost" in mended(configuration.drafts()).seen
    assert sheet.name in mended(configuration.city()).seen


def mended(opinion: Opinion) -> Opinion:
    assert opinion.verdict is MEND and opinion.remedy, opinion
    return opinion


@pytest.mark.parametrize(
    ("examination", "setting", "value", "verdict"),
    [
        ("debugging", "DEBUG", True, MEND),
        ("secret", "SECRET_KEY", "short", MEND),
        ("secret", "SECRET_KEY", "a" * 60, MEND),
        ("hosts", "ALLOWED_HOSTS", ["*"], MEND),
        ("hosts", "ALLOWED_HOSTS", ["office.example"], LOOK),
        ("django", "X_FRAME_OPTIONS", "DENY", FINE),
    ],
)
def test_weak_settings_are_seen(examination, setting, value, verdict):
    with override_settings(**{setting: value}):
        assert getattr(configuration, examination)().verdict is verdict


def test_an_engine_that_cannot_work_is_seen(monkeypatch):
    assert configuration.figures().verdict is FINE
    monkeypatch.setitem(settings.NUANXIN, "engine", "abacus")
    assert "duckdb, spark" in mended(configuration.figures()).remedy


def test_with_https_in_front_its_own_name_is_fine():
    with override_settings(ALLOWED_HOSTS=["office.example"], SECURE_PROXY_SSL_HEADER=("X", "https")):
        assert configuration.hosts().verdict is FINE


def test_the_data_folder_is_ours_alone_and_whole(own_data):
    own_data.chmod(0o755)
    assert configuration.data_folder().verdict is LOOK
    own_data.chmod(0o700)
    (own_data / "restoring").touch()
    assert "restore" in mended(configuration.data_folder()).remedy


def test_stale_words_are_seen(tmp_path, monkeypatch):
    text = tmp_path / "django.po"
    text.touch()
    monkeypatch.setattr(configuration, "catalogues", lambda: [text])
    mended(configuration.words())
    text.with_suffix(".mo").touch()
    assert configuration.words().verdict is FINE
    os.utime(text, (time.time() + 60,) * 2)
    mended(configuration.words())


def test_the_seals_key_is_guarded(healthy):
    key, public = healthy / "keys/seal.ed25519", next((healthy / "keys").glob("*.pub"))
    key.chmod(0o640)
    assert "chmod 600" in mended(sealing.seal_key()).remedy
    key.chmod(0o600)
    assert sealing.seal_key().verdict is FINE
    kept = key.read_bytes()
    key.write_bytes(kept[:5])
    mended(sealing.seal_key())
    key.unlink()
    mended(sealing.seal_key())
    key.write_bytes(kept)
    key.chmod(0o600)
    public.rename(public.with_suffix(".away"))
    assert public.stem in mended(sealing.seal_key()).seen


def test_sealed_files_that_are_missing_or_cut_are_named(healthy):
    for path in sorted(set((healthy / "segments").glob("0*")) - set((healthy / "segments").glob("*.blocks"))):
        whole = path.read_bytes()
        path.unlink()
        assert path.name in mended(sealing.sealed_files()).seen
        if path.suffix != ".json":
            path.write_bytes(whole[:-32])
            assert path.name in mended(sealing.sealed_files()).seen
        path.write_bytes(whole)
    assert sealing.sealed_files().verdict is FINE
    assert Segment.objects.exists()


def test_a_tail_that_waits_too_long_is_seen(healthy, monkeypatch):
    monkeypatch.setattr(sealing, "tail_length", lambda: 5)
    assert sealing.seals().verdict is FINE
    sealed_s = Head.objects.latest("number").at / 1e6
    with time_machine.travel(sealed_s + 8 * 86_400):
        assert sealing.seals().verdict is LOOK
    monkeypatch.setattr(sealing, "tail_length", lambda: 2 * LONG_TAIL)
    mended(sealing.seals())


def test_a_clock_behind_the_ledger_is_seen(healthy):
    assert sealing.clock().verdict is FINE
    with time_machine.travel("2001-01-01T00:00:00Z"):
        assert "time server" in mended(sealing.clock()).remedy


def test_a_full_disk_is_seen_before_it_is_full(healthy, monkeypatch):
    free = 10**12
    monkeypatch.setattr(
        storage.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(2 * free, free, free)
    )
    assert storage.disk().verdict is FINE
    free = storage._database_bytes() + storage.SPARE_BYTES + 1
    monkeypatch.setattr(storage, "_bytes_a_day", lambda: free / 100)
    assert "99 days" in storage.disk().seen or "100 days" in storage.disk().seen
    assert storage.disk().verdict is LOOK
    free = storage.SPARE_BYTES - 1
    mended(storage.disk())


def test_backups_are_looked_at_by_age_place_and_wholeness(healthy, installation_backup, monkeypatch):
    monkeypatch.setitem(settings.NUANXIN, "backups", installation_backup)
    (newest,) = (installation_backup / "snapshots").iterdir()
    assert storage.backups().verdict is LOOK, "it lies on the same disk"
    for days, verdict in ((2, LOOK), (9, MEND)):
        with time_machine.travel(time.time() + days * 86_400):
            assert (storage.backups().verdict, "hours old" in storage.backups().seen) == (verdict, True)
    newest.write_bytes(newest.read_bytes() + b" ")
    assert "changed" in mended(storage.backups()).seen
    newest.unlink()
    mended(storage.backups())


@pytest.fixture
def installation_backup(tmp_path: Path, healthy: Path) -> Path:
    """A backup of the installation, just made."""
    nuanxin(healthy, "backup", str(tmp_path / "backup"))
    return tmp_path / "backup"


def test_a_database_behind_or_ahead_is_told_apart(healthy):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'places' AND name = '0001_initial'")
    assert "nuanxin setup" in mended(storage.migrations()).remedy
    with connection.cursor() as cursor:
        for name in ("0001_initial", "0099_later"):
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES ('places', %s, '2026-11-23')",
                [name],
            )
    assert "places.0099_later" in mended(storage.migrations()).seen


def test_writes_that_are_not_flushed_are_seen(healthy):
    off = "PRAGMA synchronous=OFF" if connection.vendor == "sqlite" else "SET synchronous_commit = off"
    with connection.cursor() as cursor:
        cursor.execute(off)
    assert "synchronous" in mended(storage.database_mode()).seen


def test_a_missing_trigger_is_seen(healthy):
    if connection.vendor != "sqlite":
        pytest.skip("names of triggers differ; the examination is the same")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_head'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    assert "ledger_head" in mended(storage.append_only()).seen


def test_an_examination_that_stumbles_says_so(monkeypatch):
    def stumble() -> Opinion:
        raise RuntimeError("the drawer is stuck")

    assert "the drawer is stuck" in mended(examinations._tried(stumble)).seen

"""The probes: live and ready, or not; tiny, public, uncached, and silent about why."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import resolve

from nuanxin.site import health
from nuanxin.site.databases import sqlite


@pytest.fixture
def probe():
    return Client(headers={"host": "10.0.0.7"})  # a probe knows an address and no name


def test_a_house_in_order_is_live_and_ready(demo, probe):
    for name, said in (("live", b"live\n"), ("ready", b"ready\n")):
        answer = probe.get(f"/health/{name}")
        assert (answer.status_code, answer.content) == (200, said)
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies


def test_the_probes_are_public_and_other_pages_still_ask_for_a_name(demo, probe):
    assert {resolve(path).func.access for path in health.PROBES} == {"public"}
    assert probe.get("/").status_code == 400
    assert probe.post("/health/live").status_code == 400, "only asking is answered"


def test_a_database_behind_is_not_ready_and_says_no_more(demo, probe, caplog):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'places'")
    answer = probe.get("/health/ready")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert caplog.records[0].lacking == "database"
    assert probe.get("/health/live").status_code == 200


def test_no_database_is_not_ready_and_none_is_made(own_data, probe, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "NAME", own_data / "nuanxin.sqlite3")
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL: the next test")
    assert probe.get("/health/ready").status_code == 503
    assert not list(own_data.iterdir())


def test_a_database_that_does_not_answer_is_not_ready(own_data, probe, django_db_blocker, monkeypatch):
    from nuanxin.site.connecting import connected_to
    from nuanxin.site.databases import database

    nowhere = database("postgresql://nobody@127.0.0.1:1/nothing", own_data)
    with django_db_blocker.unblock(), connected_to(nowhere):
        assert probe.get("/health/ready").status_code == 503
    (own_data / "nuanxin.sqlite3").write_bytes(b"no database" * 500)
    with django_db_blocker.unblock(), connected_to(sqlite(own_data / "nuanxin.sqlite3")):
        assert probe.get("/health/ready").status_code == 503


def test_a_full_or_missing_disk_is_not_ready(demo, probe, monkeypatch, tmp_path):
    monkeypatch.setattr(health, "SPARE_BYTES", 1 << 62)
    assert probe.get("/health/ready").status_code == 503
    monkeypatch.undo()
    monkeypatch.setitem(settings.NUANXIN, "data", tmp_path / "unmounted")
    assert probe.get("/health/ready").status_code == 503

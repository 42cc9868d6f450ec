"""Choosing an engine: what is not there is said with its remedy."""

import pytest
from django.conf import settings

from nuanxin.kernel.figures import engine as room
from nuanxin.kernel.figures.engine import EngineMissing, engine, lacking


def test_duckdb_answers_unless_another_is_chosen():
    assert lacking() == ""
    assert type(engine()).__name__ == "DuckEngine"


def test_an_unknown_engine_is_told_what_there_is(monkeypatch):
    monkeypatch.setitem(settings.NUANXIN, "engine", "abacus")
    with pytest.raises(EngineMissing, match=r"'abacus'.*duckdb, spark"):
        engine()


def test_spark_without_pyspark_names_the_lock_file(monkeypatch):
    monkeypatch.setitem(settings.NUANXIN, "engine", "spark")
    monkeypatch.setattr(room, "find_spec", lambda name: None)
    with pytest.raises(EngineMissing, match=r"pip install.*spark\.lock"):
        engine()


@pytest.mark.parametrize("home", [None, "/nowhere"])
def test_spark_without_java_names_the_package(monkeypatch, tmp_path, home):
    monkeypatch.setitem(settings.NUANXIN, "engine", "spark")
    monkeypatch.setattr(room, "find_spec", lambda name: object())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    if home:
        monkeypatch.setenv("JAVA_HOME", home)
    with pytest.raises(EngineMissing, match="default-jre-headless"):
        engine()

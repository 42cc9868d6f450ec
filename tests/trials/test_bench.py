"""The benchmarks run, at small sizes: one line of JSON a claim, and no claim about speed is made here."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench import __main__ as runner
from bench.claim import Claim

ROOT = Path(__file__).resolve().parents[2]
KEYS = {"claim", "value", "unit", "to_reach", "met", "peer", "size", "cpu_s", "versions"}


def bench(scratch, *names):
    settings = {"SIZE": "small", "NUANXIN_BENCH_DIR": str(scratch), "NUANXIN_DATA": str(scratch / "own")}
    return subprocess.run(
        [sys.executable, "-m", "bench", *names],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_claims_are_lines_of_json(tmp_path):
    done = bench(tmp_path, "single_act", "verification")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [set(line) for line in lines] == [KEYS, KEYS]
    assert all(line["value"] > 0 and line["met"] is None for line in lines)


@pytest.mark.spark
def test_spark_and_duckdb_agree_and_are_compared(tmp_path):
    done = bench(tmp_path, "spark")
    assert done.returncode == 0, done.stderr
    (line,) = map(json.loads, done.stdout.splitlines())
    assert set(line) == KEYS
    assert line["value"] > 1 and {"pyspark", "java"} <= set(line["versions"])


def test_an_unknown_name_says_what_there_is(tmp_path):
    done = bench(tmp_path, "speed")
    assert done.returncode == 2
    assert "figures" in done.stderr


def test_what_takes_hours_runs_only_by_name(monkeypatch, capsys):
    ran = []
    slow = SimpleNamespace(NAME="slow", HOURS=5, __name__="bench.slow", claims=lambda: ran.append(1) or [])
    monkeypatch.setattr(runner, "files", lambda: [slow])
    assert runner.main([]) == 0 and not ran
    assert "slow takes 5 hours and is left out" in capsys.readouterr().err
    assert runner.main(["slow"]) == 0 and ran


def test_met_is_worked_out():
    assert Claim("", 0.5, "F", ">= 0.6").met is False
    assert Claim("", 20_001, "rows/s", ">= 20,000").met is True
    assert Claim("", 1, "s", "").met is None

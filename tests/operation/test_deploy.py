"""What stands in deploy/: units that systemd takes and finds tight, a container file that is whole."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from fnmatch import fnmatch
from pathlib import Path

import pytest

from conftest import ROOT
from nuanxin.site.commands import door
from nuanxin.site.environment import VARIABLES
from nuanxin.site.health import PROBES

DEPLOY = ROOT / "deploy"
SERVICES = ("nuanxin.service", "nuanxin-worker.service", "nuanxin-night.service", "nuanxin-follow.service")
UNITS = (*SERVICES, "nuanxin-night.timer")
PROGRAM = "/srv/nuanxin/.venv/bin/nuanxin"
MOST_EXPOSED = 2.0
"""On systemd's scale from 0 (shut in) to 10; 2.0 is its bound for "OK"."""

analyze = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(not analyze, reason="systemd-analyze is not on this machine")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with a program that is there: systemd looks."""
    program = Path(sys.executable).with_name("nuanxin")
    for name in UNITS:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(PROGRAM, str(program)), encoding="utf-8")
    return tmp_path


@needs_systemd
def test_systemd_takes_the_units(units):
    run = subprocess.run(
        [analyze, "verify", "--man=no", *(f"./{name}" for name in UNITS)],
        cwd=units,
        text=True,
        capture_output=True,
    )
    ours = [line for line in run.stderr.splitlines() if "nuanxin" in line]
    assert (run.returncode, ours) == (0, []), run.stderr


@needs_systemd
@pytest.mark.parametrize("name", ["nuanxin.service", "nuanxin-worker.service", "nuanxin-follow.service"])
def test_the_services_are_shut_in(units, name):
    run = subprocess.run(
        [analyze, "security", "--offline=true", "--no-pager", f"./{name}"],
        cwd=units,
        text=True,
        capture_output=True,
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", run.stdout)
    assert level, run.stderr
    assert float(level[1]) <= MOST_EXPOSED, run.stdout


def service(name: str) -> dict[str, str]:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string((DEPLOY / name).read_text(encoding="utf-8"))
    return dict(parser["Service"])


def test_the_services_run_as_the_same_shut_in_user():
    day, worker, night, follow = map(service, SERVICES)
    own = {"Type", "ExecStart", "Restart", "RestartSec", "TimeoutStopSec", "Nice", "IOSchedulingClass"}
    differ = {key for key in {*day, *night} - own if day.get(key) != night.get(key)}
    assert differ == {"ReadWritePaths"}
    assert {key for key in {*night, *follow} - own if night.get(key) != follow.get(key)} == set()
    assert {key for key in {*day, *worker} if day.get(key) != worker.get(key)} == {"ExecStart"}
    assert (day["User"], day["NoNewPrivileges"], day["ProtectSystem"]) == ("nuanxin", "true", "strict")


@pytest.mark.parametrize("name", SERVICES)
def test_the_commands_of_the_units_are_commands_of_ours(name):
    text = (DEPLOY / name).read_text(encoding="utf-8")
    called = re.findall(rf"^ExecStart={re.escape(PROGRAM)} (\S+)(.*)$", text, re.MULTILINE)
    assert called
    for command, rest in called:
        known = {word for each in door.commands[command].params for word in each.opts}
        assert set(re.findall(r"--[\w-]+", rest)) <= known


def test_every_variable_named_is_one_we_read():
    named = {
        word
        for path in DEPLOY.iterdir()
        for word in re.findall(r"\bNUANXIN_[A-Z_]+\b", path.read_text(encoding="utf-8"))
    }
    assert named <= {each.name for each in VARIABLES}


def instructions() -> list[tuple[str, str]]:
    """Read the container file: comments away, lines joined, each an instruction and the rest."""
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", kept)
    return [tuple(line.split(None, 1)) for line in joined.splitlines() if line.strip()]  # type: ignore[misc]


def test_the_container_starts_from_a_name_and_runs_as_nobody_special():
    found = instructions()
    known = {
        "FROM",
        "RUN",
        "WORKDIR",
        "COPY",
        "USER",
        "ENV",
        "VOLUME",
        "EXPOSE",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    }
    assert {name for name, _ in found} <= known
    assert found[0][0] == "FROM" and "/" not in found[0][1], "a name only: whoever builds chooses from where"
    users = [rest for name, rest in found if name == "USER"]
    assert users and users[-1] not in ("0", "root")
    assert [name for name, _ in found].index("USER") > max(
        at for at, (name, _) in enumerate(found) if name in ("RUN", "COPY")
    )


def test_the_containers_probe_is_an_address_of_ours():
    (probe,) = (rest for name, rest in instructions() if name == "HEALTHCHECK")
    assert re.search(r"http://127\.0\.0\.1:8000(/[\w/]+)", probe)[1] in PROBES
    assert ("EXPOSE", "8000") in instructions()


def copied() -> list[tuple[list[str], str]]:
    return [
        (words[:-1], words[-1])
        for name, rest in instructions()
        if name == "COPY"
        for words in [shlex.split(rest)]
    ]


def test_what_the_container_copies_is_kept_and_let_through():
    listed = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    through = [line[1:] for line in listed if line.startswith("!")]
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, text=True, capture_output=True).stdout.splitlines()
    for sources, _ in copied():
        for source in sources:
            assert (ROOT / source).exists(), source
            assert any(name == source or name.startswith(f"{source}/") for name in kept or [source]), source
            assert any(source == each or source.startswith(f"{each}/") for each in through), source
    assert not any(fnmatch("src", line) for line in listed[1:])


def test_what_the_container_copies_is_enough_to_run(tmp_path):
    """Lay the copied files out as the container does, compile the words, set up, and examine."""
    home = tmp_path / "srv"
    for sources, target in copied():
        for source in sources:
            place = home / target / Path(source).name if target.endswith("/") else home / target
            place.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy2
            copy(ROOT / source, place)
    given = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(home / "src"),
        "PYTHONSAFEPATH": "1",
        "NUANXIN_DATA": str(tmp_path / "data"),
    }
    for words in (
        ["nuanxin.web.catalogues"],
        ["nuanxin.site.cli", "setup"],
        ["nuanxin.site.cli", "doctor"],
    ):
        run = subprocess.run(
            [sys.executable, "-m", *words], cwd=home, env=given, text=True, capture_output=True
        )
        assert run.returncode == 0, (words, run.stdout, run.stderr)
    assert (tmp_path / "data/nuanxin.sqlite3").exists()


def test_the_keepers_command_is_sound_shell():
    run = subprocess.run(["sh", "-n", str(DEPLOY / "nuanxin")], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert os.access(DEPLOY / "nuanxin", os.X_OK)


def test_the_environment_reads_the_same_for_shell_and_systemd(tmp_path):
    text = (DEPLOY / "environment.example").read_text(encoding="utf-8").replace("# NUANXIN", "NUANXIN")
    (tmp_path / "environment").write_text(text, encoding="utf-8")
    said = subprocess.run(
        ["sh", "-c", "set -a; . ./environment; env"], cwd=tmp_path, env={}, text=True, capture_output=True
    )
    read = dict(line.split("=", 1) for line in said.stdout.splitlines() if line.startswith("NUANXIN_"))
    plain = dict(line.split("=", 1) for line in text.splitlines() if line.startswith("NUANXIN_"))
    assert read == {name: value.strip("'") for name, value in plain.items()}

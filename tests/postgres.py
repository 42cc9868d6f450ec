"""A throw-away PostgreSQL: ``python -m tests.postgres COMMAND...`` runs a command on a cluster of its own.

The cluster lies in a temporary folder, listens on a socket there and nowhere else, and is gone
afterwards. The command finds it as NUANXIN_DATABASE. PostgreSQL refuses to run as root, so root
starts it as the user ``postgres``.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}
"""What makes tests quick and would lose data in a power cut; never for data one wants to keep."""


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, or None where it is not installed."""
    named = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    return Path(named).resolve().parent if named else (found[0].parent if found else None)


def run(program: str, *words: str, cwd: Path) -> None:
    """Run one of PostgreSQL's programs as somebody it accepts."""
    home, owner = programs(), "postgres" if os.geteuid() == 0 else None
    subprocess.run([f"{home}/{program}", *words], check=True, user=owner, cwd=cwd, stdout=subprocess.DEVNULL)


def start(cluster: Path, **options: str) -> None:
    """Start the server of a cluster; its socket lies in the folder above it."""
    given = " ".join(f"-c {name}={value!r}" for name, value in options.items())
    words = f"-k {cluster.parent} -c listen_addresses='' {given}"
    run("pg_ctl", "start", "-w", "-D", f"{cluster}", "-l", f"{cluster}.log", "-o", words, cwd=cluster.parent)


def stop(cluster: Path, mode: str = "immediate") -> None:
    """Stop the server of a cluster."""
    run("pg_ctl", "stop", "-w", "-m", mode, "-D", f"{cluster}", cwd=cluster.parent)


@contextmanager
def cluster(**options: str) -> Iterator[Path]:
    """Make and start a cluster with the user ``postgres`` and no password; yield its folder."""
    folder = Path(tempfile.mkdtemp(prefix="nuanxin-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    made = folder / "cluster"
    run(
        "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
        "-D", f"{made}", cwd=folder,
    )  # fmt: skip
    start(made, **(options or FAST))
    try:
        yield made
    finally:
        stop(made)
        shutil.rmtree(folder, ignore_errors=True)


def address(made: Path, name: str = "postgres") -> str:
    """Return the URL of a database of a cluster."""
    return f"postgresql://postgres@/{name}?host={quote(str(made.parent), safe='')}"


def main(words: list[str]) -> int:
    """Run a command on a cluster of its own; return its exit code."""
    if programs() is None:
        sys.stderr.write("PostgreSQL is not installed: apt-get install postgresql, or leave DATABASE out\n")
        return 1
    with cluster() as made:
        given = {**os.environ, "NUANXIN_DATABASE": address(made)}
        return subprocess.run(words, env=given, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

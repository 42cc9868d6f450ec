"""``python -m tests.fuzz MINUTES``: fuzz the reader in processes of its own until the time is up.

Each input has caps of time and memory; a process that one of them ends is started again, and the
input that ended it is kept. Prints what was done as JSON; exit code 1 where anything was found.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.fuzz.seeds import sown

ROOT = Path(__file__).parents[2]
SECONDS_EACH, MOST_MB = 20, 2_000
LONGEST_BYTES = 40_000
_UNITS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


def fuzz(minutes: float, home: Path) -> dict[str, object]:
    """Fuzz for so many minutes with a folder of its own; return executions, restarts and finds."""
    finds, corpus = home / "finds", home / "corpus"
    environment = {**os.environ, "NUANXIN_DATA": str(home / "store"), "NUANXIN_FUZZ_FINDS": str(finds)}
    finds.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "tests.fuzz.seeds"], env=environment, cwd=ROOT, check=True)
    sown(corpus)
    ends, began = monotonic() + minutes * 60, monotonic()
    executions = restarts = 0
    while (left := int(ends - monotonic())) > 0:
        command = [
            sys.executable, "-m", "tests.fuzz.target", str(corpus), f"-max_total_time={left}",
            f"-timeout={SECONDS_EACH}", f"-rss_limit_mb={MOST_MB}", f"-max_len={LONGEST_BYTES}",
            "-print_final_stats=1", f"-artifact_prefix={finds}/ended-", "-verbosity=1",
        ]  # fmt: skip
        done = subprocess.run(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE, check=False)
        told = done.stderr.decode(errors="replace")
        (home / f"log-{restarts}").write_text(told[-200_000:])
        executions += sum(map(int, _UNITS.findall(told)))
        if done.returncode and not _UNITS.search(told):
            executions += max(map(int, re.findall(r"^#(\d+)", told, re.M)), default=0)
        restarts += bool(done.returncode)
        if restarts > 50:
            break
    found = sorted(json.loads(path.read_text())["fault"] for path in finds.glob("*.json"))
    ended = sorted(path.name for path in finds.glob("ended-*"))
    spent = round((monotonic() - began) / 60, 1)
    return {"minutes": spent, "executions": executions, "restarts": restarts, "faults": found, "ended": ended}


def main() -> int:
    """Fuzz, and say what was found."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    kept = os.environ.get("NUANXIN_FUZZ_DIR", "")
    with TemporaryDirectory() as scratch:
        told = fuzz(minutes, Path(kept or scratch))
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return 1 if told["faults"] or told["ended"] else 0


if __name__ == "__main__":
    sys.exit(main())

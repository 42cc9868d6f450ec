"""Who may import whom."""

import os
import subprocess
import sys
from pathlib import Path


def imports_go_one_way(root: Path) -> list[str]:
    """The contracts of pyproject.toml hold, exhaustively: a folder without a place in them fails."""
    run = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"],
        cwd=root,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
    )
    if run.returncode == 0:
        return []
    said = run.stdout.rpartition("Broken contracts")[2].strip("\n- ") or run.stdout + run.stderr
    return [f"{said}\nImports go down the list in pyproject.toml only; give a new folder its place there."]

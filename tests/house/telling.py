"""Asking for the faults of trees, in processes of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.house.tree import ROOT

Faults = dict[str, list[str]]


def told(trees: Sequence[Path]) -> dict[Path, Faults]:
    """Return the faults of trees by rule, each tree told by its own code."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.house", *map(str, trees)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert run.returncode == 0, run.stderr
    found: dict[str, Faults] = json.loads(run.stdout)
    return {tree: found[str(tree.resolve())] for tree in trees}

"""Children: each measurement has a process, a data folder and a memory of its own.

``call("bench.workbook:measure", folder, rows=5)`` runs ``measure(rows=5)`` there and returns what it
returned (plain values only); what it prints goes to the error stream.
"""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


class ChildFailed(RuntimeError):
    """A measurement ended with an error, which stands above."""


def call(function: str, data: Path, *, settings: str = "nuanxin.site.settings", **arguments: Any) -> Any:
    """Run ``module:function`` in a process whose data folder is ``data``; return its result."""
    environment = {
        **os.environ,
        "NUANXIN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
    }
    command = [sys.executable, "-m", "bench.child", function, json.dumps(arguments)]
    done = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise ChildFailed(f"{function} ended with {done.returncode}")
    return json.loads(done.stdout)


def _main(function: str, arguments: str) -> None:
    import django

    answers = os.dup(1)
    os.dup2(2, 1)
    django.setup()
    module, _, name = function.partition(":")
    found = getattr(import_module(module), name)(**json.loads(arguments))
    os.write(answers, json.dumps(found).encode())


if __name__ == "__main__":
    _main(*sys.argv[1:])

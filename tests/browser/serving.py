"""Serve an installation as ``nuanxin serve`` does, all its processes forked: ``tests.browser.serving PORT``.

Serving itself starts three, and each imports a thousand modules; whoever runs this has them imported.
"""

import multiprocessing
import subprocess
import sys
from types import SimpleNamespace
from typing import Self
from unittest.mock import patch

import django

from nuanxin.site import serving, working
from tests.ready import run_module


class Forked(multiprocessing.get_context("fork").Process):
    """A process like one of ``subprocess.Popen``, but forked: it runs the module after ``python -m``."""

    def __init__(self, words: list[str]) -> None:
        super().__init__(target=run_module, args=(words[2:],))
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *what: object) -> None:
        self.join()

    def wait(self, seconds: float) -> None:
        """Wait for its end so long at most."""
        self.join(seconds)
        if self.is_alive():
            raise subprocess.TimeoutExpired(self.name, seconds)


def main(port: int) -> None:
    """Serve until told to end; no database is open yet when the others part from this process."""
    django.setup()
    multiprocessing.set_start_method("fork", force=True)
    started = SimpleNamespace(Popen=Forked, TimeoutExpired=subprocess.TimeoutExpired)
    with patch.object(working, "subprocess", started), patch.object(multiprocessing, "set_start_method"):
        serving.serve("127.0.0.1", port, workers=1)


if __name__ == "__main__":
    main(int(sys.argv[1]))

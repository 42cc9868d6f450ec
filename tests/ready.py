"""A process with the house imported, forked for every command that tests run.

A command spends most of its two seconds importing a thousand modules. Here that is done once: for each
command a child is forked, takes the command's environment, and runs it as ``python -m`` would, or its
text as ``python -c``. What serves pages to browsers goes on until it is told to end. Tests of starting
itself, and of killing, start processes of their own.
"""

import gc
import json
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from atexit import register, unregister
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

ROOT = Path(__file__).parents[1]
WANTED = (
    "nuanxin.site.commands",
    "nuanxin.site.serving",
    "nuanxin.site.urls",
    "nuanxin.kernel.figures.on_duckdb",
    "nuanxin.programmes.stations.planning.siting",
    "pandas",  # pyarrow looks for it at its first table
    "tests.people",
)


class ReadyProcessEnded(RuntimeError):
    """The process that waits for commands is no more; says how it ended and what it said last."""


class Ready:
    """The process that waits for commands."""

    def __init__(self) -> None:
        self.scratch, self.lock = TemporaryDirectory(), Lock()
        self.said = Path(self.scratch.name, "said")
        environment = {**os.environ, "NUANXIN_DATA": self.scratch.name, "NUANXIN_DATABASE": ""}
        environment["DJANGO_SETTINGS_MODULE"] = "nuanxin.site.settings"
        command, pipe = [sys.executable, "-m", "tests.ready"], subprocess.PIPE
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                command, env=environment, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=said, text=True
            )
        register(self.end)

    def end(self) -> None:
        """Let it go."""
        unregister(self.end)
        with suppress(BrokenPipeError):
            self.process.communicate()
        self.scratch.cleanup()

    def run(self, words: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run these words, a module or ``-c`` and a text first, and return what they said."""
        with self.lock, TemporaryDirectory() as folder:
            said = [Path(folder, name) for name in ("out", "err")]
            code = self._answer(words, environment={**environment}, said=list(map(str, said)))
            return subprocess.CompletedProcess([*words], code, *(each.read_text() for each in said))

    def begin(self, words: Sequence[str], environment: Mapping[str, str]) -> int:
        """Begin these words, a module first, which go on by themselves; return the process's number."""
        with self.lock:
            said = [os.devnull, os.devnull]
            return self._answer(words, environment={**environment}, said=said, goes_on=True)

    def stop(self, number: int) -> int:
        """Ask a process that goes on to end, wait until it has, and return its exit code."""
        with self.lock:
            return self._answer([], stopped=number)

    def _answer(self, words: Sequence[str], **asked: object) -> int:
        told, heard = self.process.stdin, self.process.stdout
        assert told and heard
        try:
            told.write(json.dumps({"words": words, **asked}) + "\n")
            told.flush()
        except BrokenPipeError:
            raise self._gone(words) from None
        if not (answer := heard.readline()):
            raise self._gone(words)
        return int(answer)

    def _gone(self, words: Sequence[str]) -> "ReadyProcessEnded":
        """Say what became of the process; whoever asks next gets a new one."""
        if ready.cache_info().currsize and ready() is self:
            ready.cache_clear()
        code, asked = self.process.wait(), " ".join(words)
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        last = self.said.read_text(errors="replace")[-3000:].strip() or "It said nothing."
        return ReadyProcessEnded(f"The process that runs commands {how} while `{asked}` ran.\n{last}")


@cache
def ready() -> Ready:
    """Return the process of this run of tests."""
    return Ready()


def _wait() -> None:
    """Fork a child for every line that comes in, and say what its command ended with.

    A child ends as those of ``multiprocessing`` do: Python's own end takes a thousand modules apart, for
    half a second.
    """
    import django

    django.setup()
    for name in WANTED:
        import_module(name)
    gc.freeze()  # nobody looks for garbage in what all children share
    gc.set_threshold(20_000, 10, 10)
    begun: dict[int, BaseProcess] = {}
    for line in sys.stdin:
        sys.stdout.write(f"{_done(json.loads(line), begun)}\n")
        sys.stdout.flush()
    for child in begun.values():
        child.terminate()


def _done(asked: dict[str, Any], begun: dict[int, BaseProcess]) -> int | None:
    """Do what a line asks; return the exit code of what has ended, or the number of what goes on."""
    child: BaseProcess
    if "stopped" in asked:
        child = begun.pop(asked["stopped"])
        child.terminate()
    else:
        goes_on = asked.pop("goes_on", False)
        child = multiprocessing.get_context("fork").Process(target=_become, kwargs=asked)
        child.start()
        if goes_on:
            begun[child.pid or 0] = child
            return child.pid
    child.join()
    return child.exitcode


def _become(words: list[str], environment: dict[str, str], said: list[str]) -> None:
    """Run a command in this process, which keeps nothing of the one it was forked from but modules."""
    for number, path in enumerate((os.devnull, *said)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    os.environ.clear()
    os.environ.update(environment)
    _forget_settings()
    if words[0] == "-c":
        sys.argv = ["-c", *words[2:]]
        exec(words[1], {"__name__": "__main__"})
    else:
        run_module(words)


def run_module(words: list[str]) -> None:
    """Run a module in this process as ``python -m`` would."""
    sys.argv = words
    runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def _forget_settings() -> None:
    """Let Django read its settings again, from the environment as it is now."""
    from django.conf import empty, settings
    from django.core.cache import caches
    from django.db import connections

    for name in [each for each in sys.modules if each.startswith("nuanxin.site.settings")]:
        del sys.modules[name]
    vars(settings).clear()
    settings._wrapped = empty
    for kept in (connections, caches):
        vars(kept).clear()
        kept.__init__()  # type: ignore[misc]  # nothing is open: as they are when Django is imported


if __name__ == "__main__":
    _wait()

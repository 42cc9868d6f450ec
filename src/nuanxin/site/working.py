"""The worker beside the pages: its command, and the child that serving starts where no unit runs one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from nuanxin.site.speaking import SpokenCommand, option, said

ENDS_S = 20


@click.command(
    "worker",
    cls=SpokenCommand,
    help=said("Run imports and large exports in the background; serving starts one by itself."),
)
@option("--once", is_flag=True, help=said("Do what waits, then end."))
@option("--parent", default=0, hidden=True, help=said("End when the process of that number has ended."))
def worker(once: bool, parent: int) -> None:
    """Run what waits."""
    from nuanxin.site.delivering import telling
    from nuanxin.web.jobs.worker import work

    with telling(once=once):
        work(once=once, parent=parent)


@contextmanager
def working(*, wanted: bool) -> Iterator[None]:
    """Keep a worker beside the pages as long as they are served; it ends with them, however they end."""
    if not wanted:
        yield
        return
    words = [sys.executable, "-m", "nuanxin.site.cli", "worker", "--parent", str(os.getpid())]
    with subprocess.Popen(words) as child:  # noqa: S603 (our own program, with our own number)
        try:
            yield
        finally:
            child.terminate()
            try:
                child.wait(ENDS_S)
            except subprocess.TimeoutExpired:
                child.kill()


COMMANDS = (worker,)

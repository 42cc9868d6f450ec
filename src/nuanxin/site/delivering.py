"""``nuanxin deliver``, and the same beside the worker: subscribed systems are told what happened."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.db import DatabaseError, close_old_connections, connection
from django.utils.translation import gettext as _

from nuanxin.api.hooks.outbox import gather, send_due
from nuanxin.site.speaking import SpokenCommand, option, said

LOOKS_S = 5.0

_log = logging.getLogger("nuanxin.deliver")


@click.command(
    "deliver",
    cls=SpokenCommand,
    help=said("Send webhooks: look every five seconds what happened, and send until each has arrived."),
)
@option("--once", is_flag=True, help=said("Look once, send what is due, and end."))
def deliver(once: bool) -> None:
    """Send webhooks until stopped."""
    stopping = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stopping.set())
    while not stopping.is_set():
        gathered, arrived = _look()
        if gathered or arrived:
            facts = {"gathered": gathered, "arrived": arrived}
            click.echo(_("%(gathered)d to send, %(arrived)d arrived.") % facts)
        if once:
            return
        stopping.wait(LOOKS_S)


@contextmanager
def telling(*, once: bool) -> Iterator[None]:
    """Tell subscribers beside other work, in a thread of its own; ``once`` after it, and be done."""
    stopping = threading.Event()
    beside = threading.Thread(target=_until, args=(stopping,), daemon=True)
    if not once:
        beside.start()
    try:
        yield
    finally:
        stopping.set()
        if once:
            _look()
        else:
            beside.join(timeout=2 * LOOKS_S)


def _until(stopping: threading.Event) -> None:
    while not stopping.wait(LOOKS_S):
        _look()
    connection.close()


def _look() -> tuple[int, int]:
    """Look once; where the database is busy or away, the next look will do."""
    try:
        close_old_connections()
        return gather(), send_due()
    except DatabaseError as error:
        _log.warning("webhooks wait: %s", type(error).__name__)
        return 0, 0


COMMANDS = (deliver,)

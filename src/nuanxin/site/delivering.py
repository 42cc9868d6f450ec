"""``nuanxin deliver``: the task that tells subscribed systems what happened."""

import signal
import threading

import click
from django.db import close_old_connections
from django.utils.translation import gettext as _

from nuanxin.api.hooks.outbox import gather, send_due
from nuanxin.site.speaking import SpokenCommand, option, said

LOOKS_S = 5.0


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
        close_old_connections()
        gathered, arrived = gather(), send_due()
        if gathered or arrived:
            facts = {"gathered": gathered, "arrived": arrived}
            click.echo(_("%(gathered)d to send, %(arrived)d arrived.") % facts)
        if once:
            return
        stopping.wait(LOOKS_S)


COMMANDS = (deliver,)

"""Serving: granian in front of Django, one process for an office."""

import multiprocessing
import socket

import click
from django.conf import settings
from django.utils.translation import gettext as _
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from nuanxin.site.logs import lines
from nuanxin.site.working import working


def serve(host: str, port: int, workers: int, *, background: bool = True) -> None:
    """Serve the pages until stopped, after saying where to look, with a worker for long work beside them."""
    _free(host, port)
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104
    click.echo(
        _("Open http://%(host)s:%(port)d/ in a browser; Ctrl+C stops.") % {"host": shown, "port": port}
    )
    multiprocessing.set_start_method("spawn", force=True)  # a forked worker would inherit a dead DuckDB
    server = Server(
        "nuanxin.site.wsgi:application",
        address=host,
        port=port,
        workers=workers,
        blocking_threads=4,
        interface=Interfaces.WSGI,
        log_level=LogLevels.warning,
        log_dictconfig={
            "formatters": {name: {"()": lines(settings.NUANXIN["log"])} for name in ("generic", "access")}
        },
    )
    with working(wanted=background):
        server.serve()


def _free(host: str, port: int) -> None:
    """Refuse in words where something else listens already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            facts = {"port": port, "said": error.strerror}
            raise click.ClickException(
                _("port %(port)d cannot be used (%(said)s): stop what uses it, or choose another with --port")
                % facts
            ) from error

"""Health 健康: two tiny answers for whoever keeps watch; they tell a stranger nothing.

They are answered before host names are checked: a probe often knows an address and no name.
"""

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from nuanxin.site.schema import pending
from nuanxin.web.routes import public

logger = logging.getLogger(__name__)

SPARE_BYTES = 64 << 20
"""With less than this free on the data folder's disk the house takes in nothing more."""

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@public
def live(request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    return _said("live", 200)


@public
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether work can be done: database reached and migrated, disk writable. Why not is logged."""
    lacking = [name for name, holds in NEEDED if not holds()]
    if not lacking:
        return _said("ready", 200)
    logger.error("not ready: %s", " ".join(lacking), extra={"lacking": " ".join(lacking)})
    return _said("not ready", 503)


def _said(word: str, status: int) -> HttpResponse:
    return HttpResponse(f"{word}\n", status=status, content_type="text/plain; charset=ascii", headers=HEADERS)


def _migrated() -> bool:
    path = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and not path.exists():
        return False  # connecting would make an empty one
    try:
        return not pending()
    except DatabaseError:
        return False


def _writable() -> bool:
    folder: Path = settings.NUANXIN["data"]
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > SPARE_BYTES


NEEDED: tuple[tuple[str, Callable[[], bool]], ...] = (("database", _migrated), ("disk", _writable))

PROBES = {"/health/live": live, "/health/ready": ready}


class Probes:
    """Middleware that answers the probes and hands everything else on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or pass the request on."""
        if (probe := PROBES.get(request.path)) and request.method in ("GET", "HEAD"):
            return probe(request)
        return self.get_response(request)

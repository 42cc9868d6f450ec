"""Logs 日志: one line an event, and no value that may be somebody's.

What is written is closed: time, level, logger, the message as the code has it (its ``%s`` left
open), the place of an error without its words, and the facts named in ``FACTS``. Queries, bodies,
cookies, headers and the words of errors have no way in, whoever logs. The words of a logger that
is not ours are written only where they are a pattern; those put together beforehand are not.
"""

import json
import logging
import re
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

FACTS = ("method", "path", "status", "ms", "lacking")
"""What may stand in a line besides; each is a word of ours or a number."""

STYLES = ("json", "text")
OURS = ("nuanxin", "_granian")
"""Loggers whose messages are written as they stand in the code: ours, and the server's of its processes."""

FILE = (200, 206, 304)
"""The answers of a static file, which has no route."""

QUIET = "/health/"
"""Probes come every few seconds; they are logged when something is wrong."""
ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
"""A request's id given by a proxy is taken over in these forms alone: nothing else fits in."""

request_id: ContextVar[str] = ContextVar("request_id", default="")
logger = logging.getLogger(__name__)


def facts_of(record: logging.LogRecord) -> dict[str, Any]:
    """Return what may be written of an event."""
    facts: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": _pattern(record),
        "request": request_id.get(),
    }
    facts |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
    if record.exc_info and record.exc_info[0]:
        facts |= {"error": record.exc_info[0].__name__, "at": _frames(record.exc_info[2])}
    return {name: value for name, value in facts.items() if value != ""}


def _pattern(record: logging.LogRecord) -> str:
    """Return the message as the code has it; of others' loggers, only one with its places still open."""
    if record.name.split(".")[0] in OURS or (record.args and isinstance(record.msg, str)):
        return str(record.msg)
    return f"{record.module}:{record.lineno}"


def _frames(trace: Any) -> list[str]:
    return [f"{each.filename}:{each.lineno} {each.name}" for each in traceback.extract_tb(trace)]


class JsonLines(logging.Formatter):
    """An event as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return json.dumps(facts_of(record), ensure_ascii=False)


class TextLines(logging.Formatter):
    """An event as one line for people, with the same facts and no others."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        facts = facts_of(record)
        frames = "".join(f"\n  {frame}" for frame in facts.pop("at", ()))
        head = " ".join(str(facts.pop(name)) for name in ("time", "level", "logger", "message"))
        return " ".join([head, *(f"{name}={value}" for name, value in facts.items())]) + frames


def lines(style: str) -> str:
    """Return the dotted name of the formatter of a style, as logging's settings want it."""
    chosen = JsonLines if style == "json" else TextLines
    return f"{chosen.__module__}.{chosen.__qualname__}"


class Console(logging.StreamHandler):  # type: ignore[type-arg]  # it has none when it runs
    """The process's own log; where its stream was closed, lines are lost and pages are still answered."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's own name)
        """Tell of a line that could not be written, unless there is nowhere left to tell it."""
        with suppress(ValueError):
            super().handleError(record)


def logging_settings(style: str, *, debug: bool) -> dict[str, Any]:
    """Return Django's LOGGING: ``json``, ``text``, or quiet (warnings only, as text) for "".

    A developer's machine writes errors in full. Raises ValueError for another style.
    """
    if style and style not in STYLES:
        raise ValueError(f"NUANXIN_LOG: {style!r} is none of {', '.join(STYLES)}")
    formatters = {} if debug else {"lines": {"()": lines(style)}}
    console = {
        "class": f"{Console.__module__}.{Console.__qualname__}",
        **({} if debug else {"formatter": "lines"}),
    }
    own = {"level": "INFO" if style else "WARNING"}
    quiet = {"level": "ERROR"}  # what was not found stands in the request's own line
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "handlers": {"console": console},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "nuanxin": own,
            "django": {"handlers": [], "propagate": True},  # nor any mail with a request in it
            "django.request": quiet,
        },
    }


class Requests:
    """Middleware that gives a request its id, returns it as X-Request-ID, and logs how it went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, timed and with an id."""
        given = request.headers.get("X-Request-ID", "")
        identity = given if ID.fullmatch(given) else uuid4().hex
        token, begun = request_id.set(identity), time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = identity
            _log(request, response.status_code, (time.perf_counter() - begun) * 1000)
        finally:
            request_id.reset(token)
        return response


def _log(request: HttpRequest, status: int, ms: float) -> None:
    if request.path.startswith(QUIET) and status == 200:
        return
    level = logging.ERROR if status >= 500 else logging.INFO
    facts = {"method": _method(request), "path": _path(request, status), "status": status, "ms": round(ms, 1)}
    logger.log(level, "request", extra=facts)


def _method(request: HttpRequest) -> str:
    """Return the method, where it is one: a client may send any word."""
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return next((each for each in known if each == request.method), "other")


def _path(request: HttpRequest, status: int) -> str:
    """Return the path of what was answered; of what was not, the route: the rest is what somebody typed.

    An address that is a secret itself (its view is marked so) is told by its route too.
    """
    match = request.resolver_match
    secret = match is not None and getattr(match.func, "secret_address", False)
    if not secret and (status < 400 if match else status in FILE):
        return request.path
    return f"/{match.route}" if match else "unknown"

"""Standing on another database for a while: what was read from the one before is forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.utils import ConnectionHandler

from nuanxin.kernel.access.ranges import held as grants_held
from nuanxin.kernel.areas.index import held as areas_held
from nuanxin.kernel.figures.engine import forget_engine
from nuanxin.web.kept_pages import forget_pages


@contextmanager
def connected_to(database: dict[str, Any]) -> Iterator[None]:
    """Let everything in this thread talk to another database, and to the one before afterwards."""
    before = connections["default"]
    other = ConnectionHandler({"default": dict(database)})["default"]
    connections["default"] = other
    forget_held()
    try:
        yield
    finally:
        other.close()
        connections["default"] = before
        forget_held()


def forget_held() -> None:
    """Forget what this process holds of a database in memory."""
    for held in (areas_held, grants_held):
        held.forget()
    forget_engine()
    forget_pages()

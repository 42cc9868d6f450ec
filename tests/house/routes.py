"""Who may come: every address says so."""

from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver


def routes_say_who_may_come(root: Path) -> list[str]:
    """Every view carries ``access``: "public", or the role it asks for."""
    return [
        f"/{route}: {getattr(view.callback, '__qualname__', '')} does not say who may come; mark its access"
        for route, view in _views(get_resolver().url_patterns)
        if not getattr(view.callback, "access", "")
    ]


def _views(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, route)
        else:
            yield route, pattern

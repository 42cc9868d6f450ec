"""One look 同一时点: all figures of a page are read from the ledger as it stood at one moment."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from nuanxin.kernel.figures.snapshots import one_look


class OneLook:
    """Middleware: while a page is made, the ledger is looked at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer reading requests from one look; whoever writes sees what he wrote."""
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_look():
            return self.get_response(request)

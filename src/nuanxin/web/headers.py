"""Headers 响应头: what browsers are told besides the policy of content."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)"
"""What a page may ask the browser for: where one is, to find the nearest station, and nothing else."""


class Headers:
    """Middleware: names what pages may ask for, and keeps pages of people signed in out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers."""
        response = self.get_response(request)
        response["Permissions-Policy"] = PERMISSIONS
        if getattr(request, "actor", None) is not None:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

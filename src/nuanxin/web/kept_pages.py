"""Kept pages 页面副本: public pages as strangers see them, made once and kept until something is recorded.

A view marked ``kept`` shows every stranger the same page in a language and a type size, and depends on
nothing but the house's records; one marked ``kept_for_a_minute`` on the clock too. Its page is kept in
memory, compressed, under the number of the newest act: any act makes all of them anew. Whoever is signed
in, or sends anything, is answered afresh.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from time import time
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.http import urlencode
from django.utils.translation import get_language_from_request

from nuanxin.kernel.ledger.models import Act
from nuanxin.plain import moments
from nuanxin.web.context import LARGE_TYPE_COOKIE

View = TypeVar("View", bound=Callable[..., HttpResponse])
Key = tuple[str, ...]

MOST_BYTES = 64 << 20
"""So much is kept in memory; what was not asked for longest goes first."""
FRESH_S = 1.0
"""So long a process may not notice that something was recorded."""
FOR_ALL = "public, max-age=60"
"""A browser, or a cache on the way, may show a page for a minute without asking."""
VARY = "Accept-Language, Accept-Encoding, Cookie, HX-Request"


def kept(view: View) -> View:
    """Mark a public view whose pages are the same for every stranger."""
    view.kept = True  # type: ignore[attr-defined]
    return view


def kept_for_a_minute(view: View) -> View:
    """Mark a public view whose pages are the same for every stranger in one minute by the clock."""
    view.kept = "minute"  # type: ignore[attr-defined]
    return view


def asks_only(*names: str) -> Callable[[View], View]:
    """Mark a kept view that reads these parameters alone: what else an address says does not reach it."""

    def mark(view: View) -> View:
        view.asks = names  # type: ignore[attr-defined]
        return view

    return mark


@dataclass(frozen=True, slots=True)
class Copy:
    """A page as handed out: its body plain and compressed, its headers, its tag."""

    plain: bytes
    packed: bytes
    headers: tuple[tuple[str, str], ...]
    tag: str
    match: ResolverMatch | None

    @classmethod
    def of(cls, request: HttpRequest, response: HttpResponse) -> "Copy":
        """Copy a finished answer, with the route it came from: the log names it."""
        body = response.content
        tag = f'"{sha256(body).hexdigest()[:32]}"'
        packed = gzip.compress(body, 6, mtime=0)
        headers = tuple((name, value) for name, value in response.headers.items() if name != "Content-Length")
        return cls(body, packed, headers, tag, request.resolver_match)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return it as an answer: nothing where the reader has it, compressed where that is understood."""
        request.resolver_match = self.match
        if self.tag in request.headers.get("If-None-Match", ""):
            response = HttpResponse(status=304)
        elif "gzip" in request.headers.get("Accept-Encoding", ""):
            response = HttpResponse(self.packed, headers=dict(self.headers))
            response["Content-Encoding"] = "gzip"
        else:
            response = HttpResponse(self.plain, headers=dict(self.headers))
        response["ETag"], response["Cache-Control"], response["Vary"] = self.tag, FOR_ALL, VARY
        return response


@dataclass(slots=True)
class Shelf:
    """The copies of a process, all made after the same act."""

    stamp: int = -1
    looked: moments.Moment = field(default_factory=lambda: moments.Moment(FRESH_S))
    size: int = 0
    copies: OrderedDict[Key, Copy] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def newest(self) -> int:
        """Return the number of the newest act, looked up once a moment; another one empties the shelf."""
        if self.looked.over():
            now = moments.clock()
            stamp = Act.objects.order_by("-number").values_list("number", flat=True).first() or 0
            with self.lock:
                self.looked.begin(now)
                if stamp != self.stamp:
                    self.stamp, self.size = stamp, 0
                    self.copies.clear()
        return self.stamp

    def get(self, key: Key) -> Copy | None:
        """Return a copy, and remember that it was asked for."""
        with self.lock:
            found = self.copies.get(key)
            if found:
                self.copies.move_to_end(key)
            return found

    def put(self, key: Key, copy: Copy, stamp: int) -> None:
        """Keep a copy, unless something was recorded while it was made."""
        with self.lock:
            if stamp != self.stamp or key in self.copies:
                return
            self.copies[key] = copy
            self.size += len(copy.plain) + len(copy.packed)
            while self.size > MOST_BYTES:
                _key, gone = self.copies.popitem(last=False)
                self.size -= len(gone.plain) + len(gone.packed)


shelf = Shelf()


def forget_pages() -> None:
    """Drop every copy: for tests, and when another database is stood on."""
    with shelf.lock:
        shelf.stamp, shelf.size = -1, 0
        shelf.looked.end()
        shelf.copies.clear()


class KeptPages:
    """Middleware: answers strangers from the shelf, and puts there what views marked ``kept`` made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a stranger's reading request from the shelf, or make the page."""
        key = _key(request)
        if key is None:
            return self.get_response(request)
        stamp = shelf.newest()
        now = (*key, str(int(time() // 60)))
        if found := shelf.get(key) or shelf.get(now):
            return found.answer(request)
        response = self.get_response(request)
        how = _kept(request, response)
        if not how:
            return response
        copy = Copy.of(request, response)
        shelf.put(now if how == "minute" else key, copy, stamp)
        return copy.answer(request)


def _key(request: HttpRequest) -> Key | None:
    """Return what a stranger's page depends on; None where the answer is not for everybody."""
    if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return None
    if request.META.get("QUERY_STRING"):
        _leave_what_is_asked(request)
    return (
        request.get_host(),
        request.get_full_path(),
        get_language_from_request(request),
        "large" if request.COOKIES.get(LARGE_TYPE_COOKIE) == "1" else "",
        "part" if request.headers.get("HX-Request") == "true" else "",
    )


def _leave_what_is_asked(request: HttpRequest) -> None:
    """Take from an address what its view does not read, so that it neither makes nor marks a copy."""
    try:
        names = getattr(resolve(request.path_info).func, "asks", None)
    except Resolver404:
        return
    if names is not None:
        asked = QueryDict(request.META["QUERY_STRING"])
        request.META["QUERY_STRING"] = urlencode([(name, asked[name]) for name in names if asked.get(name)])
        request.__dict__.pop("GET", None)


def _kept(request: HttpRequest, response: HttpResponse) -> bool | str:
    """Return how a view says its page is kept; False for an answer that is not the same for everybody."""
    view = request.resolver_match.func if request.resolver_match else None
    plain = response.status_code == 200 and not response.streaming and not response.has_header("Set-Cookie")
    if not plain or response.cookies or "no-store" in response.get("Cache-Control", ""):
        return False
    how: bool | str = getattr(view, "kept", False)
    return how

"""Callers 调用方: who asks through the API, for what, and what of it they may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest

from nuanxin.api.models import ApiToken
from nuanxin.api.problems import Problem
from nuanxin.api.scopes import READING
from nuanxin.api.tokens import known_token, note_use
from nuanxin.kernel.access import sees
from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.figures.answers import Ask, parts
from nuanxin.kernel.ledger.acts import Actor


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the person or machine (None: nobody known), the scopes, and the token where one was sent."""

    actor: Actor | None
    scopes: frozenset[str]
    token: ApiToken | None = None

    @property
    def person(self) -> Actor:
        """The actor; an operation behind a scope always has one."""
        if self.actor is None:
            raise Problem("not-signed-in")
        return self.actor


class ApiRequest(HttpRequest):
    """A request to the API: it knows its caller."""

    caller: Caller
    actor: Actor | None


def caller_of(request: HttpRequest) -> Caller:
    """Return who asks. Raises Problem for a token that does not hold."""
    said = request.headers.get("Authorization", "")
    if not said:
        actor = getattr(request, "actor", None)
        return Caller(actor, READING if actor else frozenset())
    scheme, _sep, secret = said.partition(" ")
    token = known_token(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise Problem("token-not-valid", {"in": "header", "name": "Authorization"})
    note_use(token)
    return Caller(Actor(token.owner_id, token.name), frozenset(token.scope_names), token)


class Token:
    """An operation's door: a caller with a scope passes. OpenAPI's scheme bears this name."""

    openapi_security_schema = {  # noqa: RUF012 (read by the library, never written)
        "type": "http",
        "scheme": "bearer",
        "description": "A token made on the page /me/tokens/; a session of the same site does for reading.",
    }

    def __init__(self, scope: str, *, session: bool = True) -> None:
        self.scope, self.session = scope, session

    def __call__(self, request: HttpRequest) -> Caller:
        """Return the caller, or raise the Problem that says what is lacking."""
        caller = cast(ApiRequest, request).caller
        if caller.actor is None or (caller.token is None and not self.session):
            raise Problem("not-signed-in", {"in": "header", "name": "Authorization"})
        if self.scope and self.scope not in caller.scopes:
            raise Problem("scope-missing", {"in": "header", "name": "Authorization"}, scope=self.scope)
        return caller


class Mixed:
    """The door of an operation that decides by what is asked for: some of it is open to everybody."""

    openapi_security_schema = Token.openapi_security_schema

    def __call__(self, request: HttpRequest) -> Caller:
        """Return the caller, known or not."""
        return cast(ApiRequest, request).caller


def demand_area(caller: Caller, area: int, place: dict[str, str]) -> None:
    """Let a caller pass who may read an area; raise Problem else."""
    if not sees(caller.person, area):
        raise Problem("area-not-granted", place, area=area)


def demand_ask(caller: Caller, ask: Ask, place: dict[str, str]) -> None:
    """Let a caller pass who may read every area a question reaches into, its parts' wider ones included."""
    for area in sorted({each.area for each in _reached(ask)}):
        demand_area(caller, area, place)


def _reached(ask: Ask) -> Iterator[Ask]:
    yield ask
    for part in parts(ask):
        yield from _reached(part.ask)


def granted_ranges(caller: Caller) -> list[tuple[int, int]]:
    """Return the code ranges a caller may read, both ends included."""
    return list(ranges_of(caller.person, *READERS))

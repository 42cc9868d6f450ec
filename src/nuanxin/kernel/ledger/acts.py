"""Acts 凭证: every write of the house is one act, in one transaction, with its entries.

A room's ``actions.py`` holds one function a verb, wrapped by ``action``. The wrapper opens the
transaction, gives the function an ``Act`` to write through, and closes the act: entries are hashed,
the act is chained to the one before it, and all of it is committed or none. A function that
changed nothing leaves no act, which is what makes a second upload of a sheet harmless.
"""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from secrets import token_bytes
from types import MappingProxyType
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from django.db import transaction

from nuanxin.kernel.ledger import store
from nuanxin.kernel.ledger.lines import act_line, genesis, hash_function
from nuanxin.kernel.ledger.models import NORMAL, Note, Source
from nuanxin.kernel.ledger.posting import Posting
from nuanxin.kernel.ledger.precision import Precision
from nuanxin.kernel.ledger.records import Kept, Record, keep_records, withdraw_records
from nuanxin.kernel.ledger.statements import Statements
from nuanxin.kernel.ledger.typed import NO_CELLS, Typed
from nuanxin.kernel.privacy.fields import conceal

P = ParamSpec("P")
R = TypeVar("R")
NO_ROWS: Mapping[int, Precision] = MappingProxyType({})
_TOKEN = re.compile(r"[a-z][a-z0-9_.]*")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts: the surrogate id of a party, and a name for messages."""

    party: int
    name: str


ANYBODY = Actor(0, "anybody")
"""Whoever writes without a login: no party, nobody one could ask."""


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where facts come from: "sheet", "report", "api", "reference" or "console", and which one.

    ``digest`` is the SHA-256 of the file or message, ``name`` what people call it, ``part`` the
    worksheet.
    """

    kind: str
    digest: bytes
    name: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class By:
    """The occasion of an act: who, from which source, why, who asked, and who signed second.

    ``reason`` is a short code ("correction", "late", "withdrawn"); ``note`` free words, kept apart
    from the ledger, which holds only their salted hash. ``filled`` says of sheet rows how many cells of
    them somebody filled, ``precision`` which of their fields are not exact; records of a row keep it.
    ``absent`` names columns the sheet does not have: it says nothing of them, and what known records
    have there stays.
    """

    actor: Actor
    source: SourceRef | None = None
    reason: str = ""
    asked_by: int | None = None
    second: Actor | None = None
    note: str = ""
    filled: Mapping[int, int] = field(default_factory=lambda: NO_CELLS)
    precision: Mapping[int, Precision] = field(default_factory=lambda: NO_ROWS)
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What an action did: its result, the act's number (None: nothing changed), lines by measure.

    ``fresh`` and ``changed`` hold the sheet rows that brought a new record or changed a known one, with
    how many fields were typed or changed.
    """

    result: R
    act: int | None
    posted: int
    reversed: int
    totals: dict[int, int]
    fresh: Mapping[int, int] = field(default_factory=lambda: NO_CELLS)
    changed: Mapping[int, int] = field(default_factory=lambda: NO_CELLS)


@dataclass(slots=True)
class Act:
    """The open act inside an action. Everything an action writes to the ledger goes through it."""

    verb: str
    by: By
    sql: Statements
    last: store.Last
    at: int = field(default_factory=lambda: time.time_ns() // 1_000)
    touched: bool = False
    posted: int = 0
    reversed: int = 0
    totals: Counter[int] = field(default_factory=Counter)
    object: str = ""
    leaves: bytearray = field(default_factory=bytearray)
    typed: Typed = field(default_factory=Typed)

    @property
    def number(self) -> int:
        """The number this act will have if anything is written."""
        return self.last.act + 1

    @property
    def next_seq(self) -> int:
        """The seq its next entry will have."""
        return self.last.next_seq + len(self.leaves) // 32

    def keep(self, model: type[Record], records: Iterable[Record]) -> Kept:
        """Bring records of one model up to date by key, and post what differs.

        Raises DoubleKey where two of the records have one key, and PeriodClosed where a line
        falls into a closed month without a reason and a second signer.
        """
        return keep_records(self, model, records)

    def withdraw(self, *records: Record) -> None:
        """Reverse everything that stands for records and mark them withdrawn; nothing is deleted."""
        for record in records:
            withdraw_records(self, type(record), [record])

    def withdraw_all(self, model: type[Record], records: Iterable[Record]) -> int:
        """Withdraw many records of one model, read as they come; return how many there were."""
        return withdraw_records(self, model, records)

    def about(self, kind: str, identity: str | int) -> None:
        """Say what the act is about where it has no entries (a grant, a publication)."""
        self.object, self.touched = f"{kind}:{identity}", True

    def post(self, lines: Iterable[store.Line]) -> None:
        """Append entries to the ledger under this act; used by ``records``, rarely by hand."""
        store.append(self, lines)


class Action(Generic[P, R]):
    """An action as callers see it: call it with the occasion; ``rehearse=True`` keeps nothing."""

    def __init__(self, verb: str, zh: str, en: str, function: Callable[Concatenate[Act, P], R]) -> None:
        if not _TOKEN.fullmatch(verb):
            raise ValueError(f"verb {verb!r} must be lower-case letters, digits, dots and underscores")
        self.verb, self.zh, self.en, self.function = verb, zh, en, function
        self.__doc__, self.__name__ = function.__doc__, function.__name__
        self.__module__ = function.__module__

    def __call__(self, by: By, *args: P.args, **kwargs: P.kwargs) -> Outcome[R]:
        """Do it in one transaction, or with ``rehearse=True`` do it and take it all back."""
        rehearse = bool(kwargs.pop("rehearse", False))
        with transaction.atomic(), (sql := Statements()).errors:
            sql.alone()
            act = Act(self.verb, by, sql, store.last(sql), typed=Typed(by.filled))
            result = self.function(act, *args, **kwargs)
            number = _close(act) if act.touched else None
            if rehearse:
                transaction.set_rollback(True)
        typed = act.typed
        totals = dict(act.totals)
        return Outcome(result, number, act.posted, act.reversed, totals, typed.fresh, typed.changed)

    def within(self, act: Act, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do it as a part of an act that is open already: in its transaction, under its verb."""
        return self.function(act, *args, **kwargs)


_actions: dict[str, Action[Any, Any]] = {}


def action(verb: str, *, zh: str, en: str) -> Callable[[Callable[Concatenate[Act, P], R]], Action[P, R]]:
    """Make a function of an ``actions.py`` an action under a verb, with its name in both languages."""

    def wrap(function: Callable[Concatenate[Act, P], R]) -> Action[P, R]:
        made: Action[P, R] = Action(verb, zh, en, function)
        _actions[verb] = made
        return made

    return wrap


def all_actions() -> list[Action[Any, Any]]:
    """Return every action declared so far, by verb."""
    return [_actions[verb] for verb in sorted(_actions)]


def _close(act: Act) -> int:
    """Chain the act to the last one and insert its row; the transaction is still open."""
    by, digest = act.by, hash_function(act.last.algorithm)
    if by.reason and not _TOKEN.fullmatch(by.reason):
        raise ValueError(f"reason {by.reason!r} must be a short code such as 'correction'")
    salt = token_bytes(16) if by.note else b""
    source = _source(by.source) if by.source else None
    row = store.ActLine(
        number=act.number,
        verb=act.verb,
        actor=by.actor.party,
        asked_by=by.asked_by,
        second=by.second.party if by.second else None,
        at=act.at,
        source_id=source.pk if source else None,
        reason=by.reason,
        note_hash=digest(salt + by.note.encode()) if by.note else None,
        object=act.object,
        first_seq=act.last.next_seq,
        entries=len(act.leaves) // 32,
        digest=digest(bytes(act.leaves)),
    )
    before = act.last.hash or genesis(digest, act.last.identity, act.last.algorithm)
    store.insert_act(act.sql, row, digest(before + act_line(digest, row, source)))
    act.typed.keep(act.sql, row.number)
    if by.note:
        note = Note(act_id=row.number, salt=salt)
        conceal(note, "sealed", by.note)
        act.sql.insert("ledger_note", ("act_id", "salt", "sealed"), [(note.act_id, salt, note.sealed)])
    return act.number


def _source(ref: SourceRef) -> Source:
    return Source.objects.get_or_create(
        kind=ref.kind, digest=ref.digest, name=ref.name[:255], part=ref.part[:120]
    )[0]


__all__ = [
    "ANYBODY",
    "NORMAL",
    "Act",
    "Action",
    "Actor",
    "By",
    "Outcome",
    "Posting",
    "SourceRef",
    "action",
    "all_actions",
]

"""Held values 常驻: what is derived from small tables and kept in memory, and never out of step.

Another process's change is seen within ``FRESH_SECONDS``, one's own at once. Inside a transaction
that changed the tables the value is the transaction's own, so a rehearsal leaves no trace in it.
"""

import threading
from collections.abc import Callable
from secrets import randbits
from typing import Generic, NamedTuple, TypeVar

from django.db import connection, transaction

from nuanxin.kernel.areas.models import Edition
from nuanxin.plain import moments

T = TypeVar("T")
FRESH_SECONDS = 2.0


class _Shared(NamedTuple, Generic[T]):
    stamp: int | None
    value: T


class _Change:
    """A change that is not committed yet; its callback is how a rollback is noticed."""

    def __init__(self, committed: Callable[[], None]) -> None:
        self.committed = committed

    def __call__(self) -> None:
        self.committed()


class Held(Generic[T]):
    """A value held under the name of its edition; ``load`` reads it from the tables."""

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        self._name, self._load = name, load
        self._shared: _Shared[T] | None = None
        self._looked = moments.Moment(FRESH_SECONDS)
        self._own = threading.local()

    def get(self) -> T:
        """Return the value: no query while it is fresh, one to see that nothing changed."""
        if connection.run_on_commit and (pending := self._pending()):
            return self._of_this_transaction(pending)
        held = self._shared
        if held is not None and not self._looked.over():
            return held.value
        now = moments.clock()
        stamp = Edition.objects.filter(name=self._name).values_list("stamp", flat=True).first()
        if held is None or held.stamp != stamp:
            held = self._shared = _Shared(stamp, self._load())
        self._looked.begin(now)
        return held.value

    def changed(self) -> None:
        """Say that the tables behind the value were changed, in the transaction that did it."""
        Edition.objects.update_or_create(name=self._name, defaults={"stamp": randbits(62)})
        transaction.on_commit(_Change(self.forget))

    def forget(self) -> None:
        """Look again at the next use."""
        self._looked.end()

    def _pending(self) -> tuple[_Change, ...]:
        ours = (function for _, function, *_ in connection.run_on_commit)
        return tuple(f for f in ours if isinstance(f, _Change) and f.committed == self.forget)

    def _of_this_transaction(self, pending: tuple[_Change, ...]) -> T:
        kept: tuple[tuple[_Change, ...], T] | None = getattr(self._own, "kept", None)
        if kept is None or kept[0] != pending:
            kept = self._own.kept = pending, self._load()
        return kept[1]

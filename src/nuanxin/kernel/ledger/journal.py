"""The journal 日志: what happened that is no act. Somebody signed in, failed, looked at a person, exported.

Append-only and chained like the acts, in the same database and under the same key, but apart from them:
it is kept for a while only (``pruning``). It holds ids and codes, nothing personal: no name, no address,
no word that somebody typed.
"""

import hmac
import os
import re
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes
from typing import Any

from django.conf import settings
from django.db import transaction

from nuanxin.kernel.ledger import keys, store
from nuanxin.kernel.ledger.lines import genesis, hash_function, joined
from nuanxin.kernel.ledger.models import JournalHead
from nuanxin.kernel.ledger.statements import Statements
from nuanxin.plain.words import Words

DONE, REFUSED, FAILED = "done", "refused", "failed"
OUTCOMES = {
    DONE: Words("完成", "done"),
    REFUSED: Words("被拒", "refused"),
    FAILED: Words("失败", "failed"),
}
SEALED_EVERY = 500
"""So many events after the last head the next one is signed; every seal of the ledger signs one too."""

_VERB = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_ABOUT = re.compile(r"[a-z][a-z_]*:[A-Za-z0-9._/-]{1,80}")
_COLUMNS = ("number", "at", "actor", "verb", "object", "area", "outcome", "origin", "hash")
_LAST = """
SELECT number, hash FROM ledger_journalevent WHERE number = (SELECT max(number) FROM ledger_journalevent)
UNION ALL SELECT last, hash FROM ledger_journalpruning
WHERE last = (SELECT max(last) FROM ledger_journalpruning) ORDER BY 1 DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: its verb, and what it is called."""

    verb: str
    words: Words


_kinds: dict[str, Kind] = {}


def event_kind(verb: str, zh: str, en: str) -> str:
    """Declare a kind of event, such as ``access.signed_in``, and return its verb."""
    if not _VERB.fullmatch(verb):
        raise ValueError(f"verb {verb!r} must be room.verb in lower-case letters, digits and underscores")
    _kinds[verb] = Kind(verb, Words(zh, en))
    return verb


def all_kinds() -> list[Kind]:
    """Return every kind of event declared so far, by verb."""
    return [_kinds[verb] for verb in sorted(_kinds)]


def record(
    verb: str,
    actor: int | None,
    *,
    about: str = "",
    area: int | None = None,
    outcome: str = DONE,
    origin: str = "",
) -> int:
    """Write one event and return its number; part of the caller's transaction where there is one.

    ``actor`` is the party who did it (None: not known), ``about`` what it concerned as kind:id,
    ``origin`` a hash by ``origin_of``. Raises ValueError for a verb nobody declared and for words
    where an id belongs.
    """
    if verb not in _kinds:
        raise ValueError(f"no kind of event {verb!r} is declared; declare it with event_kind")
    if (about and not _ABOUT.fullmatch(about)) or outcome not in OUTCOMES:
        raise ValueError(f"an event is about kind:id and ends in {', '.join(OUTCOMES)}, not {about!r}")
    with transaction.atomic(), (sql := Statements()).errors:
        sql.alone()
        number, before, end = _end(sql)
        at = time.time_ns() // 1_000
        values = (number + 1, at, actor, verb, about, area, outcome, origin)
        digest = hash_function(end.algorithm)
        fresh = digest(before + event_line(values))
        sql.insert("ledger_journalevent", _COLUMNS, [(*values, fresh)])
        if (number + 1) % SEALED_EVERY == 0:
            _sign(end, number + 1, fresh)
    return number + 1


def event_line(values: tuple[Any, ...]) -> bytes:
    """Return the line of an event, from its columns in order, which its hash is taken over."""
    return joined("NXJ1", values)


def journal_genesis(end: store.Last) -> bytes:
    """Return the hash before the first event: the ledger's identity, in the journal's own name."""
    digest = hash_function(end.algorithm)
    return digest(b"NXJ1|" + genesis(digest, end.identity, end.algorithm))


def _end(sql: Statements) -> tuple[int, bytes, store.Last]:
    """Return the number and hash of the newest event (pruned or not), and whose ledger it is."""
    end, found = store.last(sql), sql.rows(_LAST)
    return (int(found[0][0]), bytes(found[0][1]), end) if found else (0, journal_genesis(end), end)


def seal_journal() -> JournalHead | None:
    """Sign a head over all events; return the newest head, None where nothing ever happened."""
    with transaction.atomic(), (sql := Statements()).errors:
        sql.alone()
        number, tail, end = _end(sql)
        return _sign(end, number, tail) if number else None


def _sign(end: store.Last, last: int, tail: bytes) -> JournalHead:
    newest = JournalHead.objects.order_by("-number").first()
    if newest and newest.last == last:
        return newest
    identity, key = keys.signing_key()
    head = JournalHead(
        number=newest.number + 1 if newest else 1,
        last=last,
        tail=tail,
        previous=head_digest(end, newest) if newest else journal_genesis(end),
        at=time.time_ns() // 1_000,
        signature_algorithm=keys.ALGORITHM,
        key=identity,
    )
    head.signature = key.sign(journal_head_line(end, head))
    head.save(force_insert=True)
    return head


def journal_head_line(end: store.Last, head: JournalHead) -> bytes:
    """Return the line of a head of the journal, which the seal's key signs."""
    return joined(
        "NXJH1",
        (
            end.identity,
            end.algorithm,
            head.number,
            head.last,
            bytes(head.tail),
            bytes(head.previous),
            head.at,
            head.signature_algorithm,
            head.key,
        ),
    )


def head_digest(end: store.Last, head: JournalHead) -> bytes:
    """Return the hash of a head's line and signature, which the next head names."""
    digest = hash_function(end.algorithm)
    return digest(journal_head_line(end, head) + b"|" + bytes(head.signature).hex().encode())


def origin_of(address: str) -> str:
    """Return a keyed hash of a network address: equal for equal addresses, telling none of them."""
    return hmac.new(_origin_key(), address.encode(), sha256).hexdigest()[:16] if address else ""


def _origin_key() -> bytes:
    folder: Path = settings.NUANXIN["data"] / "keys"
    path = folder / "journal.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(token_bytes(32))
        fresh.rename(path)
    return path.read_bytes()

"""The audit log 审计日志: acts and events within an audit administrator's reach, narrowed by questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from nuanxin.kernel.access.models import Account, Grant
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.areas.codes import full, span
from nuanxin.kernel.ledger.acts import Actor, all_actions
from nuanxin.kernel.ledger.journal import OUTCOMES, all_kinds
from nuanxin.kernel.ledger.models import Act, Entry, JournalEvent
from nuanxin.kernel.parties.register import party_names
from nuanxin.plain.ranges import covers
from nuanxin.web.templatetags.wording import english, language

KINDS = ("acts", "events")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the log: which of the two, whose, which verb, area, days and outcome."""

    kind: str = "acts"
    person: int = 0
    verb: str = ""
    area: str = ""
    first: date | None = None
    last: date | None = None
    outcome: str = ""

    @property
    def codes(self) -> tuple[int, int] | None:
        """The range of the area asked for; None where none is, or it is no code."""
        try:
            return span(full(self.area)) if self.area else None
        except ValueError:
            return (-1, -1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log: an act or an event, with who did it in words."""

    number: int
    at: int
    who: str
    verb: str
    about: str
    area: int | None
    outcome: str
    entries: int | None = None


def asked(query: Mapping[str, str]) -> Question:
    """Read a question from an address; what it does not understand is left out."""
    kind = query.get("kind", "")
    return Question(
        kind=kind if kind in KINDS else "acts",
        person=_party(query.get("person", "")),
        verb=query.get("verb", "")[:60],
        area=query.get("area", "").strip()[:12],
        first=_day(query.get("first", "")),
        last=_day(query.get("last", "")),
        outcome=query.get("outcome", "") if query.get("outcome", "") in OUTCOMES else "",
    )


def _party(text: str) -> int:
    known = text.isascii() and text.isdigit() and len(text) < 20
    return int(text) if known and int(text) < 2**63 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def found(actor: Actor, question: Question) -> QuerySet[Any]:
    """Return the acts or events that answer a question and lie within an actor's reach, newest first."""
    some = _acts(question) if question.kind == "acts" else _events(question)
    some = _within_days(some, question)
    if question.person:
        some = some.filter(actor=question.person)
    if question.verb:
        some = some.filter(verb=question.verb)
    reach = reachable(actor)
    if reach is not None:
        some = some.filter(Q(actor__in=reach))
    return some.order_by("-number")


def reachable(actor: Actor) -> set[int] | None:
    """Return the people all of whose roles lie in an actor's audit area; None where that is everybody."""
    ranges = ranges_of(actor, "audit")
    outside: set[int] = set()
    inside: set[int] = set()
    for party, area in Grant.objects.values_list("party_id", "area"):
        (inside if covers(ranges, area) else outside).add(party)
    return inside - outside if outside else None


def people(actor: Actor) -> list[tuple[int, str]]:
    """Return the people whose deeds an actor may look through, by name."""
    reach = reachable(actor)
    accounts = Account.objects.all() if reach is None else Account.objects.filter(party_id__in=reach)
    named = party_names(accounts.values_list("party_id", flat=True))
    return sorted(named.items(), key=lambda pair: pair[1])


def _acts(question: Question) -> QuerySet[Any]:
    some = Act.objects.all()
    if question.codes:
        lines = Entry.objects.filter(
            seq__gte=OuterRef("first_seq"),
            seq__lt=OuterRef("first_seq") + OuterRef("entries"),
            area__range=question.codes,
        )
        some = some.filter(Exists(lines))
    return some


def _events(question: Question) -> QuerySet[Any]:
    some = JournalEvent.objects.all()
    if question.codes:
        some = some.filter(area__range=question.codes)
    return some.filter(outcome=question.outcome) if question.outcome else some


def _within_days(some: QuerySet[Any], question: Question) -> QuerySet[Any]:
    if question.first:
        some = some.filter(at__gte=_midnight(question.first))
    if question.last:
        some = some.filter(at__lt=_midnight(question.last + timedelta(days=1)))
    return some


def _midnight(day: date) -> int:
    at = datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
    return int(at.astimezone(UTC).timestamp() * 1_000_000)


def lines(rows: Iterable[Any]) -> list[Line]:
    """Return acts or events as lines, each person named once and for all."""
    chosen = list(rows)
    named = party_names(row.actor for row in chosen if row.actor)
    return [
        Line(
            row.number,
            row.at,
            named.get(row.actor or 0, ""),
            row.verb,
            row.object,
            getattr(row, "area", None),
            getattr(row, "outcome", ""),
            getattr(row, "entries", None),
        )
        for row in chosen
    ]


def verbs(kind: str) -> list[tuple[str, str]]:
    """Return the verbs of acts or of events with their words, by word."""
    names = [each.verb for each in (all_actions() if kind == "acts" else all_kinds())]
    return sorted(((name, verb_word(name)) for name in names), key=lambda pair: pair[1])


def verb_word(verb: str) -> str:
    """Return what a verb of an act or an event is called, or the verb itself where nobody declares it."""
    said = {each.verb: each.words for each in all_kinds()}
    if verb in said:
        return said[verb].said(language())
    for each in all_actions():
        if each.verb == verb:
            return each.en if english() else each.zh
    return verb


def outcome_word(outcome: str) -> str:
    """Return an outcome in words."""
    return OUTCOMES[outcome].said(language()) if outcome in OUTCOMES else outcome

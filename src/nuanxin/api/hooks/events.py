"""Events 事件: what subscribers are told. Each is an act or a seal of the ledger, and says nothing personal.

The ledger is the outbox: an act is committed with what it did, numbered without a gap, and stays. What
has to be sent is found by reading on from where one stopped, so nothing that was committed is lost.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.ledger.models import Act, Closing, Head
from nuanxin.kernel.ledger.seals import short_code
from nuanxin.plain.words import Words

KINDS: dict[str, Words] = {
    "bulletin.published": Words("简报已发布", "a bulletin was published"),
    "bulletin.revised": Words("简报已更正", "a bulletin was corrected by another"),
    "bulletin.withdrawn": Words("简报已撤回", "a bulletin was withdrawn"),
    "month.closed": Words("月份已关账", "a month was closed"),
    "seal.made": Words("已封存", "the ledger was sealed"),
    "import.done": Words("表格已导入", "a sheet was imported"),
}
"""Every kind of event with its words."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event: its kind, its id for ever ("act-12", "seal-3"), when it was, and what is told of it."""

    kind: str
    identity: str
    at: datetime
    told: dict[str, Any]


def events_of(first: int, last: int) -> Iterator[Event]:
    """Yield the events of a range of acts, both ends included, in order."""
    for act in Act.objects.select_related("source").filter(number__range=(first, last)).order_by("number"):
        about = _TOLD.get(act.verb)
        if about is not None:
            yield from about(act)
        elif act.source is not None and act.source.kind == "sheet" and act.entries:
            told = {"act": act.number, "verb": act.verb, "entries": act.entries}
            yield Event("import.done", f"act-{act.number}", _moment(act.at), told)


def seals_of(first: int, last: int) -> Iterator[Event]:
    """Yield the events of a range of signed heads, both ends included, in order."""
    for head in Head.objects.filter(number__range=(first, last)).order_by("number"):
        told = {
            "head": head.number,
            "entries": head.entries,
            "root": bytes(head.root).hex(),
            "code": short_code(head),
        }
        yield Event("seal.made", f"seal-{head.number}", _moment(head.at), told)


def _moment(microseconds: int) -> datetime:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC)


def _published(act: Act) -> Iterator[Event]:
    bulletin = Bulletin.objects.filter(act_id=act.number).first()
    if bulletin is None:
        return
    told = {"act": act.number, **_of(bulletin)}
    yield Event("bulletin.published", f"act-{act.number}", _moment(act.at), told)
    correction = getattr(bulletin, "correction", None)
    if correction is not None:
        revised = {"act": act.number, "number": correction.of_id, "replaced_by": bulletin.number}
        yield Event("bulletin.revised", f"act-{act.number}-revised", _moment(act.at), revised)


def _withdrawn(act: Act) -> Iterator[Event]:
    bulletin = Bulletin.objects.filter(withdrawal__act_id=act.number).first()
    if bulletin is not None:
        told = {"act": act.number, **_of(bulletin)}
        yield Event("bulletin.withdrawn", f"act-{act.number}", _moment(act.at), told)


def _of(bulletin: Bulletin) -> dict[str, Any]:
    return {
        "number": bulletin.number,
        "title": {"zh": bulletin.title_zh, "en": bulletin.title_en},
        "as_of": bulletin.as_of.isoformat(),
        "head": bulletin.head_id,
        "address": f"/bulletins/{bulletin.number}/",
    }


def _closed(act: Act) -> Iterator[Event]:
    closing = Closing.objects.filter(act_id=act.number).first()
    if closing is not None:
        told = {
            "act": act.number,
            "measures": f"{closing.programme}00-{closing.programme}99",
            "area": str(closing.area),
            "month": f"{closing.month // 100}-{closing.month % 100:02d}",
        }
        yield Event("month.closed", f"act-{act.number}", _moment(act.at), told)


_TOLD: dict[str, Callable[[Act], Iterator[Event]]] = {
    "bulletins.publish": _published,
    "bulletins.withdraw": _withdrawn,
    "ledger.close_month": _closed,
}

"""The board 项目看板: a programme to those who work in it: key figures, what needs a hand, what came in."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.timezone import localdate

from nuanxin.kernel.access import seen, sees
from nuanxin.kernel.access.ranges import reach_of
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.figures.answers import Answer, Ask, answer
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.figures.shown import Shown
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.models import Act, Closing, Entry
from nuanxin.kernel.programme import Programme
from nuanxin.web.addresses import figure_address
from nuanxin.web.figure_list import as_of_today, usual_period
from nuanxin.web.templatetags.wording import language, signed, span
from nuanxin.web.today.hands import Item
from nuanxin.web.today.sources import needs_of
from nuanxin.web.work.waiting import orders_waiting_of

FIGURES, ACTS, MONTHS = 6, 5, 12
LOOKED_AT = 40
"""So many of a programme's newest imports are looked through for those in the reader's areas."""


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure of the board: value, the change against the year before, where it opens.

    One as of an earlier day has its value as of ``today`` as well, and where that opens.
    """

    figure: Figure
    shown: Shown
    span: str
    change: str
    before: str
    address: str
    today: str
    opens_today: str


@dataclass(frozen=True, slots=True)
class Board:
    """A programme's board for an area: ``areas`` are those one may choose among (code, name, here)."""

    place: str
    areas: list[tuple[int, str, bool]]
    figures: list[KeyFigure]
    hands: list[Item]
    imports: list[Act]
    closed: list[Closing]


def board(programme: Programme, actor: Actor, wanted: str) -> Board:
    """Gather a programme's board for the widest of a reader's areas, or for one he asks for."""
    own = reach_of(actor)
    area = _asked_area(actor, wanted) or own[0]
    called = names({area, *own}, language())
    hands = [
        *orders_waiting_of(actor, [programme]),
        *needs_of(actor, [(programme, page) for page in programme.pages]),
    ]
    return Board(
        called[area],
        [(code, called[code], code == area) for code in own],
        _figures(programme, area),
        hands,
        _imports(programme, actor),
        _closed(programme, actor),
    )


def _asked_area(actor: Actor, wanted: str) -> int:
    try:
        code = full(wanted)
    except ValueError:
        return 0
    return code if sees(actor, code) else 0


def _figures(programme: Programme, area: int) -> list[KeyFigure]:
    newest = Bulletin.objects.order_by("-published_at").values_list("as_of", flat=True).first()
    on = newest or localdate()
    asks = [Ask(each.id, area, usual_period(each, on)) for each in programme.figures[:FIGURES]]
    earlier = {ask: Ask(ask.figure, area, ask.period.year_before()) for ask in asks}
    today = {ask: as_of_today(ask) for ask in asks}
    answers = answer([*asks, *earlier.values(), *filter(None, today.values())])
    return [_key(ask, earlier[ask], today[ask], answers) for ask in asks]


def _key(ask: Ask, earlier: Ask, today: Ask | None, answers: Mapping[Ask, Answer]) -> KeyFigure:
    now, then = answers[ask].value, answers[earlier].value
    change = signed(ask.figure, now - then) if now is not None and then else ""
    return KeyFigure(
        figure(ask.figure),
        answers[ask].shown(language()),
        span(ask.period),
        change,
        str(answers[earlier].shown(language())),
        figure_address(ask),
        str(answers[today].shown(language())) if today else "",
        figure_address(today) if today else "",
    )


def _imports(programme: Programme, actor: Actor) -> list[Act]:
    """Return the newest imports of a programme whose first entry lies in the reader's areas."""
    verbs = {sheet.into.verb for sheet in programme.sheets if hasattr(sheet.into, "verb")}
    acts = Act.objects.filter(verb__in=verbs, source__isnull=False).select_related("source")
    newest = list(acts.order_by("-number")[:LOOKED_AT])
    entries = seen(actor, Entry.objects.filter(seq__in=[act.first_seq for act in newest if act.entries]))
    mine = set(entries.values_list("seq", flat=True))
    return [act for act in newest if act.first_seq in mine][:ACTS]


def _closed(programme: Programme, actor: Actor) -> list[Closing]:
    hundreds = {measure.number // 100 for measure in programme.measures}
    closings = seen(actor, Closing.objects.filter(programme__in=hundreds))
    return list(closings.order_by("-month", "area")[:MONTHS])

"""Asked 所问: the explorer's question as it stands in the address, read and written.

The address holds everything, so that a link shows another reader the same. What cannot be read is
named and left out; what lies outside a reader's grants is refused.
"""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nuanxin.kernel.access.ranges import NotAllowed, reach_of, sees
from nuanxin.kernel.areas.codes import full, level, short
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.areas.tree import find, full_name
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.figures.tables import BELOW, COMPARISONS, KIND, STEPS, Question, steps_of
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.web.figure_list import usual_period
from nuanxin.web.paging import whole
from nuanxin.web.templatetags.wording import language

MOST_FIGURES, MOST_UNITS, MOST_YEARS = 4, 2, 10
DISPLAYS = (
    ("table", gettext_lazy("table")),
    ("chart", gettext_lazy("chart")),
    ("map", gettext_lazy("map")),
)
SPAN, UP_TO = "span", "upto"
"""What ``period`` says where the days stand in ``from`` and ``to``."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, how it is shown, the entry it is fixed at (None: now), and what could not be read.

    ``public``: small numbers of persons are withheld, so that it may be given to anybody.
    """

    question: Question
    show: str = "table"
    as_of: int | None = None
    faults: tuple[str, ...] = ()
    public: bool = False

    def query(self, **changes: str | int | None) -> str:
        """Return it as an address writes it, with some parts changed (None or "": left out)."""
        own = self.question
        parts: dict[str, str | int | None] = {
            "area": short(own.area),
            "period": str(own.period),
            "by": own.by,
            "step": own.step,
            "against": own.against,
            "years": own.years if own.against == "earlier_years" else None,
            "other": short(own.other) if own.against == "area" and own.other else None,
            "mapped": "1" if own.mapped else None,
            "show": self.show if self.show != "table" else None,
            "as_of": self.as_of,
            "public": "1" if self.public else None,
        }
        figures = [("figure", each) for each in own.figures]
        rest = [(name, value) for name, value in (parts | changes).items() if value not in (None, "")]
        return urlencode([*figures, *rest], safe="/")


def read(query: QueryDict, actor: Actor) -> Asked | None:
    """Read a question from an address; None where it names no figure.

    Raises NotAllowed for an area outside the actor's grants.
    """
    faults: list[str] = []
    figures = _figures(query.getlist("figure"), faults)
    if not figures:
        return None
    area = _area(query.get("area", ""), actor, faults) or reach_of(actor)[0]
    show = query.get("show", "table")
    question = Question(
        figures=figures,
        area=area,
        period=_period(query, figures[0], faults),
        by=query.get("by", ""),
        step=query.get("step", "") if query.get("step") in STEPS else "",
        against=query.get("against", "") if query.get("against") in COMPARISONS else "",
        years=min(max(whole(query.get("years"), 3), 1), MOST_YEARS),
        other=_area(query.get("other", ""), actor, faults) if query.get("against") == "area" else None,
        mapped=query.get("mapped") == "1",
    )
    shown = show if show in dict(DISPLAYS) else "table"
    return Asked(
        _fitting(question, shown, faults), shown, _as_of(query), tuple(faults), query.get("public") == "1"
    )


def _as_of(query: QueryDict) -> int | None:
    found = whole(query.get("as_of"), -1)
    return found if found >= 0 else None


def _figures(identities: list[str], faults: list[str]) -> tuple[str, ...]:
    """Return the figures named, once each: at most four, of at most two units."""
    kept: list[str] = []
    for identity in dict.fromkeys(filter(None, map(str.strip, identities))):
        try:
            units = {figure(each).unit for each in [*kept, identity]}
        except KeyError:
            faults.append(_("No figure is called %(name)s.") % {"name": identity})
            continue
        if len(units) > MOST_UNITS:
            faults.append(_("Figures of three units do not fit one table; ask for them apart."))
        elif len(kept) == MOST_FIGURES:
            faults.append(_("Four figures fit one table; ask for the others apart."))
        else:
            kept.append(identity)
    return tuple(kept)


def _area(text: str, actor: Actor, faults: list[str]) -> int | None:
    """Return the area a text means: a code, a name, or a name with its code behind it."""
    text = text.strip()
    if not text:
        return None
    last = text.split()[-1]
    if last.isascii() and last.isdigit():
        try:
            code = area_of(full(last)).code
        except ValueError as error:
            faults.append(str(error))
            return None
    else:
        found = [each for each in find(text) if sees(actor, each.code)] or find(text)
        if len(found) != 1:
            faults.append(_unclear(text, [each.code for each in found]))
            return None
        code = found[0].code
    if not sees(actor, code):
        raise NotAllowed(actor, "reader", code)
    return code


def _unclear(text: str, codes: list[int]) -> str:
    if not codes:
        return _("No area is called “%(text)s” here; write the full name or the division code.") % {
            "text": text
        }
    named = _(", ").join(named_area(code) for code in codes[:5])
    words = {"text": text, "count": len(codes), "names": named}
    return _("“%(text)s” may be any of %(count)s areas: %(names)s. Put the wider area before it.") % words


def named_area(code: int) -> str:
    """Write an area so that it reads back without doubt: name and code."""
    return f"{full_name(code, language())} {short(code)}"


def reference_day() -> date:
    """Return the day up to which is asked where nobody names one: the newest bulletin's, or today."""
    newest = Bulletin.objects.order_by("-published_at").values_list("as_of", flat=True).first()
    return newest or localdate()


def _period(query: QueryDict, first: str, faults: list[str]) -> Period:
    text = query.get("period", "").strip()
    try:
        if text == UP_TO:
            return Period(BEGINNING, date.fromisoformat(query.get("to", "")))
        if text == SPAN:
            return Period.parse(f"{query.get('from', '')}/{query.get('to', '')}")
        if text:
            return Period.parse(text)
    except ValueError:
        said = _("The period could not be read; choose one, or give both days as 2024-05-31.")
        faults.append(said)
    return usual_period(figure(first), reference_day())


def _fitting(question: Question, show: str, faults: list[str]) -> Question:
    """Return the question as its area and display allow: a map shows counties, a chart needs a split."""
    below = BELOW.get(level(question.area), ())
    if question.by not in ("", KIND, *below):
        question = replace(question, by="")
    if question.against == "area" and question.by not in ("", KIND):
        question = replace(question, against="")
        faults.append(_("Parts are not compared with another area; ask without the split by area."))
    if question.against == "area" and question.other is None:
        question = replace(question, against="")
    if show == "map":
        question = replace(question, by="county" if "county" in below else "", step="")
    elif show == "chart" and not question.by and not question.step:
        question = replace(question, step="month")
    return _stepped(question, faults)


def _stepped(question: Question, faults: list[str]) -> Question:
    """Return it with longer steps where those asked for are too many for one table."""
    for step in STEPS[STEPS.index(question.step) :] if question.step else ():
        try:
            list(steps_of(question.period, step))
        except ValueError:
            continue
        if step != question.step:
            faults.append(_("So long a period is shown by longer steps than asked."))
        return replace(question, step=step)
    return replace(question, step="")

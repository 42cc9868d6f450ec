"""Titles 标题: a question said in plain words, short enough to head a table."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from nuanxin.kernel.areas.naming import name
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.figures.tables import KIND, Question
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.web.explorer import KINDS
from nuanxin.web.templatetags.wording import english, figure_name, language, span

LEVEL_WORDS = {
    "prefecture": gettext_lazy("city or league"),
    "county": gettext_lazy("county or banner"),
    "town": gettext_lazy("town or sumu"),
    "village": gettext_lazy("village or community"),
    KIND: gettext_lazy("kind of entry"),
}
STEP_WORDS = {
    "month": gettext_lazy("month"),
    "quarter": gettext_lazy("quarter"),
    "year": gettext_lazy("year"),
}
COMPARED = {
    "year_before": gettext_lazy("the year before"),
    "before": gettext_lazy("the period before"),
    "area": gettext_lazy("another area"),
}


def title_of(question: Question) -> str:
    """Say what a table shows: figures, area, split, period, comparison."""
    figures = _(", ").join(figure_name(each) for each in question.figures)
    words = {"figures": figures, "rest": subtitle_of(question)}
    return _("%(figures)s: %(rest)s") % words


def subtitle_of(question: Question) -> str:
    """Say the same without the figures."""
    parts = [area_name(question.area)]
    if question.by:
        parts.append(_("by %(level)s") % {"level": LEVEL_WORDS[question.by]})
    if question.step:
        parts.append(_("by %(level)s") % {"level": STEP_WORDS[question.step]})
    parts.append(span(question.period))
    if question.against:
        parts.append(_("against %(base)s") % {"base": base_name(question)})
    if question.mapped:
        parts.append(_("by today's boundaries"))
    return pgettext("between clauses", ", ").join(parts)


def base_name(question: Question) -> str:
    """Say what every cell is compared with."""
    if question.against == "earlier_years":
        said = ngettext("the mean of %(n)s earlier year", "the mean of %(n)s earlier years", question.years)
        return said % {"n": question.years}
    if question.against == "area" and question.other:
        return area_name(question.other)
    return str(COMPARED[question.against])


def area_name(code: int) -> str:
    """Return an area's name in the reader's language."""
    return name(area_of(code), language())


def kind_name(kind: int) -> str:
    """Return what a kind of entry is called."""
    return str(dict(KINDS)[kind])


def step_name(period: Period, step: str) -> str:
    """Name a step of a table as shortly as it stays clear: May 2024, 2024年5月; a cut one by its days."""
    text = str(period)
    if "/" in text:
        first, last = period.first, period.last
        return f"{first:%Y-%m-%d} – {last:%m-%d}" if first.year == last.year else f"{first} – {last}"
    if "Q" in text:
        return f"Q{text[-1]} {text[:4]}" if english() else f"{text[:4]}年{text[-1]}季度"
    if period.first == BEGINNING:
        return span(period)
    if step == "month" and "-" in text:
        return (
            f"{period.first:%b} {period.first.year}"
            if english()
            else f"{period.first.year}年{period.first.month}月"
        )
    return span(period)

"""Papers 版面: a published bulletin laid out as a newspaper page, in the reader's language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.edition import Edition, edition_of
from nuanxin.kernel.bulletins.models import Bulletin, CheckResult, Reading, Story
from nuanxin.kernel.bulletins.notices import Notice, notices_of
from nuanxin.kernel.bulletins.queries import Revised, set_beside
from nuanxin.kernel.bulletins.readings import citation_of
from nuanxin.kernel.bulletins.text import Citation, paragraphs
from nuanxin.kernel.figures.answers import Answer, Ask, answer
from nuanxin.kernel.figures.catalogue import all_checks, figure
from nuanxin.web.addresses import figure_address, reading_address
from nuanxin.web.corrections import ChangedLine, changed_lines
from nuanxin.web.templatetags.wording import (
    english,
    figure_name,
    in_language,
    joined_unit,
    language,
    signed,
    span,
)

LEAD, SECOND = 3, 2


@dataclass(frozen=True, slots=True)
class Cited:
    """A figure inside a text: where it opens, how it is printed, whether it was revised since."""

    address: str
    name: str
    number: str
    unit: str
    place: str
    span: str
    revised: bool
    change: str = ""

    @property
    def link(self) -> SafeString:
        """Its link in a sentence, opened by htmx beside the text; no blank stands round it."""
        return format_html(
            '<a class="fig{}" href="{}" title="{}" hx-boost="true"{}><b>{}</b>{}{}</a>',
            " revised" if self.revised else "",
            self.address,
            f"{self.name} · {self.place}",
            format_html(' data-mark="{}"', _("rev.")) if self.revised else "",
            self.number,
            mark_safe("&nbsp;") if self.unit.isascii() and self.unit not in ("", "%") else "",
            self.unit,
        )


@dataclass(frozen=True, slots=True)
class CheckNote:
    """A check that failed, as printed beside the figures it concerns."""

    name: str
    total: str
    parts: str
    difference: str
    explanation: str
    by: str
    on: object


@dataclass(frozen=True, slots=True)
class StoryLaid:
    """A story as laid out: paragraphs of text and figures, number tiles, failed checks."""

    weight: int
    kicker: str
    headline: str
    body: list[list[str | Cited]]
    tiles: list[Cited]
    notes: list[CheckNote]
    rounding_shows: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A bulletin as a page: stories by weight, what was revised since, the checks it passed."""

    bulletin: Bulletin
    title: str
    issue: str
    area: str
    leads: list[StoryLaid]
    seconds: list[StoryLaid]
    briefs: list[StoryLaid]
    revised: int
    figures: int
    passed: int
    failed: int
    notices: list[Notice]
    corrected: list[ChangedLine]
    draft: bool


def paper_of(bulletin: Bulletin) -> Paper:
    """Lay out a published bulletin, every figure beside what the ledger says today: one question for all."""
    edition = edition_of(bulletin)
    cited = [citation_of(each).ask for each in edition.readings]
    answers = answer([*cited, *_years_before(edition).values()])
    return laid_out(edition, set_beside(bulletin, edition.readings, answers), answers)


def draft_paper(edition: Edition) -> Paper:
    """Lay out an unpublished edition; its figures are those of today and open on their own pages."""
    as_of = edition.bulletin.as_of_seq
    readings = {citation_of(each): Revised(each, each, as_of) for each in edition.readings}
    return laid_out(edition, readings, answer(_years_before(edition).values()))


def laid_out(edition: Edition, readings: Mapping[Citation, Revised], answers: Mapping[Ask, Answer]) -> Paper:
    """Lay out an edition, its readings given with their values of today; the tiles' of a year before, too."""
    bulletin, checks, stories = edition.bulletin, edition.checks, edition.stories
    places = names({cited.ask.area for cited in readings} | {bulletin.area}, language())
    changes = _changes(_years_before(edition), readings, answers)
    cited = {
        each: _cited(_address(edition, each), each, both, places[each.ask.area], changes.get(each, ""))
        for each, both in readings.items()
    }
    laid = [_laid(story, cited, checks) for story in stories]
    return Paper(
        bulletin=bulletin,
        title=in_language(bulletin, "title"),
        issue=in_language(bulletin, "issue"),
        area=places[bulletin.area],
        leads=[story for story in laid if story.weight >= LEAD],
        seconds=[story for story in laid if story.weight == SECOND],
        briefs=[story for story in laid if story.weight < SECOND],
        revised=sum(both.changed for both in readings.values()),
        figures=len(readings),
        passed=sum(check.passed for check in checks),
        failed=sum(not check.passed for check in checks),
        notices=notices_of(edition),
        corrected=changed_lines(edition),
        draft=edition.draft,
    )


def _tiles(story: Story) -> list[Citation]:
    return [Citation.parse(line) for line in story.stats.splitlines()]


def _address(edition: Edition, cited: Citation) -> str:
    """Return where a figure opens: in its bulletin, or on its own while that is a draft."""
    if edition.draft:
        return figure_address(cited.ask)
    return reading_address(edition.bulletin.number, cited)


def _cited(address: str, cited: Citation, both: Revised, place: str, change: str) -> Cited:
    return Cited(
        address=address,
        name=figure_name(cited.figure),
        number=in_language(both.published, "number"),
        unit=in_language(both.published, "unit"),
        place=place,
        span=span(cited.ask.period),
        revised=both.changed,
        change=change,
    )


def _laid(story: Story, cited: Mapping[Citation, Cited], checks: Iterable[CheckResult]) -> StoryLaid:
    text = paragraphs(in_language(story, "body"))
    inside = {piece for paragraph in text for piece in paragraph if isinstance(piece, Citation)}
    body = [[cited[piece] if isinstance(piece, Citation) else piece for piece in each] for each in text]
    failed = [
        (check, cited[_total(check)]) for check in checks if not check.passed and _total(check) in inside
    ]
    return StoryLaid(
        weight=story.weight,
        kicker=in_language(story, "kicker"),
        headline=in_language(story, "headline"),
        body=body,
        tiles=[cited[each] for each in _tiles(story)],
        notes=[_note(check, joined_unit(total.number, total.unit)) for check, total in failed],
        rounding_shows=any(check.rounding_shows and _total(check) in inside for check in checks),
    )


def notes_on(bulletin: Bulletin, cited: Citation, total: str) -> list[CheckNote]:
    """Return the failed checks of a bulletin whose total a citation is, printed as ``total``."""
    place = {"figure": cited.figure, "area": cited.area, "period": cited.period}
    return [_note(check, total) for check in bulletin.checks.filter(passed=False, **place)]


def _total(check: CheckResult) -> Citation:
    return Citation(check.figure, check.area, check.period)


def _note(check: CheckResult, total: str) -> CheckNote:
    declared = next((each for each in all_checks() if each.id == check.check_id), None)
    name = (declared.en if english() else declared.zh) if declared else check.check_id
    return CheckNote(
        name=name,
        total=total,
        parts=in_language(check, "parts"),
        difference=in_language(check, "difference"),
        explanation=in_language(check, "explanation"),
        by=in_language(check, "explained_by"),
        on=check.explained_on,
    )


def _years_before(edition: Edition) -> dict[Citation, Ask]:
    """Return what number tiles of exact figures are set against: the same span a year before."""
    tiles = [cited for story in edition.stories for cited in _tiles(story)]
    return {
        each: _year_before(each.ask)
        for each in tiles
        if figure(each.figure).display == "exact" and figure(each.figure).measures
    }


def _changes(
    before: Mapping[Citation, Ask], readings: Mapping[Citation, Revised], answers: Mapping[Ask, Answer]
) -> dict[Citation, str]:
    """Say how figures of number tiles stand against a year before."""
    found = {}
    for each, ask in before.items():
        then, now = answers[ask].value, readings[each].published
        if then and now.numerator:
            found[each] = signed(each.figure, _value(now) - then)
    return found


def _year_before(ask: Ask) -> Ask:
    return Ask(ask.figure, ask.area, ask.period.year_before(), ask.mapped)


def _value(reading: Reading) -> Fraction:
    return Fraction(int(reading.numerator), int(reading.denominator))

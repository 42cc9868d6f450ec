"""Gathering 成文: a published bulletin becomes the plain data of a document, as it was sealed."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.documents.contents import (
    Appendix,
    Cited,
    Closing,
    Document,
    Head,
    Line,
    Masthead,
    Paragraph,
    Seal,
    Section,
)
from nuanxin.kernel.bulletins.documents.corrected import corrected_lines
from nuanxin.kernel.bulletins.documents.notes import notes_of
from nuanxin.kernel.bulletins.edition import Edition
from nuanxin.kernel.bulletins.models import Bulletin, CheckResult, Imprint, Story
from nuanxin.kernel.bulletins.notices import notices_of
from nuanxin.kernel.bulletins.readings import citation_of
from nuanxin.kernel.bulletins.text import Citation, paragraphs
from nuanxin.kernel.bulletins.wording import english, joined, said_day
from nuanxin.kernel.figures.catalogue import all_checks
from nuanxin.kernel.ledger.seals import short_code

_NUMERALS = "一二三四五六七八九十"
_LEAD, _SECOND = 3, 2


def gather(edition: Edition, head: Head, language: str, *, rows_a_figure: int = 3) -> Document:
    """Return an edition as a document under a head, in a language ("zh-hans", "en").

    ``rows_a_figure`` rows of each figure are listed in the appendix, with the number of all.
    """
    with override(language):
        bulletin, imprint, dated = edition.bulletin, edition.imprint, _dated(edition)
        return Document(
            head=head,
            language=language,
            number=bulletin.number,
            title=_title(bulletin, imprint, head),
            masthead=_masthead(bulletin, imprint, head, dated),
            addressees=said(imprint, "to") if head == "official" else "",
            sections=tuple(_sections(edition)),
            signature=(said(imprint, "issuer"), said_day(dated)),
            closing=_official_closing(imprint, dated) if head == "official" else _brief_closing(imprint),
            appendix=_appendix(edition, rows_a_figure),
            published=int(bulletin.published_at.timestamp()),
            notices=tuple(" ".join(filter(None, (each.said, each.reason))) for each in notices_of(edition)),
            watermark=_("DRAFT") if edition.draft else "",
        )


def said(thing: object, field: str) -> str:
    """Return a kept text in the active language."""
    return str(getattr(thing, f"{field}_{'en' if english() else 'zh'}"))


def _dated(edition: Edition) -> date:
    """Return the day the document bears: the imprint's, or else that of publication."""
    return edition.imprint.dated or timezone.localdate(edition.bulletin.published_at)


def _title(bulletin: Bulletin, imprint: Imprint, head: Head) -> str:
    subject = said(imprint, "subject")
    if subject:
        return subject
    return said(bulletin, "title") if head == "official" else said(bulletin, "issue")


def _masthead(bulletin: Bulletin, imprint: Imprint, head: Head, dated: date) -> Masthead:
    issuer, issue = said(imprint, "issuer"), said(bulletin, "issue")
    if head == "official":
        mark = said(imprint, "mark") or issuer or said(bulletin, "title")
        return Masthead(mark, imprint.symbol, "", issuer, said_day(dated))
    if imprint.total is not None:
        issue = _("%(issue)s (No. %(total)d in all)") % {"issue": issue, "total": imprint.total}
    return Masthead(said(bulletin, "title"), "", issue, issuer, said_day(dated))


def _official_closing(imprint: Imprint, dated: date) -> Closing:
    cc, printer = said(imprint, "cc"), said(imprint, "printer")
    lines = (Line(_("Copies to"), cc),) if cc else ()
    right = _("issued on %(day)s") % {"day": said_day(dated)} if printer else ""
    return Closing(lines, printer, right)


def _brief_closing(imprint: Imprint) -> Closing:
    labels = (("report", _("For report")), ("send", _("For attention")), ("distribute", _("Distribution")))
    lines = tuple(Line(label, said(imprint, name)) for name, label in labels if said(imprint, name))
    copies = _("%(count)d copies printed") % {"count": imprint.copies} if imprint.copies else ""
    return Closing(lines, "", copies)


def _sections(edition: Edition) -> Iterator[Section]:
    """Yield the sections: stories by weight under a heading each, what was corrected, checks with a word."""
    cited = {citation_of(each): each for each in edition.readings}
    printed = {
        place: Cited(each.position + 1, joined(said(each, "number"), said(each, "unit")))
        for place, each in cited.items()
    }
    named = {_LEAD: _("In front"), _SECOND: _("From the places"), 1: _("In brief")}
    order = 0
    for weight, stories in groupby(edition.stories, lambda story: min(story.weight, _LEAD)):
        order += 1
        yield Section(1, _numbered(order, named.get(weight, named[1])))
        for place, story in enumerate(stories, 1):
            yield _story(story, place, printed)
    for heading, remarks in (
        (_("What was corrected"), tuple(corrected_lines(edition))),
        (_("Checks"), tuple(_remarks(edition, printed))),
    ):
        if remarks:
            order += 1
            yield Section(1, _numbered(order, heading), remarks)


def _numbered(order: int, heading: str) -> str:
    return f"{order}. {heading}" if english() else f"{_NUMERALS[order - 1]}、{heading}"


def _story(story: Story, order: int, printed: Mapping[Citation, Cited]) -> Section:
    number = f"({order}) " if english() else f"（{_NUMERALS[(order - 1) % len(_NUMERALS)]}）"
    kicker, headline = said(story, "kicker"), said(story, "headline")
    heading = f"{number}{headline}" + (f" ({kicker})" if english() else f"（{kicker}）")
    body = paragraphs(said(story, "body"))
    runs = [
        tuple(printed[each] if isinstance(each, Citation) else each for each in paragraph)
        for paragraph in body
    ]
    return Section(2, heading, tuple(Paragraph(each) for each in runs))


def _remarks(edition: Edition, printed: Mapping[Citation, Cited]) -> Iterator[Paragraph]:
    """Yield a paragraph for each check that failed, and for each whose printed parts miss by rounding."""
    for check in edition.checks:
        total = Citation(check.figure, check.area, check.period)
        if not check.passed:
            words = _("%(check)s: published %(total)s, the parts make %(parts)s, a difference of %(off)s. ")
            facts = {
                "check": check_name(check),
                "parts": said(check, "parts"),
                "off": said(check, "difference"),
            }
            before, after = (words % {**facts, "total": "\0"}).split("\0")
            yield Paragraph((before, printed[total], after + explanation(check)))
        elif check.rounding_shows:
            yield Paragraph((check_name(check) + _(": the printed parts miss the total by rounding alone."),))


def explanation(check: CheckResult) -> str:
    """Return why a failed check stands, in whose words and since when."""
    facts = {"said": said(check, "explanation"), "by": said(check, "explained_by")}
    if check.explained_on is None:
        return facts["said"]
    return _("Explanation: %(said)s (%(by)s, %(day)s)") % {**facts, "day": said_day(check.explained_on)}


def check_name(check: CheckResult) -> str:
    """Return a check's name, or its id where nobody declares it any more."""
    declared = next((each for each in all_checks() if each.id == check.check_id), None)
    return (declared.en if english() else declared.zh) if declared else check.check_id


def _appendix(edition: Edition, rows_a_figure: int) -> Appendix:
    return Appendix(
        title=_("Definitions, readings and rows"),
        seal=None if edition.draft else _seal(edition.bulletin),
        checks=tuple(_check_line(each) for each in edition.checks),
        notes=tuple(notes_of(edition, rows_a_figure)),
    )


def _check_line(check: CheckResult) -> Line:
    place = names(
        [Citation(check.figure, check.area, check.period).ask.area], "en" if english() else "zh-hans"
    )
    if not check.passed and not check.explanation_zh:
        outcome = _("failed, not explained yet")
    else:
        outcome = _("passed") if check.passed else _("failed, explained") + _(": ") + explanation(check)
    return Line(f"{check_name(check)} · {next(iter(place.values()))} · {check.period}", outcome)


def _seal(bulletin: Bulletin) -> Seal:
    head = bulletin.head
    code, root = short_code(head), bytes(head.root).hex()
    sealed = timezone.localtime(bulletin.published_at)
    facts = (
        Line(_("Bulletin"), bulletin.number),
        Line(
            _("Ledger"),
            _("entries 1 to %(last)s, head %(head)d") % {"last": f"{head.entries:,}", "head": head.number},
        ),
        Line(_("Root"), root),
        Line(_("Signature"), f"{head.signature_algorithm} {bytes(head.signature).hex()}"),
        Line(_("Key"), head.key),
        Line(_("Published"), f"{said_day(sealed.date())} {sealed:%H:%M}"),
        Line(_("Drafted by"), bulletin.drafted_by),
        Line(_("Confirmed by"), bulletin.confirmed_by),
    )
    return Seal(code, facts, seal_text(bulletin))


def seal_text(bulletin: Bulletin) -> str:
    """Return what the document's code says, in letters a QR packs well.

    Where NUANXIN_ADDRESS is set, the bulletin's address stands first, so that a telephone opens it.
    """
    head, base = bulletin.head, settings.NUANXIN_ADDRESS.rstrip("/")
    facts = f"NX {bulletin.number.upper()} HEAD {head.number} {head.entries} {bytes(head.root).hex().upper()}"
    text = f"{facts} KEY {head.key.upper()} {short_code(head)}"
    return f"{base}/bulletins/{bulletin.number}/ {text}" if base else text

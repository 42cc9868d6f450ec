"""Composing 编成: a draft becomes an edition, figures read and checks run; saved only by publishing."""

from dataclasses import asdict
from datetime import UTC, datetime

from django.utils.timezone import now

from nuanxin.kernel.bulletins.checks import Checked, asks_of, due_checks, quantity, run_check
from nuanxin.kernel.bulletins.draft import Draft, Explanation
from nuanxin.kernel.bulletins.edition import Edition
from nuanxin.kernel.bulletins.models import Bulletin, CheckResult, Correction, Imprint, Reading, Story
from nuanxin.kernel.bulletins.readings import reading
from nuanxin.kernel.figures.answers import answer
from nuanxin.kernel.figures.engine import engine


def compose(draft: Draft, bulletin: Bulletin, as_of: int) -> tuple[Edition, list[Checked]]:
    """Return a draft's edition as of a seq, with what its checks found; nothing of it is saved."""
    cited = draft.cited()
    due = due_checks(cited)
    asks = [each.ask for each in cited] + [ask for check, total in due for ask in asks_of(check, total)]
    answers = answer(asks, as_of=as_of)
    checked = [run_check(check, total, answers, draft.rounding) for check, total in due]
    given = {(each.check, each.area, each.period): each for each in draft.explanations}
    edition = Edition(
        bulletin=bulletin,
        imprint=Imprint(bulletin=bulletin, **asdict(draft.imprint)),
        stories=_stories(bulletin, draft),
        readings=[reading(bulletin, place, each, answers[each.ask]) for place, each in enumerate(cited)],
        checks=[_result(bulletin, each, given.get(_key(each))) for each in checked],
        correction=_correction(bulletin, draft),
    )
    return edition, checked


def bulletin_of(draft: Draft, at: datetime, as_of: int, writer: str) -> Bulletin:
    """Return a draft's bulletin as it would stand from a moment on, over entries up to a seq; unsaved."""
    return Bulletin(
        number=draft.number,
        title_zh=draft.title_zh,
        title_en=draft.title_en,
        issue_zh=draft.issue_zh,
        issue_en=draft.issue_en,
        area=draft.area,
        as_of=draft.as_of,
        rounding=draft.rounding,
        published_at=at,
        as_of_seq=as_of,
        drafted_by=writer,
        digest=draft.digest,
    )


def compose_unpublished(draft: Draft, writer: str, at: datetime | None = None) -> Edition:
    """Return what a draft would be if it were published now; it has no seal and says so."""
    as_of = engine().snapshot(None).as_of
    bulletin = bulletin_of(draft, (at or now()).astimezone(UTC), as_of, writer)
    found = compose(draft, bulletin, as_of)[0]
    return Edition(
        bulletin, found.imprint, found.stories, found.readings, found.checks, found.correction, draft=True
    )


def save(edition: Edition) -> None:
    """Save an edition whole."""
    edition.bulletin.save(force_insert=True)
    Story.objects.bulk_create(edition.stories)
    edition.imprint.save(force_insert=True)
    Reading.objects.bulk_create(edition.readings)
    CheckResult.objects.bulk_create(edition.checks)
    if edition.correction:
        edition.correction.save(force_insert=True)


def _stories(bulletin: Bulletin, draft: Draft) -> list[Story]:
    return [
        Story(
            bulletin=bulletin,
            position=position,
            weight=story.weight,
            programmes=" ".join(story.programmes),
            kicker_zh=story.kicker_zh,
            kicker_en=story.kicker_en,
            headline_zh=story.headline_zh,
            headline_en=story.headline_en,
            body_zh=story.body_zh,
            body_en=story.body_en,
            stats="\n".join(story.stats),
        )
        for position, story in enumerate(draft.stories)
    ]


def _correction(bulletin: Bulletin, draft: Draft) -> Correction | None:
    said = draft.corrects
    if said is None:
        return None
    return Correction(
        bulletin=bulletin, of_id=said.number, reason_zh=said.reason_zh, reason_en=said.reason_en
    )


def _key(each: Checked) -> tuple[str, str, str]:
    return each.check.id, each.total.area, each.total.period


def _result(bulletin: Bulletin, each: Checked, said: Explanation | None) -> CheckResult:
    said = None if each.passed else said
    total = each.check.total
    return CheckResult(
        bulletin=bulletin,
        check_id=each.check.id,
        figure=total,
        area=each.total.area,
        period=each.total.period,
        passed=each.passed,
        rounding_shows=each.rounding_shows,
        parts_zh=quantity(each.parts, total, "zh"),
        parts_en=quantity(each.parts, total, "en"),
        difference_zh=quantity(each.difference, total, "zh"),
        difference_en=quantity(each.difference, total, "en"),
        explanation_zh=said.said_zh if said else "",
        explanation_en=said.said_en if said else "",
        explained_by_zh=said.by_zh if said else "",
        explained_by_en=said.by_en if said else "",
        explained_on=said.on if said else None,
    )

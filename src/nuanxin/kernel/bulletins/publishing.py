"""Publishing 发布: seal, compute, check, freeze. One act; nothing of it changes afterwards."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.bulletins.checks import Checked, asks_of, due_checks, quantity, run_check
from nuanxin.kernel.bulletins.draft import Draft, Explanation
from nuanxin.kernel.bulletins.frozen import frozen_mark
from nuanxin.kernel.bulletins.models import Bulletin, CheckResult, Imprint, Reading, Story
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.figures.answers import Answer, Ask, answer
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.ledger.acts import Act, By, Outcome, action
from nuanxin.kernel.ledger.models import Head
from nuanxin.kernel.ledger.seals import seal


class PublicationRefused(Exception):
    """A bulletin may not be published as it is; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a publication froze: the bulletin, its readings by citation, its checks."""

    bulletin: Bulletin
    checks: list[Checked]


def publish(by: By, draft: Draft) -> Outcome[Frozen | None]:
    """Seal the ledger and publish a draft as of that seal; two persons, or it is refused.

    ``by.actor`` publishes and ``by.second`` confirms. Publishing the same draft again changes
    nothing. Raises PublicationRefused where the second person is missing or the same, another text
    stands under that number, the ledger is empty, or a failed check has no explanation.
    """
    if by.second is None or by.second.party == by.actor.party:
        raise PublicationRefused(_("a bulletin needs two persons: one publishes, another confirms"))
    head = seal()
    if head is None:
        raise PublicationRefused(_("the ledger is empty: import the sheets first"))
    return publish_bulletin(by, draft, head)


@action("bulletins.publish", zh="发布简报", en="publish a bulletin")
def publish_bulletin(act: Act, draft: Draft, head: Head) -> Frozen | None:
    """Freeze a draft as of a sealed head; see ``publish``, which seals first.

    Returns what was frozen, or None where this very draft is published already.
    """
    allow(act.by.actor, "publisher", {draft.area})
    allow(act.by.second or act.by.actor, "reviewer", {draft.area})
    before = Bulletin.objects.filter(number=draft.number).first()
    if before is not None:
        if before.digest == draft.digest:
            return None
        raise PublicationRefused(
            _("bulletin %(number)s is published with another text; give this one its own number")
            % {"number": draft.number}
        )
    cited = draft.cited()
    due = due_checks(cited)
    asks = [each.ask for each in cited] + [ask for check, total in due for ask in asks_of(check, total)]
    answers = answer(asks, as_of=head.entries)
    checked = [run_check(check, total, answers, draft.rounding) for check, total in due]
    explained = _explained(draft, checked)
    bulletin = _bulletin(act, draft, head)
    _freeze(bulletin, draft, cited, answers)
    CheckResult.objects.bulk_create(_result(bulletin, each, explained.get(each.total)) for each in checked)
    act.about("bulletin", frozen_mark(Bulletin.objects.get(pk=bulletin.pk)))
    return Frozen(bulletin, checked)


def _explained(draft: Draft, checked: list[Checked]) -> dict[Citation, Explanation]:
    """Return the explanation of every failed check, or refuse, naming what is not explained."""
    given = {(each.check, each.area, each.period): each for each in draft.explanations}
    found, missing = {}, []
    for each in checked:
        key = (each.check.id, each.total.area, each.total.period)
        if each.passed:
            continue
        if key in given:
            found[each.total] = given[key]
        else:
            off = quantity(each.difference, each.check.total, "zh")
            missing.append(f"{each.check.id} {each.total.area} {each.total.period} ({off})")
    if missing:
        raise PublicationRefused(
            _(
                "these checks failed and nobody explained them: %(checks)s. "
                "Mend the sheets or add an explanation"
            )
            % {"checks": "; ".join(missing)}
        )
    return found


def _bulletin(act: Act, draft: Draft, head: Head) -> Bulletin:
    second = act.by.second
    return Bulletin.objects.create(
        number=draft.number,
        title_zh=draft.title_zh,
        title_en=draft.title_en,
        issue_zh=draft.issue_zh,
        issue_en=draft.issue_en,
        area=draft.area,
        as_of=draft.as_of,
        rounding=draft.rounding,
        published_at=datetime.fromtimestamp(act.at / 1_000_000, UTC),
        as_of_seq=head.entries,
        head=head,
        act_id=act.number,
        drafted_by=act.by.actor.name,
        confirmed_by=second.name if second else "",
        digest=draft.digest,
    )


def _freeze(bulletin: Bulletin, draft: Draft, cited: list[Citation], answers: dict[Ask, Answer]) -> None:
    Story.objects.bulk_create(
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
    )
    Imprint.objects.create(bulletin=bulletin, **asdict(draft.imprint))
    Reading.objects.bulk_create(
        reading(bulletin, position, each, answers[each.ask]) for position, each in enumerate(cited)
    )


def reading(bulletin: Bulletin, position: int, cited: Citation, found: Answer) -> Reading:
    """Return an answer as the reading a bulletin freezes (not saved)."""
    zh, en = (found.shown(language, bulletin.rounding) for language in ("zh", "en"))
    return Reading(
        bulletin=bulletin,
        position=position,
        figure=cited.figure,
        area=cited.area,
        period=cited.period,
        definition=figure(cited.figure).definition_hash,
        numerator="" if found.value is None else str(found.value.numerator),
        denominator="" if found.value is None else str(found.value.denominator),
        number_zh=zh.prefix + zh.number + zh.suffix,
        unit_zh=zh.unit,
        number_en=en.prefix + en.number + en.suffix,
        unit_en=en.unit,
    )


def _result(bulletin: Bulletin, each: Checked, said: Explanation | None) -> CheckResult:
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

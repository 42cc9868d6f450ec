"""Confirming 核签: a working copy goes from hand to hand, and two persons stand behind what is published."""

from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.bulletins.composing import compose_unpublished
from nuanxin.kernel.bulletins.content import digest_of, finished
from nuanxin.kernel.bulletins.copies import demand_writer, last_passage
from nuanxin.kernel.bulletins.draft import Draft, DraftFaulty
from nuanxin.kernel.bulletins.faults import faults_of
from nuanxin.kernel.bulletins.models import Bulletin, CheckResult, Passage, WorkingCopy
from nuanxin.kernel.bulletins.publishing import publish
from nuanxin.kernel.ledger.acts import Act, Actor, By, action


class PassageRefused(Exception):
    """A working copy cannot go on; the message says what to do first."""


def hindrances(copy: WorkingCopy, checks: list[CheckResult] | None = None) -> list[str]:
    """Return what must be done before a working copy can be sent: missing words, faults, checks.

    ``checks`` are what they found just now, where the caller has run them.
    """
    found = [f"{each.text}: {each.said}" for each in faults_of(copy.content) if each.stops]
    missing = {
        _("number"): copy.content["number"],
        _("title in Chinese"): copy.content["title_zh"],
        _("title in English"): copy.content["title_en"],
        _("issue"): copy.content["issue_zh"],
    }
    found += [_("fill in: %(what)s") % {"what": each} for each, said in missing.items() if not said.strip()]
    for place, story in enumerate(copy.content["story"], 1):
        if not all(story[name].strip() for name in ("headline_zh", "headline_en", "body_zh", "body_en")):
            found.append(_("story %(place)d wants headline and text in both languages") % {"place": place})
    if Bulletin.objects.filter(number=copy.content["number"]).exists():
        found.append(_("bulletin %(number)s exists already") % {"number": copy.content["number"]})
    return found or _unexplained(copy, checks)


def _unexplained(copy: WorkingCopy, checks: list[CheckResult] | None) -> list[str]:
    if checks is None:
        try:
            checks = compose_unpublished(finished(copy.content), "").checks
        except DraftFaulty as error:
            return [str(error)]
    return [
        _("check %(id)s fails and nobody has explained it in both languages") % {"id": each.check_id}
        for each in checks
        if not each.passed and not (each.explanation_zh and each.explanation_en)
    ]


@action("bulletins.send", zh="送核签", en="send a bulletin for confirmation")
def send(act: Act, number: int, digest: str) -> WorkingCopy:
    """Send exactly this text to be confirmed. Raises NotAllowed, PassageRefused."""
    copy = _copy(number, digest)
    demand_writer(act.by.actor, copy.area)
    if copy.state == "sent":
        return copy
    if faults := hindrances(copy):
        raise PassageRefused("; ".join(faults))
    return _pass(act, copy, "sent", digest)


@action("bulletins.send_back", zh="退回修改", en="send a bulletin back")
def send_back(act: Act, number: int, digest: str, note: str) -> WorkingCopy:
    """Send a text back to its writer with a note. Raises NotAllowed, PassageRefused."""
    copy = _copy(number, digest)
    allow(act.by.actor, "reviewer", {copy.area})
    if copy.state not in ("sent", "confirmed") or not note.strip():
        raise PassageRefused(_("say in the note what the writer should change"))
    return _pass(act, copy, "returned", digest, note.strip())


@action("bulletins.confirm", zh="核签简报", en="confirm a bulletin's text")
def confirm(act: Act, number: int, digest: str) -> WorkingCopy:
    """Confirm exactly this text; a reviewer of the area may who has written none of it.

    Raises NotAllowed, PassageRefused.
    """
    copy = _copy(number, digest)
    allow(act.by.actor, "reviewer", {copy.area})
    if copy.state != "sent":
        raise PassageRefused(_("it has not been sent for confirmation"))
    if copy.revisions.filter(party=act.by.actor.party, aside=False).exists():
        raise PassageRefused(_("whoever wrote a text cannot confirm it; ask another reviewer"))
    return _pass(act, copy, "confirmed", digest)


def publish_copy(actor: Actor, number: int, digest: str) -> Bulletin:
    """Publish a confirmed text; the publisher is another person than who confirmed.

    Raises NotAllowed, PassageRefused, PublicationRefused.
    """
    copy = _copy(number, digest)
    allow(actor, "publisher", {copy.area})
    confirmed = last_passage(copy, "confirmed")
    if confirmed is None or copy.state not in ("confirmed", "published") or confirmed.digest != digest:
        raise PassageRefused(_("exactly this text must be confirmed by another person first"))
    draft = finished(copy.content)
    outcome = publish(By(actor, second=Actor(confirmed.party, confirmed.by)), draft)
    bulletin = outcome.result.bulletin if outcome.result else Bulletin.objects.get(number=draft.number)
    _published(copy, actor, bulletin, draft)
    return bulletin


def _published(copy: WorkingCopy, actor: Actor, bulletin: Bulletin, draft: Draft) -> None:
    with transaction.atomic():
        Passage.objects.get_or_create(
            copy=copy,
            step="published",
            digest=draft.digest,
            defaults={
                "party": actor.party,
                "by": actor.name,
                "at": bulletin.published_at,
                "act_id": bulletin.act_id,
            },
        )
        WorkingCopy.objects.filter(pk=copy.pk).update(state="published")


def _copy(number: int, digest: str) -> WorkingCopy:
    """Return a working copy whose text is the one that was looked at."""
    copy = WorkingCopy.objects.get(pk=number)
    if digest_of(copy.content) != digest:
        raise PassageRefused(_("the text has changed since you opened it; look at it again"))
    return copy


def _pass(act: Act, copy: WorkingCopy, step: str, digest: str, note: str = "") -> WorkingCopy:
    act.about("working_copy", f"{copy.pk}:{step}:{digest}")
    Passage.objects.create(
        copy=copy,
        step=step,
        digest=digest,
        party=act.by.actor.party,
        by=act.by.actor.name,
        note=note,
        at=datetime.fromtimestamp(act.at / 1_000_000, UTC),
        act_id=act.number,
    )
    copy.state = "writing" if step == "returned" else step
    same = WorkingCopy.objects.filter(pk=copy.pk, version=copy.version)
    if not same.update(state=copy.state):
        raise PassageRefused(_("the text has changed since you opened it; look at it again"))
    return copy

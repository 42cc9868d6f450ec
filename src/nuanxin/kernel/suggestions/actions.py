"""Receiving, answering, publishing suggestions: each step an act, none with a word of the suggestion."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import choice

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.privacy.fields import conceal, reveal
from nuanxin.kernel.rules.calendar import due_after
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.kernel.suggestions.models import LONGEST, Suggestion

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Digits and capitals that cannot be taken for one another."""
GROUPS, OF = 3, 4
_CODE = re.compile("-".join([f"[{LETTERS}]{{{OF}}}"] * GROUPS))


class SuggestionRefused(ValueError):
    """A suggestion or its answer cannot be taken; the text says what to do."""


def fresh_code() -> str:
    """Return a receipt code to read out over a telephone, such as 7F3A-91C2-KWMN."""
    return "-".join("".join(choice(LETTERS) for _letter in range(OF)) for _group in range(GROUPS))


def receipt_of(code: str) -> str:
    """Return what is kept of a code, however it is typed."""
    bare = "".join(each for each in code.upper() if each.isalnum())
    return sha256(bare.encode()).hexdigest()


def code_for(offered: str, words: str) -> str:
    """Return the code the form came with, so that a form sent twice counts once; else a fresh one.

    A code that stands for other words already is not used for these.
    """
    known = Suggestion.objects.filter(receipt=receipt_of(offered)).first()
    spent = known is not None and reveal(known, "sealed_words") != words.replace("\r\n", "\n").strip()
    return offered if _CODE.fullmatch(offered) and not spent else fresh_code()


@action("suggestions.receive", zh="收到投诉建议", en="receive a suggestion")
def receive(act: Act, words: str, code: str, area: int, *, page: str = "", contact: str = "") -> Suggestion:
    """Take a suggestion of anybody's under a receipt code; a code sent twice counts once.

    Raises SuggestionRefused where there are no words, or too many.
    """
    said = words.strip()
    if not said:
        raise SuggestionRefused(_("Please write what you want to tell us."))
    if len(said) > LONGEST:
        raise SuggestionRefused(_("Please write at most %(count)d characters.") % {"count": LONGEST})
    known = Suggestion.objects.filter(receipt=receipt_of(code)).first()
    if known is not None:
        return known
    area_of(area)
    today = localdate()
    days = rule("suggestions.answer_workdays", today).value
    made = Suggestion(
        receipt=receipt_of(code),
        area=area,
        page=page.partition("?")[0][:200],
        received_at=_moment(act),
        due_on=due_after(today, int(str(days))).on,
        act_id=act.number,
    )
    conceal(made, "sealed_words", said)
    if contact.strip():
        conceal(made, "sealed_contact", contact.strip()[:120])
    act.about("suggestion", made.pk)
    made.save(force_insert=True)
    return made


@action("suggestions.sort", zh="分派投诉建议", en="sort a suggestion")
def sort(act: Act, number: int, area: int, programme: str) -> Suggestion:
    """Say which area and programme a suggestion concerns. A clerk of where it lies may."""
    found = Suggestion.objects.get(pk=number)
    allow(act.by.actor, "clerk", {found.area})
    area_of(area)
    if (found.area, found.programme) != (area, programme):
        found.area, found.programme = area, programme
        found.save(update_fields=["area", "programme"])
        act.about("suggestion", number)
    return found


@action("suggestions.answer", zh="答复投诉建议", en="answer a suggestion")
def answer(act: Act, number: int, words: str) -> Suggestion:
    """Answer a suggestion; a clerk of its area may, and may better the answer until it is published."""
    found = Suggestion.objects.get(pk=number)
    allow(act.by.actor, "clerk", {found.area})
    if not words.strip():
        raise SuggestionRefused(_("Please write the answer."))
    if found.published_at:
        raise SuggestionRefused(_("The answer is published and stays as it is."))
    found.answer, found.answered_by, found.answered_at = words.strip(), act.by.actor.name, _moment(act)
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    act.about("suggestion", number)
    return found


@action("suggestions.open_contact", zh="查看投诉建议联系方式", en="open a suggestion's contact")
def open_contact(act: Act, number: int) -> str:
    """Return the contact somebody left, for a clerk of the area who says why (the act's note).

    The look is an act; its reason lies sealed. Raises SuggestionRefused without a reason.
    """
    found = Suggestion.objects.get(pk=number)
    allow(act.by.actor, "clerk", {found.area})
    if not act.by.note.strip():
        raise SuggestionRefused(_("Please write why you need the contact; it is recorded."))
    act.about("suggestion", number)
    return reveal(found, "sealed_contact")


@action("suggestions.publish", zh="公开投诉建议答复", en="publish a suggestion's answer")
def publish_answer(act: Act, number: int, question: str) -> Suggestion:
    """Publish an answer beside the question as it may be told: without names, numbers, addresses.

    A publisher of the area may.
    """
    found = Suggestion.objects.get(pk=number)
    allow(act.by.actor, "publisher", {found.area})
    if not found.answer:
        raise SuggestionRefused(_("It has to be answered first."))
    if not question.strip():
        raise SuggestionRefused(_("Please write the question as it may be told in public."))
    found.question, found.published_at = question.strip(), _moment(act)
    found.save(update_fields=["question", "published_at"])
    act.about("suggestion", number)
    return found


def _moment(act: Act) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=act.at)

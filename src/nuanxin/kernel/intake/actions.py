"""What people decide about sheets: questions answered, answers taken back, imports undone, records withdrawn.

The ledger keeps what was undone, in red.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.access.people import SHORTEST_REASON, ReasonMissing
from nuanxin.kernel.intake.doubts import DROP
from nuanxin.kernel.intake.faults import listed
from nuanxin.kernel.intake.layouts import versions
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.intake.models import (
    DROPPED,
    UNDONE,
    WAITING,
    Answer,
    Layout,
    Question,
    Taking,
    WaitingRow,
)
from nuanxin.kernel.intake.office import Office
from nuanxin.kernel.intake.reasons import reason_of
from nuanxin.kernel.intake.signature import signature
from nuanxin.kernel.intake.takings import as_it_was, before, posted_for, restored_from, still_theirs
from nuanxin.kernel.intake.telling import Told, clear_told, told_of
from nuanxin.kernel.ledger import journal
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Before, Kept, Record, record_models
from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.parties.looks import LOOKED_AT_PERSONS


class NotUndone(ValueError):
    """Something cannot be undone; the text says why and what to do instead."""


class NotAnswered(ValueError):
    """An answer cannot be kept; the text says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer as it was given: question, option, and whether it holds for every text of the kind."""

    question: int
    option: str
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of an import's records: withdrawn, to be restored by ``restore``, or left because a later
    act has changed them since.
    """

    withdrawn: int
    changed_since: int


@action("intake.settle", zh="回答表格疑问", en="answer questions about sheets")
def settle(act: Act, office: str, area: int, chosen: Sequence[Chosen]) -> int:
    """Keep answers of an office, each in the place of the one before; return how many are new.

    The actor must be clerk in the office's area. Raises NotAllowed, NotAnswered.
    """
    allow(act.by.actor, "clerk", [area])
    known = Question.objects.filter(office=office, area=area).in_bulk([each.question for each in chosen])
    told = dict(zip(known, told_of(list(known.values())), strict=True))
    fresh = 0
    for each in chosen:
        codes = (
            {DROP, *(code for code, _says in told[each.question].options)} if each.question in told else ()
        )
        if each.option not in codes:
            raise NotAnswered(_("This question is settled already. Load the page again."))
        fresh += _answer(act, known[each.question], each)
    if fresh:
        act.about("answers", office)
    return fresh


def _answer(act: Act, question: Question, chosen: Chosen) -> bool:
    standing = Answer.objects.filter(question=question, alike=chosen.alike, ended=None).first()
    if standing and standing.option == chosen.option and standing.at >= question.at:
        return False
    if standing:
        standing.ended_id = act.number
        standing.save(update_fields=["ended"])
    Answer.objects.create(
        question=question,
        option=chosen.option,
        alike=chosen.alike,
        act_id=act.number,
        party_id=act.by.actor.party,
    )
    return True


@action("intake.open_question", zh="查看疑问中的个人信息", en="open what a question quotes of a person")
def open_question(act: Act, office: str, area: int, number: int) -> Told:
    """Return a question with what it quotes of a person in clear, and write the look down.

    The actor must be clerk in the office's area and say why. Raises NotAllowed, ReasonMissing,
    Question.DoesNotExist.
    """
    allow(act.by.actor, "clerk", [area])
    if len(act.by.note.strip()) < SHORTEST_REASON:
        raise ReasonMissing(_("Say in a few words why you need it; the person may ask to see this."))
    question = Question.objects.get(pk=number, office=office, area=area)
    act.about("question", number)
    journal.record(LOOKED_AT_PERSONS, act.by.actor.party, about=f"act:{act.number}")
    return clear_told(question)


@action("intake.take_answer_back", zh="收回回答", en="take an answer back")
def take_answer_back(act: Act, office: str, area: int, answer: int) -> bool:
    """End an answer: the next sheet that says so is asked about again. What was posted by it stays.

    The actor must be clerk in the office's area. Raises NotAllowed.
    """
    allow(act.by.actor, "clerk", [area])
    found = Answer.objects.filter(pk=answer, question__office=office, ended=None).first()
    if found is None:
        return False
    found.ended_id = act.number
    found.save(update_fields=["ended"])
    act.about("answer", answer)
    return True


@action("intake.drop_rows", zh="不收待答行", en="leave waiting rows out")
def drop_rows(act: Act, office: str, area: int, rows: Sequence[int]) -> int:
    """Leave rows out that wait, for good; who, when and why stay with them. Return how many.

    The actor must be clerk in the office's area and give a reason. Raises NotAllowed, NotUndone.
    """
    allow(act.by.actor, "clerk", [area])
    _with_reason(act)
    waiting = WaitingRow.objects.filter(pk__in=rows, taking__office=office, state=WAITING)
    dropped = waiting.update(state=DROPPED, act_id=act.number, why=act.by.note[:300], ended_at=timezone.now())
    if dropped:
        act.about("rows", office)
    return dropped


@action("intake.withdraw_record", zh="撤回记录", en="withdraw a record")
def withdraw(act: Act, record_kind: int, identity: int) -> Record:
    """Reverse all a record posted and mark it withdrawn; a withdrawn one stays as it is.

    The actor must be clerk in its area and give a reason. Raises NotAllowed, NotUndone, PeriodClosed.
    """
    record = record_models()[record_kind]._default_manager.filter(pk=identity).first()
    if record is None:
        raise NotUndone(_("There is no such record any more."))
    allow(act.by.actor, "clerk", [record.area])
    _with_reason(act)
    if not record.withdrawn:
        act.withdraw(record)
    return record


@action("intake.withdraw_gone", zh="撤回表中已无的记录", en="withdraw records gone from their sheet")
def withdraw_gone(act: Act, record_kind: int, records: Sequence[int]) -> int:
    """Withdraw records whose rows are gone from the office's sheet, as was answered; return how many.

    The actor must be clerk in their areas and give a reason. Raises NotAllowed, NotUndone, PeriodClosed.
    """
    _with_reason(act)
    model = record_models()[record_kind]
    standing = list(model._default_manager.filter(pk__in=records, withdrawn=False))
    allow(act.by.actor, "clerk", {record.area for record in standing})
    return act.withdraw_all(model, standing)


@action("intake.undo_import", zh="撤销导入", en="undo an import")
def undo_import(act: Act, takings: Sequence[int]) -> Undone:
    """Withdraw the records that worksheets brought in and that nothing has changed since.

    What they only changed is brought back by ``restore``. Rows that wait for answers go with them. The
    actor must be clerk over every area concerned, and give a reason. Raises NotAllowed, NotUndone,
    PeriodClosed.
    """
    _with_reason(act)
    withdrawn, since = 0, 0
    for taking in Taking.objects.filter(pk__in=takings, undone=None).order_by("-pk"):
        allow(act.by.actor, "clerk", [taking.area])
        if taking.record_kind is not None and taking.act_id is not None:
            done, left = _withdraw_fresh(act, record_models()[taking.record_kind], taking)
            withdrawn, since = withdrawn + done, since + left
        waiting = WaitingRow.objects.filter(taking=taking, state=WAITING)
        waiting.update(state=UNDONE, act_id=act.number, why=act.by.note[:300], ended_at=timezone.now())
        act.about("taking", taking.pk)
        WaitingRow.objects.filter(ended_by=taking).update(state=WAITING, ended_by=None, ended_at=None)
    Taking.objects.filter(pk__in=takings, undone=None).update(undone_id=act.number)
    return Undone(withdrawn, since)


def _withdraw_fresh(act: Act, model: type[Record], taking: Taking) -> tuple[int, int]:
    changed = {each.record for each in before(taking)}
    mine = still_theirs(model, taking)
    records = list(model._default_manager.filter(pk__in=mine - changed, withdrawn=False).order_by("pk"))
    allow(act.by.actor, "clerk", {record.area for record in records})
    left = posted_for(taking) - mine - restored_from(model, taking)
    return act.withdraw_all(model, records), len(left)


@action("intake.restore", zh="恢复导入前的记录", en="restore what records said before an import")
def restore(act: Act, taking: int, record_kind: int, said: Sequence[Before]) -> Kept:
    """Give records back the values they had before a worksheet changed them.

    The actor must be clerk in their areas and give a reason. Raises NotAllowed, NotUndone, PeriodClosed.
    """
    _with_reason(act)
    model = record_models()[record_kind]
    records = [as_it_was(model, each) for each in said]
    allow(act.by.actor, "clerk", {record.area for record in records})
    kept = act.keep(model, records)
    if act.touched:
        of = Taking.objects.get(pk=taking)
        Taking.objects.create(
            office=of.office, area=of.area, sheet=of.sheet, digest=of.digest, name=of.name, part=of.part,
            party_id=act.by.actor.party, act_id=act.number, record_kind=record_kind, restores=of,
        )  # fmt: skip
    return kept


def _with_reason(act: Act) -> None:
    if not act.by.reason:
        raise NotUndone(_("Say why: an undoing without a reason is not kept."))


class LayoutRefused(ValueError):
    """A layout cannot be kept; the text says what it lacks, and why that is needed."""


@action("intake.keep_layout", zh="确认版式", en="keep a layout")
def keep_layout(act: Act, office: Office, match: Match) -> Layout:
    """Keep how an office lays out a sheet: the next worksheet with these headings is read so without asking.

    A match kept before changes nothing; another one of the same headings is a new version. The actor must be
    clerk in the office's area. Raises NotAllowed; LayoutRefused names the needed columns without a heading.
    """
    allow(act.by.actor, "clerk", [office.area])
    lacking = [one for one in match.sheet.columns if one.required and one.field not in match.columns]
    if lacking:
        said = listed(f"{called(one)} ({reason_of(one)})" for one in lacking)
        raise LayoutRefused(_("Say which heading is: %(columns)s.") % {"columns": said})
    known, newest = signature(match.headed), None
    places = dict(zip((heading.at for heading in match.headed), known.places(), strict=True))
    columns = {field: list(places[heading.at]) for field, heading in match.columns.items()}
    newest = versions(office).filter(fingerprint=known.fingerprint).order_by("-version").first()
    if newest and not newest.retired_id and (newest.sheet, newest.columns) == (match.sheet.name, columns):
        return newest
    made = Layout(
        office=office.key,
        area=office.area,
        fingerprint=known.fingerprint,
        version=newest.version + 1 if newest else 1,
        sheet=match.sheet.name,
        title=match.lines[0].strip()[:120] if match.lines else "",
        first_row=match.first + 1,
        depth=match.depth,
        columns=columns,
        headed=[heading.text for heading in match.headed],
        party_id=act.by.actor.party,
        act_id=act.number,
    )
    made.save(force_insert=True)
    act.about("layout", made.pk)
    return made


@action("intake.retire_layout", zh="停用版式", en="retire a layout")
def retire_layout(act: Act, number: int) -> Layout:
    """Retire a layout: worksheets with its headings are asked about again. What was read by it stays.

    The actor must be clerk in its office's area. Raises NotAllowed, Layout.DoesNotExist.
    """
    layout = Layout.objects.get(pk=number)
    allow(act.by.actor, "clerk", [layout.area])
    if layout.retired_id is None:
        layout.retired_id = act.number
        layout.save(update_fields=["retired"])
        act.about("layout", layout.pk)
    return layout

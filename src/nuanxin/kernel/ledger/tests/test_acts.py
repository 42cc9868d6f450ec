"""Acts: one transaction, one chain, nothing where nothing changed."""

import pytest

from nuanxin.kernel.ledger.acts import By, SourceRef, action
from nuanxin.kernel.ledger.models import Act, Entry, Note, Source
from nuanxin.kernel.ledger.tests.lines import BY, CHIEF, CLERK, about, append, line, reversal
from nuanxin.kernel.ledger.verify import verify

pytestmark = pytest.mark.django_db
SHEET = SourceRef("sheet", b"1" * 32, "台账.xlsx", "临河区")


def test_an_act_that_changes_nothing_leaves_nothing():
    outcome = append(By(CLERK, SHEET))
    assert (outcome.act, outcome.posted, outcome.reversed, outcome.totals) == (None, 0, 0, {})
    assert not Act.objects.exists() and not Source.objects.exists()


def test_outcome_counts_lines_and_nets_totals():
    first = append(BY, line(quantity=5), line(measure=301, quantity=2))
    second = append(BY, reversal(1, line(quantity=5)), line(quantity=4, corrects=1))
    assert (first.act, first.posted, first.reversed, first.totals) == (1, 2, 0, {201: 5, 301: 2})
    assert (second.act, second.posted, second.reversed, second.totals) == (2, 1, 1, {201: -1})


def test_acts_and_entries_are_numbered_without_a_gap():
    for count in (2, 0, 1):
        append(BY, *[line()] * count)
    about(BY, "x")
    append(BY, line())
    acts = list(Act.objects.order_by("number").values_list("number", "first_seq", "entries"))
    assert acts == [(1, 1, 2), (2, 3, 1), (3, 4, 0), (4, 4, 1)]
    assert list(Entry.objects.order_by("seq").values_list("seq", "act_id")) == [
        (1, 1),
        (2, 1),
        (3, 2),
        (4, 4),
    ]
    assert verify(deep=True) == []


def test_rehearsing_tells_everything_and_keeps_nothing():
    append(BY, line())
    rehearsed = append(By(CLERK, SHEET, note="try"), line(quantity=3), rehearse=True)
    assert (rehearsed.act, rehearsed.posted, rehearsed.totals) == (2, 1, {201: 3})
    assert (Act.objects.count(), Entry.objects.count(), Source.objects.count()) == (1, 1, 0)
    assert not Note.objects.exists()
    assert append(By(CLERK, SHEET), line(quantity=3)).act == 2
    assert verify() == []


def test_an_action_that_fails_keeps_nothing():
    @action("trials.fail", zh="试败", en="fail")
    def fail(act):
        act.post([line()])
        raise LookupError

    with pytest.raises(LookupError):
        fail(BY)
    assert not Act.objects.exists() and not Entry.objects.exists()


def test_the_same_source_is_kept_once():
    for quantity in (1, 2):
        append(By(CLERK, SHEET), line(quantity=quantity))
    append(By(CLERK, SourceRef("sheet", b"1" * 32, "台账.xlsx", "五原县")), line())
    assert Source.objects.count() == 2
    assert Source.objects.order_by("id").first().acts.count() == 2
    assert verify() == []


def test_an_act_tells_who_why_and_who_asked():
    append(By(CLERK, SHEET, "correction", asked_by=21, second=CHIEF, note="打错一位"), line())
    act = Act.objects.select_related("source", "note").get()
    assert (act.actor, act.asked_by, act.second, act.reason) == (11, 21, 12, "correction")
    assert (act.source.name, act.source.part, act.note.text) == ("台账.xlsx", "临河区", "打错一位")
    assert verify() == []


def test_erased_words_leave_a_sound_ledger():
    append(By(CLERK, note="a name that must go"), line())
    Note.objects.all().delete()
    assert verify() == []


@pytest.mark.parametrize("reason", ["Because", "two words", "原因"])
def test_a_reason_is_a_short_code(reason):
    with pytest.raises(ValueError, match="short code"):
        append(By(CLERK, reason=reason), line())
    assert not Act.objects.exists()


def test_an_action_within_an_action_is_refused():
    @action("trials.nested", zh="试套", en="nest")
    def nested(act):
        act.post([line()])
        append(BY, line())

    with pytest.raises(Exception, match=r"gap|duplicate|UNIQUE"):
        nested(BY)
    assert not Entry.objects.exists()

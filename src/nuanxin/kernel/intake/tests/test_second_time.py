"""The second time 再次交表: nothing twice, only differences, nothing removed in silence, undone in full."""

from datetime import date

import pytest
from django.utils.translation import override

from nuanxin.kernel.intake.actions import Chosen, NotUndone, settle
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.models import Taking, WaitingRow
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.preview import preview
from nuanxin.kernel.intake.questions import open_questions
from nuanxin.kernel.intake.settling import settle_rows
from nuanxin.kernel.intake.telling import told_of
from nuanxin.kernel.intake.tests.offices import drawn
from nuanxin.kernel.intake.tests.visits import HEADER, VISITS, days, written
from nuanxin.kernel.intake.undoing import take_back
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.rules.models import ReferenceValue

MAY = days("东站", 12, 15, 9, 18, 11, 14)


@pytest.fixture(autouse=True)
def _visits(monkeypatch):
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", {VISITS.name: VISITS})
    with override("en"):
        yield


def stood():
    return sorted(ReferenceValue.objects.filter(withdrawn=False).values_list("key", "quantity"))


def undone(actor, reports, reason="correction"):
    return take_back(By(actor, reason=reason), [report.taking for report in reports])


def answer_all(actor, option, reason=""):
    office = office_of(actor)
    chosen = [Chosen(question.pk, option) for question in open_questions(office)]
    settle(By(actor, reason=reason), office.key, office.area, chosen)
    return settle_rows(actor, lambda settled: None, reason=reason)


def test_renamed_and_sorted_anew_it_is_the_same_sheet(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *MAY))
    entries = Entry.objects.count()
    (again,) = take(clerk, written(tmp_path / "最终版(2)改.xlsx", *reversed(MAY)))
    assert (again.good, again.outcome.act, again.waiting, again.gone) == (6, None, 0, 0)
    assert Entry.objects.count() == entries


def test_a_changed_cell_posts_exactly_its_difference(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *MAY))
    changed = [("东站", "2024-05-01", 13), *MAY[1:]]
    (again,) = take(clerk, written(tmp_path / "a.xlsx", *changed))
    assert (again.outcome.posted, again.outcome.reversed, again.waiting) == (1, 1, 0)


def test_a_row_that_is_gone_is_asked_about_and_stays_until_somebody_says(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *MAY))
    shorter = written(tmp_path / "b.xlsx", *MAY[:-1])
    (seen,) = preview(clerk, shorter).tables
    assert seen.gone == 1
    (report,) = take(clerk, shorter)
    assert report.gone == 1 and len(stood()) == 6
    (question,) = open_questions(office_of(clerk))
    (told,) = told_of([question])
    assert [code for code, _says in told.options] == ["stays", "withdraw"]
    assert "东站" in told.rows[0][3] and "2024-05-06" in told.rows[0][3]
    assert take(clerk, shorter)[0].gone == 0, "it is not asked twice"
    settled = answer_all(clerk, "stays")
    assert (settled.kept, settled.withdrawn) == (1, 0) and len(stood()) == 6
    assert take(clerk, written(tmp_path / "c.xlsx", *MAY[:-1], ("西站", "2024-05-01", 3)))[0].gone == 0


def test_a_row_that_is_gone_is_withdrawn_with_a_reason_only(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *MAY))
    take(clerk, written(tmp_path / "b.xlsx", *MAY[:-1]))
    with pytest.raises(NotUndone):
        answer_all(clerk, "withdraw")
    settled = answer_all(clerk, "withdraw", "correction")
    assert settled.withdrawn == 1 and len(stood()) == 5
    row = WaitingRow.objects.get()
    assert row.state == "withdrawn" and Act.objects.get(number=row.act_id).actor == clerk.party
    assert not verify_records()


def test_rows_that_wait_and_rows_that_are_gone_are_asked_about_side_by_side(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *MAY))
    (report,) = take(clerk, written(tmp_path / "b.xlsx", *MAY[:-1], ("东站", "2024-05-07", 300)))
    assert (report.gone, report.waiting) == (1, 1)
    assert sorted(q.kind for q in open_questions(office_of(clerk))) == ["gone", "unusual"]


def test_a_row_that_comes_back_needs_no_answer(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *MAY))
    take(clerk, written(tmp_path / "b.xlsx", *MAY[:-1]))
    (report,) = take(clerk, written(tmp_path / "c.xlsx", *MAY, ("西站", "2024-05-01", 3)))
    assert report.gone == 0 and not list(open_questions(office_of(clerk)))
    assert WaitingRow.objects.get().state == "returned"


def test_another_months_sheet_lacks_nothing(clerk, tmp_path):
    take(clerk, written(tmp_path / "5.xlsx", *MAY))
    (report,) = take(clerk, written(tmp_path / "6.xlsx", *days("东站", 12, 15, month=6)))
    assert report.gone == 0 and not WaitingRow.objects.exists()


def test_two_clerks_with_the_same_rows_count_them_once(clerk, other_clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *MAY))
    (theirs,) = take(other_clerk, written(tmp_path / "b.xlsx", *MAY[3:], ("西站", "2024-05-01", 3)))
    assert (theirs.outcome.result.same, theirs.outcome.result.fresh, theirs.waiting) == (3, 1, 0)
    assert len(stood()) == 7


def test_another_clerks_value_is_asked_about_with_both_values_who_and_when(clerk, other_clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *MAY))
    other = [("东站", "2024-05-01", 13), *MAY[1:]]
    (report,) = take(other_clerk, written(tmp_path / "b.xlsx", *other))
    assert (report.good, report.waiting) == (5, 1) and ("东站|2024-05-01", 12) in stood()
    (question,) = open_questions(office_of(other_clerk))
    said = told_of([question])[0].said
    assert "13" in said and "12" in said and "科员" in said and "a.xlsx" in said
    assert f"{date.today():%Y}" in said
    settled = answer_all(other_clerk, "ours")
    assert settled.posted == 1 and ("东站|2024-05-01", 13) in stood()
    assert not verify_records()


def test_what_another_clerk_says_may_stay(clerk, other_clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *MAY))
    path = written(tmp_path / "b.xlsx", ("东站", "2024-05-01", 13), *MAY[1:])
    take(other_clerk, path)
    assert answer_all(other_clerk, "theirs").dropped == 1
    assert ("东站|2024-05-01", 12) in stood()
    assert take(other_clerk, path)[0].waiting == 0, "it is remembered"


def test_undoing_the_second_import_restores_what_the_first_said(clerk, tmp_path):
    first = take(clerk, written(tmp_path / "a.xlsx", *MAY))
    before = stood()
    second = take(
        clerk, written(tmp_path / "b.xlsx", ("东站", "2024-05-01", 13), *MAY[1:], ("西站", "2024-05-01", 3))
    )
    done = undone(clerk, second)
    assert (done.withdrawn, done.restored, done.changed_since) == (1, 1, 0)
    assert stood() == before and not verify_records()
    record = ReferenceValue.objects.get(key="东站|2024-05-01")
    assert (record.act.source.name, record.row) == ("a.xlsx", 3), "the line that says so again"
    done = undone(clerk, first)
    assert done.withdrawn == 6 and not stood() and not verify_records()
    assert undone(clerk, first).withdrawn == 0


def test_undoing_takes_the_rows_settled_since_and_those_that_wait(clerk, tmp_path):
    rows = [*MAY, ("东站", "2024-05-07", 300), ("东站", "2024-05-08", 400)]
    reports = take(clerk, written(tmp_path / "a.xlsx", *rows))
    office = office_of(clerk)
    question = next(q for q in open_questions(office) if "300" in told_of([q])[0].said)
    settle(By(clerk), office.key, office.area, [Chosen(question.pk, "as_written")])
    assert settle_rows(clerk, lambda settled: None).posted == 1
    done = undone(clerk, reports)
    assert done.withdrawn == 7 and not stood() and not verify_records()
    assert not list(open_questions(office))
    assert sorted(WaitingRow.objects.values_list("state", flat=True)) == ["posted", "undone"]


def test_what_changed_since_stays(clerk, tmp_path):
    first = take(clerk, written(tmp_path / "a.xlsx", *MAY))
    take(clerk, written(tmp_path / "b.xlsx", ("东站", "2024-05-01", 13), *MAY[1:]))
    done = undone(clerk, first)
    assert (done.withdrawn, done.changed_since) == (5, 1)
    assert stood() == [("东站|2024-05-01", 13)]


def test_a_later_edition_says_waiting_rows_anew(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *MAY, ("东站", "2024-05-07", 300)))
    second = take(clerk, written(tmp_path / "a.xlsx", *MAY, ("东站", "2024-05-07", 30)))
    assert second[0].waiting == 0 and not list(open_questions(office_of(clerk)))
    assert WaitingRow.objects.get().state == "superseded"
    undone(clerk, second)
    assert WaitingRow.objects.get().state == "waiting", "what the first asked is asked again"


def test_an_undoing_needs_a_reason(clerk, tmp_path):
    reports = take(clerk, written(tmp_path / "a.xlsx", *MAY))
    with pytest.raises(NotUndone):
        undone(clerk, reports, "")
    assert len(stood()) == 6 and Taking.objects.get().undone_id is None


@pytest.mark.parametrize("good", [True, False])
def test_two_tables_of_a_worksheet_wait_beside_one_another(clerk, tmp_path, good):
    """Each waits for its own answers, whether or not anything of it was posted; none supersedes the other."""
    upper = [["东站", "临河区", "2024-05-01", "5-6", None], ["东站", "临河区", "2024-05-02", 4, None]]
    lower = [[3, "西站", "临河区", "2024-05-03", None], ["6-7", "西站", "临河区", "2024-05-04", None]]
    turned = [HEADER[3], *HEADER[:3], HEADER[4]]
    kept = (upper, lower) if good else (upper[:1], lower[1:])
    rows = [["驿站服务台账"], HEADER, *kept[0], [], turned, *kept[1]]
    for _time in range(2):
        reports = take(clerk, drawn(tmp_path / "两表.xlsx", rows))
        assert [report.waiting for report in reports] == [1, 1]
        waiting = WaitingRow.objects.filter(state="waiting").values_list("row", flat=True)
        assert sorted(waiting) == ([3, 8] if good else [3, 6])
    answer_all(clerk, "low")
    assert {("东站|2024-05-01", 5), ("西站|2024-05-04", 6)} <= set(stood())
    assert not WaitingRow.objects.filter(state="waiting").exists()

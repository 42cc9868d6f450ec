"""What is doubtful is asked, once for all alike, and remembered; rows without questions are posted."""

import pytest
from django.utils.translation import override

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.intake.actions import Chosen, NotAnswered, settle, take_answer_back
from nuanxin.kernel.intake.doubts import DROP
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.models import Answer, Question, WaitingRow
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.preview import preview
from nuanxin.kernel.intake.questions import open_questions
from nuanxin.kernel.intake.settling import settle_rows
from nuanxin.kernel.intake.telling import told_of
from nuanxin.kernel.intake.tests.visits import VISITS, days, written
from nuanxin.kernel.intake.waiting import waiting_in
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.rules.models import ReferenceValue

USUAL = days("东站", 12, 15, 9, 18, 11, 14)


@pytest.fixture(autouse=True)
def _visits(monkeypatch):
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", {VISITS.name: VISITS})
    with override("en"):
        yield


def asked(actor):
    return list(open_questions(office_of(actor)))


def answer(actor, option="as_written", *, number=0, reason="", alike=False):
    office = office_of(actor)
    question = asked(actor)[number]
    settle(By(actor, reason=reason), office.key, office.area, [Chosen(question.pk, option, alike)])
    return settle_rows(actor, lambda settled: None, reason=reason)


def stood():
    return sorted(ReferenceValue.objects.filter(withdrawn=False).values_list("key", "quantity"))


def test_a_value_far_from_what_the_place_ever_had_waits_and_the_others_are_posted(clerk, tmp_path):
    path = written(tmp_path / "五月.xlsx", *USUAL, ("东站", "2024-05-07", 300))
    (seen,) = preview(clerk, path).tables
    assert (seen.good, seen.waiting, seen.bad_rows) == (6, 1, 0)
    assert not WaitingRow.objects.exists(), "a rehearsal keeps nothing"
    (report,) = take(clerk, path)
    assert (report.good, report.waiting) == (6, 1) and ReferenceValue.objects.count() == 6
    (question,) = asked(clerk)
    (told,) = told_of([question])
    assert "300" in told.said and "18" in told.said and told.heading == "服务人次"
    assert (
        told.rows == [["五月.xlsx", "表1", 9, ["东站", "临河区", "2024-05-07", "300", ""]]] and told.at == 3
    )
    assert waiting_in(clerk, [VISITS.name]) == {VISITS.name: 1}


def test_an_answer_posts_the_row_from_the_kept_file_and_is_remembered(clerk, tmp_path):
    path = written(tmp_path / "五月.xlsx", *USUAL, ("东站", "2024-05-07", 300))
    take(clerk, path)
    path.unlink()
    settled = answer(clerk)
    assert (settled.posted, settled.dropped, settled.asked_again) == (1, 0, 0) and len(settled.acts) == 1
    entry = Entry.objects.get(quantity=300)
    assert entry.row == 9 and Act.objects.get(number=entry.act_id).source.name == "五月.xlsx"
    assert not asked(clerk) and WaitingRow.objects.get().state == "posted"
    (again,) = take(clerk, written(tmp_path / "五月.xlsx", *USUAL, ("东站", "2024-05-07", 300)))
    assert (again.good, again.waiting, again.outcome.act) == (7, 0, None)
    assert not verify_records()


def test_a_row_that_is_left_out_stays_out_and_leaves_a_trace(clerk, tmp_path):
    path = written(tmp_path / "五月.xlsx", *USUAL, ("东站", "2024-05-07", 300))
    take(clerk, path)
    settled = answer(clerk, DROP)
    assert (settled.posted, settled.dropped) == (0, 1)
    row = WaitingRow.objects.get()
    assert (row.state, bool(row.said), row.ended_at is not None) == ("dropped", True, True)
    (again,) = take(clerk, path)
    assert (again.good, again.waiting) == (6, 0)
    assert [find.row for find in again.finds] == [9]


def test_taken_back_an_answer_is_asked_for_again(clerk, tmp_path):
    path = written(tmp_path / "五月.xlsx", *USUAL, ("东站", "2024-05-07", 300))
    take(clerk, path)
    answer(clerk, DROP)
    office = office_of(clerk)
    given = Answer.objects.get()
    assert take_answer_back(By(clerk), office.key, office.area, given.pk).act is not None
    assert take_answer_back(By(clerk), office.key, office.area, given.pk).act is None
    (again,) = take(clerk, path)
    assert again.waiting == 1 and len(asked(clerk)) == 1
    assert answer(clerk).posted == 1


def test_a_cumulative_column_that_falls_is_asked_about(clerk, tmp_path):
    rows = [("东站", "2024-05-01", 5, 100), ("东站", "2024-06-01", 5, 90), ("东站", "2024-07-01", 5, 120)]
    (report,) = take(clerk, written(tmp_path / "t.xlsx", *rows))
    assert (report.good, [each.row for each in report.asked]) == (2, [4])
    assert "100" in report.asked[0].doubt.said and "90" in report.asked[0].doubt.said


def test_rows_of_one_key_that_say_the_same_count_once_and_others_are_chosen_between(clerk, tmp_path):
    rows = [
        ("甲", "2024-05-01", 5),
        ("甲", "2024-05-01", 5),
        ("乙", "2024-05-01", 5),
        ("乙", "2024-05-01", 6),
    ]
    path = written(tmp_path / "t.xlsx", *rows)
    (report,) = take(clerk, path)
    assert (report.good, report.waiting, report.bad_rows) == (1, 2, 0)
    assert [find.row for find in report.finds] == [4]
    (question,) = asked(clerk)
    (told,) = told_of([question])
    assert len(told.options) == 2 and "6" in told.options[1][1]
    settled = answer(clerk, told.options[1][0])
    assert (settled.posted, settled.dropped) == (1, 1)
    assert stood() == [("乙|2024-05-01", 6), ("甲|2024-05-01", 5)]
    (again,) = take(clerk, written(tmp_path / "t.xlsx", *reversed(rows)))
    assert (again.waiting, again.outcome.act) == (0, None)


def test_one_answer_settles_all_alike(clerk, tmp_path):
    high = [(f"站{n}", f"2024-05-{n + 1:02}", 4_000) for n in range(12)]
    base = [row for n in range(12) for row in days(f"站{n}", 3, 4, 3, 4, 3, 4, month=4)]
    take(clerk, written(tmp_path / "t.xlsx", *base, *high))
    questions = asked(clerk)
    assert len(questions) == 12 and {q.number for q in questions} == {1}
    office = office_of(clerk)
    settle(By(clerk), office.key, office.area, [Chosen(q.pk, "as_written") for q in questions])
    assert settle_rows(clerk, lambda settled: None).posted == 12


def test_an_option_nobody_offered_is_no_answer(clerk, tmp_path):
    take(clerk, written(tmp_path / "t.xlsx", *USUAL, ("东站", "2024-05-07", 300)))
    with pytest.raises(NotAnswered):
        answer(clerk, "something")
    assert not Answer.objects.exists()


def test_nothing_a_sheet_says_lies_in_clear(clerk, tmp_path):
    take(clerk, written(tmp_path / "t.xlsx", *USUAL, ("东站", "2024-05-07", 300)))
    question = Question.objects.get()
    held = bytes(question.sealed_text) + bytes(question.sealed_told) + bytes(question.text_index)
    assert "东站".encode() not in held and b"300" not in held


def test_another_offices_clerk_neither_sees_nor_settles(clerk, other_clerk, tmp_path):
    take(clerk, written(tmp_path / "t.xlsx", *USUAL, ("东站", "2024-05-07", 300)))
    assert asked(clerk) and not asked(other_clerk)
    office, question = office_of(clerk), asked(clerk)[0]
    with pytest.raises(NotAllowed):
        settle(By(other_clerk), office.key, office.area, [Chosen(question.pk, "as_written")])
    theirs = office_of(other_clerk)
    with pytest.raises(NotAnswered):
        settle(By(other_clerk), theirs.key, theirs.area, [Chosen(question.pk, "as_written")])
    assert settle_rows(other_clerk, lambda settled: None).posted == 0


def test_who_reads_another_county_is_not_told_of_waiting_rows(clerk, far_clerk, tmp_path):
    take(clerk, written(tmp_path / "t.xlsx", *USUAL, ("东站", "2024-05-07", 300)))
    assert waiting_in(clerk, [VISITS.name]) and waiting_in(far_clerk, [VISITS.name]) == {}


def test_without_a_grant_nothing_waits_either(clerk, tmp_path):
    stranger = Actor(clerk.party + 100, "路人")
    with pytest.raises(NotAllowed):
        take(stranger, written(tmp_path / "t.xlsx", *USUAL, ("东站", "2024-05-07", 300)))
    assert not WaitingRow.objects.exists() and not Question.objects.exists()

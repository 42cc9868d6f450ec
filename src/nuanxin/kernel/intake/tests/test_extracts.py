"""Extracts 只交一部分: a few rows of a long sheet are one question, not hundreds, and take nothing away."""

import pytest
from django.utils.translation import override

from nuanxin.kernel.intake.actions import NotUndone
from nuanxin.kernel.intake.gone import MANY_GONE
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.models import Answer, WaitingRow
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.preview import preview
from nuanxin.kernel.intake.questions import open_questions
from nuanxin.kernel.intake.telling import told_of
from nuanxin.kernel.intake.tests.test_second_time import answer_all, stood, undone
from nuanxin.kernel.intake.tests.visits import VISITS, days, written
from nuanxin.kernel.ledger.verify_records import verify_records

YEAR = [row for month in range(1, 6) for row in days("东站", *range(10, 30), month=month)]
FEW = YEAR[:10]


@pytest.fixture(autouse=True)
def _visits(monkeypatch):
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", {VISITS.name: VISITS})
    with override("en"):
        yield


def questions(actor):
    return list(open_questions(office_of(actor)))


def states():
    return sorted(WaitingRow.objects.values_list("state", flat=True))


def test_an_extract_is_one_question_with_both_files_and_the_numbers(clerk, tmp_path):
    take(clerk, written(tmp_path / "全年.xlsx", *YEAR))
    part = written(tmp_path / "摘录.xlsx", *FEW)
    assert preview(clerk, part).tables[0].gone == 90
    (report,) = take(clerk, part)
    assert (report.gone, len(stood())) == (90, 100)
    (question,) = questions(clerk)
    assert (question.kind, question.number) == ("extract", 90)
    (told,) = told_of([question])
    assert told.said.startswith(
        "90 rows that stood in the earlier sheet (全年.xlsx) are not in this one (摘录.xlsx"
    )
    assert [code for code, _says in told.options] == ["part", "always_part", "each"]
    assert len(told.rows) == 5
    with override("zh-hans"):
        assert "只交了一部分" in told_of([question])[0].said
    assert take(clerk, part)[0].gone == 0, "it is not asked twice"


def test_only_a_part_leaves_all_rows_and_is_not_asked_of_the_same_file_again(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *YEAR))
    take(clerk, part := written(tmp_path / "b.xlsx", *FEW))
    settled = answer_all(clerk, "part")
    assert (settled.kept, settled.withdrawn, len(stood())) == (90, 0, 100)
    assert not questions(clerk) and set(states()) == {"part"}
    assert take(clerk, part)[0].gone == 0
    assert take(clerk, written(tmp_path / "c.xlsx", *YEAR[:11]))[0].gone == 89, (
        "another extract is asked about"
    )
    assert not verify_records()


def test_rows_that_go_after_an_extract_are_still_asked_about(clerk, tmp_path):
    """Only a part is no word about the other rows: what a whole sheet lacks later is asked about."""
    take(clerk, written(tmp_path / "a.xlsx", *YEAR))
    take(clerk, written(tmp_path / "b.xlsx", *FEW))
    answer_all(clerk, "part")
    (report,) = take(clerk, written(tmp_path / "d.xlsx", *YEAR[:-2]))
    assert report.gone == 2
    assert [each.kind for each in questions(clerk)] == ["gone", "gone"]


def test_a_layout_that_is_always_a_part_is_asked_about_once(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *YEAR))
    take(clerk, written(tmp_path / "b.xlsx", *FEW))
    answer_all(clerk, "always_part")
    answered = Answer.objects.get()
    (seen,) = preview(clerk, other := written(tmp_path / "c.xlsx", *YEAR[5:20])).tables
    assert (seen.gone, take(clerk, other)[0].gone, questions(clerk)) == (0, 0, [])
    assert set(states()) == {"part"}
    (report,) = take(clerk, written(tmp_path / "d.xlsx", *YEAR[:-2]))
    assert report.gone == 0, "whoever says so of a layout is not asked about its sheets"
    answered.delete()
    assert take(clerk, written(tmp_path / "e.xlsx", *YEAR[2:9]))[0].gone > MANY_GONE, (
        "taken back, it is asked"
    )


def test_rows_that_are_gone_are_listed_and_answered_one_by_one_or_alike(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *YEAR))
    take(clerk, written(tmp_path / "b.xlsx", *FEW))
    settled = answer_all(clerk, "each")
    assert (settled.asked_again, settled.withdrawn, len(stood())) == (90, 0, 100)
    assert {each.kind for each in questions(clerk)} == {"gone"} and len(questions(clerk)) == 90
    with pytest.raises(NotUndone):
        answer_all(clerk, "withdraw")
    settled = answer_all(clerk, "withdraw", "correction")
    assert (settled.withdrawn, len(stood())) == (90, 10)
    assert not questions(clerk) and not verify_records()


def test_the_whole_sheet_after_an_extract_needs_no_answer(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *YEAR))
    take(clerk, written(tmp_path / "b.xlsx", *FEW))
    assert take(clerk, written(tmp_path / "c.xlsx", *YEAR))[0].gone == 0
    assert not questions(clerk) and set(states()) == {"returned"}


def test_an_extract_sent_by_mistake_is_undone_with_its_question(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *YEAR))
    report = take(clerk, written(tmp_path / "b.xlsx", *FEW[:-1], (*FEW[-1][:2], 99)))
    undone(clerk, report)
    assert not questions(clerk) and len(stood()) == 100 and not verify_records()


def test_a_few_rows_gone_are_asked_about_one_by_one_as_ever(clerk, tmp_path):
    take(clerk, written(tmp_path / "a.xlsx", *YEAR))
    take(clerk, written(tmp_path / "b.xlsx", *YEAR[:-MANY_GONE]))
    assert [each.kind for each in questions(clerk)] == ["gone"] * MANY_GONE

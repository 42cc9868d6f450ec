"""A question is told to each reader in his own language, is the same one in all, and hides who is named."""

from dataclasses import replace

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.people import ReasonMissing
from nuanxin.kernel.intake.actions import Chosen, open_question, settle
from nuanxin.kernel.intake.doubts import DROP
from nuanxin.kernel.intake.faults import BadRow, RowsRefused
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.models import Question, WaitingRow
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.questions import open_questions
from nuanxin.kernel.intake.receipts.rows import receipt_of
from nuanxin.kernel.intake.settling import settle_rows
from nuanxin.kernel.intake.telling import told_of
from nuanxin.kernel.intake.tests.visits import VISITS, days, written
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Act, JournalEvent

USUAL = days("东站", 12, 15, 9, 18, 11, 14)
FAR = ("东站", "2024-05-07", 300)


@pytest.fixture(autouse=True)
def _visits(monkeypatch):
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", {VISITS.name: VISITS})


@pytest.fixture
def named(monkeypatch):
    """The same sheet, its first column the name of a person."""
    station, *others = VISITS.columns
    sheet = replace(VISITS, columns=(replace(station, personal="party.name"), *others))
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", {sheet.name: sheet})


def told(actor, language):
    with override(language):
        return told_of(list(open_questions(office_of(actor))))


@pytest.mark.parametrize("handed_in", ["zh-hans", "en"])
def test_each_reader_sees_a_question_in_his_own_language(clerk, tmp_path, handed_in):
    rows = [*USUAL, FAR, ("西站", "2024.5", 3), ("西站", "5月6日", 3), ("西站", "2024-05-02", "5-6")]
    rows += [("北站", "2024-05-02", 5), ("北站", "2024-05-02", 6)]
    with override(handed_in):
        take(clerk, written(tmp_path / "五月.xlsx", *rows))
    chinese, english = told(clerk, "zh-hans"), told(clerk, "en")
    assert {each.kind for each in open_questions(office_of(clerk))} >= {"unusual", "no_year", "double"}
    for zh, en in zip(chinese, english, strict=True):
        assert not any(letter in "abcdefghijklmnopqrstuvwxyz" for letter in zh.said + zh.remedy), zh.said
        assert en.said != zh.said and en.remedy != zh.remedy and en.rows == zh.rows
        assert [code for code, _says in en.options] == [code for code, _says in zh.options]


def test_a_question_asked_in_another_language_is_the_same_question(clerk, tmp_path):
    path = written(tmp_path / "五月.xlsx", *USUAL, FAR, ("东站", "2024-05-08", 3), ("东站", "2024-05-08", 4))
    with override("en"):
        take(clerk, path)
    known = set(Question.objects.values_list("pk", flat=True))
    office = office_of(clerk)
    with override("zh-hans"):
        chosen = [Chosen(each.pk, told_of([each])[0].options[0][0]) for each in open_questions(office)]
        settle(By(clerk), office.key, office.area, chosen)
        assert not take(clerk, path)[0].asked
        settle_rows(clerk, lambda settled: None)
    assert set(Question.objects.values_list("pk", flat=True)) == known and len(known) == 2


def test_a_row_gone_is_asked_about_in_each_language(clerk, tmp_path):
    take(clerk, written(tmp_path / "五月.xlsx", *USUAL))
    take(clerk, written(tmp_path / "五月.xlsx", *USUAL[:-1]))
    (zh,), (en,) = told(clerk, "zh-hans"), told(clerk, "en")
    assert "行" in zh.said and en.said.startswith("Row 8") and en.heads[0] == "station"
    assert zh.rows[0][3][1] == "巴彦淖尔市临河区" and en.rows[0][3][1] == "Linhe District, Bayannur"


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("cell", "day", "hidden", "says"),
    [
        (150802199001010010, "2024-05-01", "150802", "lost its last digits"),
        ("乌云\ue123其其格", "2024-02-31", "其其格", "several things"),
    ],
)
def test_what_is_wrong_with_a_cell_is_told_without_the_person_in_it(clerk, tmp_path, cell, day, hidden, says):
    with override("en"):
        (report,) = take(clerk, written(tmp_path / "五月.xlsx", (cell, day, 5), *USUAL))
        told = list(receipt_of(report).said())
    bad = repr(report.bad) + repr(told)
    assert report.bad_rows == 1 and hidden not in bad and says in bad, bad
    assert all(each.said and each.remedy for each in report.bad)


@pytest.mark.usefixtures("named")
def test_a_receipt_says_of_a_question_about_a_person_only_that_there_is_one(clerk, tmp_path):
    with override("en"):
        (report,) = take(clerk, written(tmp_path / "五月.xlsx", ("乌云\ue123其其格", "2024-05-01", 5)))
        (_row, _kind, words) = next(iter(receipt_of(report).said()))
    assert words.startswith("Waits for an answer") and "其其格" not in words


@pytest.mark.usefixtures("named")
def test_who_is_named_in_a_question_is_masked_and_opened_with_a_reason(clerk, other_clerk, tmp_path):
    bad = "乌云\ue123其其格"
    rows = [(bad, "2024-05-01", 5), *days("乌云毕力格", *[5] * 6), ("乌云毕力格", "2024-05-09", 4_000)]
    take(clerk, written(tmp_path / "五月.xlsx", *rows))
    questions, office = list(open_questions(office_of(clerk))), office_of(clerk)
    assert {each.kind for each in questions} == {"private_sign", "unusual"}
    for each, shown in zip(questions, told_of(questions), strict=True):
        assert "其其格" not in repr(shown) and "毕力" not in repr(shown) and shown.veiled
        with pytest.raises(ReasonMissing):
            open_question(By(clerk, note="x"), office.key, office.area, each.pk)
        with pytest.raises(NotAllowed):
            open_question(By(other_clerk, note="核对原表"), office.key, office.area, each.pk)
    acts, events = Act.objects.count(), JournalEvent.objects.count()
    opened = [
        open_question(By(clerk, note="核对原表"), office.key, office.area, each.pk).result
        for each in questions
    ]
    assert any(bad in each.said for each in opened) and any("乌云毕力格" in each.said for each in opened)
    assert Act.objects.count() == acts + 2 and Act.objects.latest("number").note.text == "核对原表"
    assert JournalEvent.objects.filter(verb="parties.looked").count() >= 2
    assert JournalEvent.objects.count() == events + 2


def _settled(actor, option):
    office = office_of(actor)
    settle(By(actor), office.key, office.area, [Chosen(each.pk, option) for each in open_questions(office)])
    settle_rows(actor, lambda settled: None)
    row = WaitingRow.objects.get()
    with override("zh-hans"):
        chinese = row.said
    with override("en"):
        return row.state, chinese, row.said


def _refuse(by, rows, *, rehearse):
    raise RowsRefused([BadRow(row.number, "", _("The cell holds a picture."), "") for row in rows])


@pytest.mark.parametrize("by", ["zh-hans", "en"])
def test_why_a_row_was_left_out_is_told_to_each_reader_in_his_own_language(clerk, tmp_path, by):
    take(clerk, written(tmp_path / "五月.xlsx", *USUAL, FAR))
    with override(by):
        assert _settled(clerk, DROP) == ("dropped", "按回答未收。", "Left out, as answered.")


@pytest.mark.parametrize("by", ["zh-hans", "en"])
def test_why_a_row_was_refused_is_told_to_each_reader_in_his_own_language(clerk, tmp_path, monkeypatch, by):
    take(clerk, written(tmp_path / "五月.xlsx", *USUAL, FAR))
    sheet = replace(VISITS, into=_refuse)
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", {sheet.name: sheet})
    with override(by):
        state, chinese, english = _settled(clerk, "as_written")
    assert state == "refused" and "picture" in english and "图片" in chinese and "picture" not in chinese

"""The examiner: it must be able to fail a reader, and tells fairly what differs."""

import json
from datetime import date

import pytest

from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.torture.comparing import agrees, finds_sum
from nuanxin.kernel.intake.torture.corpus import alone
from nuanxin.kernel.intake.torture.examining import Scores, examine, examine_book
from nuanxin.kernel.intake.torture.truth import BookTruth


@pytest.fixture
def plain(divisions, tmp_path):
    """A workbook with a title and nothing odd, and its truth, to be told wrongly."""
    made = alone(all_sheets(), "footer", seed=5)
    path = tmp_path / made.truth.file
    path.write_bytes(made.content)
    return path, json.loads(json.dumps(made.truth.as_json()))


def _scores(path, book):
    scores = Scores()
    examine_book(path, book, all_sheets(), scores)
    return scores


def _cells(book):
    (table,) = book["worksheets"][0]["tables"]
    rows = [row for row in table["rows"].values() if row["is"] == "fact"]
    return table, rows


def test_a_plain_workbook_scores_full(plain):
    scores = _scores(*plain)
    assert (scores.wrong, scores.found, scores.read) == (0, 1, scores.readable)
    assert scores.readable > 20


def test_a_value_that_differs_is_wrong(plain):
    path, book = plain
    _table, rows = _cells(book)
    name = next(name for name, cell in rows[0]["cells"].items() if isinstance(cell["value"], str))
    rows[0]["cells"][name]["value"] = "另一个"
    assert _scores(path, book).wrong == 1


def test_a_value_read_where_a_question_was_due_is_wrong(plain):
    path, book = plain
    _table, rows = _cells(book)
    name = next(iter(rows[0]["cells"]))
    rows[0]["cells"][name] = {"is": "asked", "kind": "test"}
    scores = _scores(path, book)
    assert (scores.wrong, scores.unreadable, scores.held) == (1, 1, 0)


def test_a_row_that_should_not_be_taken_is_wrong(plain):
    path, book = plain
    table, _rows = _cells(book)
    first = next(number for number, row in table["rows"].items() if row["is"] == "fact")
    table["rows"][first] = {"is": "none", "why": "total"}
    assert _scores(path, book).wrong == 1


def test_a_column_taken_for_another_is_no_header_found(plain):
    path, book = plain
    table, _rows = _cells(book)
    names = list(table["columns"])[:2]
    table["columns"][names[0]], table["columns"][names[1]] = (
        table["columns"][names[1]],
        table["columns"][names[0]],
    )
    assert _scores(path, book).found == 0


def test_a_sum_nobody_told_is_missed(plain):
    path, book = plain
    table, _rows = _cells(book)
    table["finds"] = [{"row": 5, "field": "x", "said": "665", "true": "661.73"}]
    scores = _scores(path, book)
    assert (scores.sums, scores.told) == (1, 0)


def test_a_file_that_cannot_be_opened_must_be_refused(divisions, tmp_path):
    for name in ("encrypted", "cut_short"):
        made = alone(all_sheets(), name)
        path = tmp_path / f"{name}{made.truth.file}"
        path.write_bytes(made.content)
        scores = _scores(path, made.truth.as_json())
        assert (scores.wrong, scores.held, scores.unreadable) == (0, 1, 1), name


def test_a_corpus_is_examined_whole(divisions, corpus):
    scores = examine(corpus[0], all_sheets())
    assert scores.files == len(corpus[1]["files"])
    assert scores.crashed == 0
    assert BookTruth("x.xlsx", []).as_json()["opens"]


def test_what_only_looks_different_agrees():
    assert agrees("阿拉坦·其木格", "", "阿拉坦•其木格", "")
    assert agrees("（东）1", "", "(东)１", "")
    assert agrees("2024-05", "month", date(2024, 5, 1), "month")
    assert not agrees("2024-05", "month", date(2024, 5, 1), "")
    assert not agrees(1, "", True, "")
    assert not agrees(0, "", None, "")


def test_a_find_names_both_numbers():
    expected = {"said": "665", "true": "661.73"}
    assert finds_sum("合计写的是 665 万元，各行相加是 661.73 万元，多 3.27 万元。", expected)
    assert not finds_sum("合计写的是 665 万元。", expected)

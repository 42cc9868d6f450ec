"""Rows read together, a column at a time, say what each says when it is read alone."""

from datetime import date, datetime

from nuanxin.kernel.intake import body
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.cells import read_text, read_yes_no, reader
from nuanxin.kernel.intake.columnwise import STUMBLES, Columnwise, Meanings
from nuanxin.kernel.intake.days import day_reader
from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.reader import read_table
from nuanxin.kernel.intake.tables import recognised
from nuanxin.kernel.intake.torture.corpus import write_corpus


def said(path):
    known, _others = recognised(path, all_sheets())
    for page, match in known:
        reading = read_table(page, match)
        asked = [(each.row, each.field, each.heading, each.doubt.said) for each in reading.asked]
        yield reading.rows, reading.bad, asked, reading.finds


def test_a_corpus_is_read_alike_together_and_row_by_row(divisions, tmp_path, monkeypatch):
    write_corpus(all_sheets(), 61, 40, tmp_path)
    books = sorted(path for path in tmp_path.iterdir() if path.suffix in (".xlsx", ".xls", ".csv"))
    readable = [path for path in books if "refused" not in path.name][:30]
    together = [_read(path) for path in readable]
    monkeypatch.setattr(body, "_TOGETHER", 1)
    assert [_read(path) for path in readable] == together
    assert sum(len(rows) for tables in together for rows, *_rest in tables) > 250


def _read(path):
    try:
        return list(said(path))
    except Exception as refused:
        return [([], [], [type(refused).__name__], [])]


def test_true_is_not_one_and_words_for_nothing_are_told_from_blanks():
    meanings = Meanings(read_text)
    assert meanings.of([1.0, True, "", "/", "甲"]) == ["1", "是", None, None, "甲"]
    assert meanings.silent == {"/"}
    assert Meanings(read_yes_no).of([True, 1.0, "无"]) == [True, True, False]


def test_a_cell_that_stumbles_is_told_each_time_it_is_met():
    meanings = Meanings(day_reader())
    for _time in range(2):
        meanings.stumbled = False
        assert meanings.of(["2024.5.1", "2024.13.1"]) == [date(2024, 5, 1), STUMBLES]
        assert meanings.stumbled
    assert meanings.of([datetime(2024, 5, 1, 8), date(2024, 5, 1)]) == [date(2024, 5, 1)] * 2


def test_rows_keep_what_captions_say_and_are_named_where_something_lacks():
    steps = [("name", 0, read_text, True, ""), ("place", 2, read_text, False, "")]
    cells = [["甲", "x", "东"], ["", "x", "/"], ["#REF!", "x", ""]]
    read = Columnwise(steps, {"name": None, "place": None}).read(cells, {"kind": "fire"})
    rows = list(read.values)
    assert rows[0] == {"kind": "fire", "name": "甲", "place": "东"}
    assert rows[1] == {"kind": "fire", "name": None, "place": None}
    assert (read.odd, read.silent) == ({1, 2}, {1})


def test_a_blank_cell_says_what_its_column_declares():
    steps = [("session", 0, reader(Column("session", "场次", "session", kind="whole", blank=1)), False, "")]
    read = Columnwise(steps, {"session": 1}).read([["2"], [""], ["/"]], {})
    assert [row["session"] for row in read.values] == [2, 1, 1] and not read.odd


def test_meanings_do_not_grow_without_end():
    meanings = Meanings(read_text)
    for start in range(0, 30_000, 500):
        numbers = [f"号{number}" for number in range(start, start + 500)]
        assert meanings.of(numbers) == numbers
    assert len(meanings) <= 10_500

"""Tables: a cell is what a single question answers, parts make the whole, a cell opens to its rows."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanxin.kernel.figures.answers import answer, drill
from nuanxin.kernel.figures.catalogue import all_figures, figure
from nuanxin.kernel.figures.tables import (
    COMPARISONS,
    KIND,
    Question,
    adds_over_areas,
    adds_over_time,
    bases_of,
    steps_of,
    tabulate,
)
from nuanxin.plain.periods import Period

BAYANNUR, CHIFENG, LINHE = 150800000000, 150400000000, 150802000000
SPLITS = [
    (BAYANNUR, "county"),
    (BAYANNUR, "town"),
    (CHIFENG, "county"),
    (150000000000, "prefecture"),
    (LINHE, "town"),
    (BAYANNUR, KIND),
    (LINHE, ""),
]
PERIODS = ["2024", "2024Q1", "2024-03", "2023-11-15/2024-05-20", "..2024-05-31", "2023-01-01/2024-12-31"]
QUESTIONS = st.builds(
    lambda figures, split, period, step, against, years, mapped: Question(
        tuple(figures), split[0], Period.parse(period), split[1], step, against, years, CHIFENG, mapped
    ),
    st.lists(st.sampled_from([each.id for each in all_figures()]), min_size=1, max_size=2, unique=True),
    st.sampled_from(SPLITS),
    st.sampled_from(PERIODS),
    st.sampled_from(["", "month", "quarter", "year"]),
    st.sampled_from(["", *COMPARISONS]),
    st.integers(1, 4),
    st.booleans(),
)


def once(ask) -> Fraction | None:
    return answer([ask])[ask].value


def test_every_cell_is_what_a_single_question_answers(demo):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(QUESTIONS, st.randoms(use_true_random=False))
    def trial(question, random):
        table = tabulate(question)
        cells = list(table.cells.values())
        for cell in random.sample(cells, min(6, len(cells))):
            assert cell.value == once(cell.ask)
            assert cell.bases == bases_of(question, cell.ask)
            bases = [once(base) for base in cell.bases]
            known = bool(bases) and None not in bases
            assert cell.base == (sum(bases, Fraction()) / len(bases) if known else None)

    trial()


@pytest.mark.parametrize("mapped", [False, True])
@pytest.mark.parametrize(("area", "by"), SPLITS[:6])
def test_parts_make_the_whole_where_they_add(demo, area, by, mapped):
    adding = tuple(each.id for each in all_figures() if adds_over_areas(each))
    table = tabulate(Question(adding, area, Period.parse("2024"), by, "quarter", mapped=mapped))
    *parts, whole = table.scopes
    assert parts and whole == table.question.whole
    for identity in adding:
        for period in table.periods:
            told = [table.cell(identity, scope, period).value for scope in parts]
            assert sum(told, Fraction()) == table.cell(identity, whole, period).value
        if adds_over_time(figure(identity)) and table.periods[-1] == table.question.period:
            for scope in table.scopes:
                *steps, year = (table.cell(identity, scope, each).value for each in table.periods)
                assert sum(steps, Fraction()) == year


def test_drilled_rows_sum_to_their_cell(demo):
    for question in (
        Question(("stations.open",), BAYANNUR, Period.parse("..2024-05-31"), "county"),
        Question(("sand.area_planned",), CHIFENG, Period.parse("2024"), "county", "quarter"),
        Question(("stations.open",), BAYANNUR, Period.parse("..2024-05-31"), KIND),
    ):
        seen = 0
        for cell in tabulate(question).cells.values():
            found = drill(cell.ask, limit=None)
            assert found.total_rows == len(found.entries)
            assert sum(entry.quantity for entry in found.entries) == cell.value
            seen += found.total_rows
        assert seen


def test_a_table_is_what_it_was_when_an_entry_was_the_last(demo):
    question = Question(("stations.open",), BAYANNUR, Period.parse("..2024-05-31"), "county")
    now = tabulate(question)
    then = tabulate(question, as_of=now.as_of // 2)
    assert then.as_of == now.as_of // 2
    assert tabulate(question, as_of=now.as_of).cells == now.cells


def test_lines_with_nothing_are_left_out_and_counted(demo):
    table = tabulate(Question(("stations.open",), 150000000000, Period.parse("..2024-05-31"), "prefecture"))
    assert [scope.area for scope in table.scopes] == [BAYANNUR, 150000000000]
    assert table.empty == 11


@pytest.mark.parametrize(
    ("period", "step", "expected"),
    [
        ("2024", "quarter", ["2024Q1", "2024Q2", "2024Q3", "2024Q4"]),
        ("2023-11-15/2024-01-20", "month", ["2023-11-15/2023-11-30", "2023-12", "2024-01-01/2024-01-20"]),
        ("2024-05", "year", ["2024-05"]),
        ("..2024-02-10", "year", [*map(str, range(2015, 2024)), "2024-01-01/2024-02-10"]),
    ],
)
def test_steps_cut_the_first_and_the_last(period, step, expected):
    assert [str(each) for each in steps_of(Period.parse(period), step)] == expected


def test_too_many_steps_are_refused():
    with pytest.raises(ValueError, match="more than 60 steps"):
        list(steps_of(Period.parse("2001-01-01/2024-12-31"), "month"))

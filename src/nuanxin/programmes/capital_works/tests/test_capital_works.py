from datetime import date

from nuanxin.kernel.bulletins.checks import asks_of, due_checks, run_check
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.figures.answers import Ask, answer
from nuanxin.kernel.intake.declare import Row
from nuanxin.plain.periods import Period
from nuanxin.programmes.capital_works.actions import announce_total, list_projects
from nuanxin.programmes.capital_works.models import GAS_INVESTMENT, GAS_PROJECTS, HOUSEHOLDS, PIPE, Project

COUNTY = 150622000000
TEN_THOUSAND_YUAN = 1_000_000
LISTED = date(2024, 4, 18)


def project(number, category, name, money, pipe_m=None, households=None):
    said = {"year": 2024, "category": category, "name": name, "area": COUNTY, "listed_on": LISTED}
    money_fen = money * TEN_THOUSAND_YUAN
    return Row(number, {**said, "investment_fen": money_fen, "pipe_m": pipe_m, "households": households})


def announced(money):
    said = {"year": 2024, "area": COUNTY, "announced_on": date(2024, 5, 8)}
    return [Row(4, {**said, "investment_fen": money * TEN_THOUSAND_YUAN})]


def test_a_gas_main_posts_its_length_and_reach_with_its_money():
    record = Project(key="k", **project(5, "gas", "管网", 172, 1_080, 60_213).values)
    posted = {line.measure: line.quantity for line in record.postings()}
    assert posted == {
        GAS_PROJECTS.number: 1,
        GAS_INVESTMENT.number: 172 * TEN_THOUSAND_YUAN,
        PIPE.number: 1_080,
        HOUSEHOLDS.number: 60_213,
    }


def test_the_check_finds_what_the_parts_do_not_make(by):
    rows = [
        project(5, "heating", "供暖", 56_000),
        project(6, "water", "供水", 9_923),
        project(7, "gas", "供气", 250),
    ]
    list_projects(by, rows)
    announce_total(by, announced(66_500))
    ((check, total),) = due_checks([Citation("works.investment", "150622", "2024")])
    checked = run_check(check, total, answer(asks_of(check, total)))
    assert not checked.passed
    assert checked.difference == 327 * TEN_THOUSAND_YUAN


def test_a_later_announcement_replaces_the_one_before(by):
    announce_total(by, announced(66_500))
    corrected = announce_total(by, announced(66_173))
    ask = Ask("works.investment", COUNTY, Period.parse("2024"))
    assert (corrected.posted, corrected.reversed) == (1, 1)
    assert answer([ask])[ask].value == 66_173 * TEN_THOUSAND_YUAN

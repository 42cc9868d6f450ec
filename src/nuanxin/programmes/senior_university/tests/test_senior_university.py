from datetime import date

from nuanxin.kernel.figures.answers import Ask, answer
from nuanxin.kernel.intake.declare import Row
from nuanxin.plain.periods import Period
from nuanxin.programmes.senior_university.actions import register_courses, register_points
from nuanxin.programmes.senior_university.models import POINTS, TeachingPoint

VILLAGE = 150104003005
DISTRICT = 150104000000


def point(number, name, opened, closed=None):
    said = {"area": VILLAGE, "name": name, "host": "党群服务中心", "opened_on": opened, "closed_on": closed}
    return Row(number, said)


def course(number, name, started, learners):
    said = {"area": VILLAGE, "point": "大召社区教学点", "term": "2024年春季", "name": name, "form": "hall"}
    return Row(number, {**said, "started_on": started, "learners": learners})


def ask(figure, period):
    return Ask(figure, DISTRICT, Period.parse(period))


def test_a_point_leaves_the_count_when_it_closes():
    opened, closed = date(2023, 3, 1), date(2024, 2, 1)
    record = TeachingPoint(key="k", area=VILLAGE, name="教学点", host="", opened_on=opened, closed_on=closed)
    assert [(line.measure, line.on, line.quantity) for line in record.postings()] == [
        (POINTS.number, 20230301, 1),
        (POINTS.number, 20240201, -1),
    ]


def test_figures_count_open_points_and_begun_classes(by):
    register_points(
        by,
        [
            point(5, "甲教学点", date(2022, 3, 1)),
            point(6, "乙教学点", date(2022, 3, 1), date(2024, 3, 1)),
            point(7, "丙教学点", date(2024, 6, 5)),
        ],
    )
    register_courses(by, [course(5, "书法", date(2024, 3, 4), 30), course(6, "声乐", date(2024, 6, 4), 20)])
    asks = [
        ask("seniors.points", "..2024-05-31"),
        ask("seniors.courses", "2024-01-01/2024-05-31"),
        ask("seniors.enrolments", "2024"),
    ]
    assert [answer(asks)[each].value for each in asks] == [1, 1, 50]


def test_the_same_sheet_twice_posts_nothing(by):
    rows = [course(5, "书法", date(2024, 3, 4), 30)]
    register_courses(by, rows)
    again = register_courses(by, rows)
    assert (again.act, again.posted, again.result.same) == (None, 0, 1)

"""Pages of the senior university: teaching points and courses."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.senior_university import intake, models

PAGES = (
    Page(
        slug="points",
        zh="教学点",
        en="teaching points",
        says=Words("一个教学点，从启用到停用。", "One teaching point, from its opening to its closing."),
        record=models.TeachingPoint,
        sheet=intake.POINTS,
        columns=("name", "area", "host", "opened_on", "closed_on"),
        day="opened_on",
        search=("name", "host"),
    ),
    Page(
        slug="courses",
        zh="课程",
        en="courses",
        says=Words("一个教学点一个学期的一门课。", "One course of one term at one teaching point."),
        record=models.Course,
        sheet=intake.COURSES,
        columns=("name", "point", "area", "term", "form", "started_on", "learners"),
        day="started_on",
        filters=("form",),
        search=("name", "point"),
        measure="learners",
        needs=(Need("empty", "开了课却没有学员", "courses without learners", models.EMPTY, "started_on"),),
    ),
)

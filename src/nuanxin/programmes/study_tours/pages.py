"""Pages of the study tours: tours and roster."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.study_tours import intake, models

PAGES = (
    Page(
        slug="tours",
        zh="研学团组",
        en="study tours",
        says=Words("一个研学团组，从出发到返回。", "One study tour, from departure to return."),
        record=models.Tour,
        sheet=intake.TOURS,
        columns=("name", "key", "host", "area", "destination", "departed_on", "returned_on"),
        day="departed_on",
        search=("key", "name", "host", "destination"),
        headed={"key": "number"},
    ),
    Page(
        slug="pupils",
        zh="研学学生",
        en="pupils on the rosters",
        says=Words("名册上的一名学生；编号不公开。", "One pupil on a roster; the number stays closed."),
        record=models.Pupil,
        sheet=intake.ROSTER,
        columns=("school", "tour", "area", "person", "departed_on", "consented", "present"),
        day="departed_on",
        filters=("consented", "present"),
        search=("school", "tour"),
        personal=("person",),
        headed={"person": "number"},
        needs=(
            Need(
                "unconsented",
                "没有监护人同意却参加了",
                "pupils who went without a guardian's consent",
                models.UNCONSENTED,
                "departed_on",
            ),
        ),
    ),
)

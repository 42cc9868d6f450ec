"""Pages of the volunteers: teams, roster, activities."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.volunteers import intake, models

PAGES = (
    Page(
        slug="teams",
        zh="服务队",
        en="volunteer teams",
        says=Words("一支志愿服务队，从成立到解散。", "One team, from its forming to its end."),
        record=models.Team,
        sheet=intake.TEAMS_SHEET,
        columns=("team", "area", "formed_on", "dissolved_on"),
        day="formed_on",
        search=("key",),
    ),
    Page(
        slug="members",
        zh="志愿者",
        en="volunteers on the roster",
        says=Words(
            "一名志愿者在一支队里；编号不公开。", "One volunteer in one team; the number stays closed."
        ),
        record=models.Member,
        sheet=intake.ROSTER,
        columns=("team", "area", "person", "trade", "joined_on", "left_on", "officer_from", "officer_until"),
        day="joined_on",
        filters=("trade",),
        personal=("person",),
        headed={"person": "number"},
    ),
    Page(
        slug="activities",
        zh="服务活动",
        en="volunteer activities",
        says=Words("一支队办的一次活动。", "One activity of one team."),
        record=models.Activity,
        sheet=intake.ACTIVITIES_SHEET,
        columns=("key", "team", "theme", "held_on", "area", "volunteers", "people_served", "held"),
        day="held_on",
        filters=("held",),
        search=("key", "theme"),
        measure="people_served",
        headed={"key": "number"},
        needs=(
            Need(
                "unheld",
                "活动登记了还没有办",
                "activities on the list that were not held",
                models.UNHELD,
                "held_on",
            ),
        ),
    ),
)

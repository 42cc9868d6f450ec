"""The volunteers 志愿服务: couriers, riders and lorry drivers who join the work of their neighbourhood.

Register: teams, members by number, appointments as part-time grid officers, activities.
Plan and dispatch: shifts and calls for help; they come with this programme's own issue.
Verify: an activity counts once it has been held. Settle: points come with the same issue.
Publish: teams, volunteers, officers, activities and person-times served.
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.volunteers.intake import ACTIVITIES_SHEET, ROSTER, TEAMS_SHEET
from nuanxin.programmes.volunteers.models import ACTIVITIES, MEMBERS, OFFICERS, SERVED, TEAMS
from nuanxin.programmes.volunteers.pages import PAGES

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="volunteers",
    zh="志愿服务",
    en="Volunteers",
    says=Words(
        "快递员、外卖员、货车司机组队参加社区服务，也当兼职网格员。",
        "Couriers, riders and lorry drivers form teams, serve their streets and help as grid officers.",
    ),
    measures=(TEAMS, MEMBERS, OFFICERS, ACTIVITIES, SERVED),
    sheets=(TEAMS_SHEET, ROSTER, ACTIVITIES_SHEET),
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words(
            "登记队伍、志愿者编号和活动。", "Teams, volunteers by number and activities are registered."
        ),
        "verify": Words("办成的活动才计数。", "An activity counts once it has been held."),
        "publish": Words(
            "公开队伍、人数、活动和服务人次。", "Teams, people, activities and person-times are published."
        ),
    },
    pages=PAGES,
)

"""The grid 网格事件: hazards in the street found, dealt with, and verified by somebody else.

Register: a report about a place or a thing, never about a person.
Plan and dispatch: work orders with a clock; they come with this programme's own issue.
Verify: whoever verifies is not whoever dealt with it, or the report does not count.
Settle: rewards come with the same issue. Publish: the hazards found and dealt with.
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.grid.intake import HAZARDS_SHEET
from nuanxin.programmes.grid.models import HAZARDS
from nuanxin.programmes.grid.pages import PAGES

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="grid",
    zh="网格事件",
    en="Grid",
    says=Words(
        "街上的隐患有人报、有人办、另有人核查。",
        "Hazards in the street are reported, dealt with, and verified by somebody else.",
    ),
    measures=(HAZARDS,),
    sheets=(HAZARDS_SHEET,),
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words(
            "登记地点和问题，不登记人。", "The place and the problem are registered, never a person."
        ),
        "verify": Words("处理人之外的人核查后才计数。", "It counts once somebody else has verified it."),
        "publish": Words("公开发现并处理的问题。", "What was found and dealt with is published."),
    },
    pages=PAGES,
)

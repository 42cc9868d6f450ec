"""The alliance 暖新联盟: organisations put their services together for firms, villages and households.

Register: a service, a pairing with a village, a pairing with a household, each a sheet row.
Plan and dispatch: which helper meets which need; they come with this programme's own issue.
Verify: a service counts once it is settled, a pairing on the day it begins until the day it ends.
Settle: nothing is paid here. Publish: firms served and paired, villages, households and persons.
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.alliance.intake import HOUSEHOLDS_SHEET, PAIRINGS_SHEET, SERVICES_SHEET
from nuanxin.programmes.alliance.models import HOUSEHOLDS, PAIRINGS, PERSONS, SERVICES
from nuanxin.programmes.alliance.pages import PAGES

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="alliance",
    zh="暖新联盟",
    en="Alliance",
    says=Words(
        "把各单位的服务汇到一处：为企业办事，企业与村结对，困难家庭有人帮。",
        "Organisations pool their services: errands for firms, firms with villages, helpers with homes.",
    ),
    measures=(SERVICES, PAIRINGS, HOUSEHOLDS, PERSONS),
    sheets=(SERVICES_SHEET, PAIRINGS_SHEET, HOUSEHOLDS_SHEET),
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words("登记每次服务、每个结对。", "Each service and each pairing is registered."),
        "verify": Words("办结的服务才计数。", "A service counts once it is settled."),
        "publish": Words(
            "公开服务和结对的企业、村、户、人。", "Firms, villages, households and persons are published."
        ),
    },
    pages=PAGES,
)

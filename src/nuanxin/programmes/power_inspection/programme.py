"""Power inspection 用电体检: firms' distribution rooms checked, hazards cleared by a second pair of eyes.

Loop    a firm's room is registered with its check-ups (register) -> a round of visits is planned (plan) ->
        inspectors go by appointment (dispatch) -> a hazard put right is looked at by somebody else (verify)
        -> nothing is paid here; cleared hazards leave the list (settle) -> rooms, finds, clears (publish)
Source  the power supply company may inform, guide and urge; the owner of the room clears the hazard
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.power_inspection import intake, models
from nuanxin.programmes.power_inspection.pages import PAGES

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="power_inspection",
    zh="用电体检",
    en="Power check-ups",
    says=Words(
        "上门给企业配电室做体检，隐患整改后换一个人复核才销号。",
        "Firms' distribution rooms get a check-up; a hazard is closed only after a second person has looked.",
    ),
    measures=models.MEASURES,
    sheets=intake.SHEETS,
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words("登记体检和隐患。", "Check-ups and hazards are registered."),
        "verify": Words("换人复核，隐患才销号。", "A hazard is cleared by somebody other than who fixed it."),
        "publish": Words(
            "公开体检数、发现数和销号数。", "Rooms checked, hazards found and cleared are published."
        ),
    },
    pages=PAGES,
)

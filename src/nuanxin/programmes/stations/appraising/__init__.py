"""Appraising 评定: stars proposed from what is on record, decided by one and passed by another; and exits."""

from nuanxin.kernel.appraisals import Appraisal
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.appraising import actions
from nuanxin.programmes.stations.appraising.history import history
from nuanxin.programmes.stations.appraising.proposing import RULES, propose
from nuanxin.programmes.stations.models import Station
from nuanxin.programmes.stations.queries import in_use

APPRAISALS = (
    Appraisal(
        slug="stations",
        zh="驿站星级评定",
        en="grading of the stations",
        says=Words(
            "按检查、开门、维修和反映拟出星级，写明理由；一人拟定，另一人复核才计数。退出要先告知。",
            "Stars proposed from inspections, tries of the door, repairs and reports, with reasons; one "
            "decides, another passes, then they count. An exit is given notice of.",
        ),
        record=Station,
        standing=in_use,
        marks={
            5: Words("五星", "five stars"),
            4: Words("四星", "four stars"),
            3: Words("三星", "three stars"),
            2: Words("二星", "two stars"),
            1: Words("一星", "one star"),
            0: Words("退出", "exit"),
        },
        leaving=0,
        propose=propose,
        history=history,
        give=actions.propose_grade,
        confirm=actions.pass_grade,
        drop=actions.drop_grade,
        rules=RULES,
    ),
)

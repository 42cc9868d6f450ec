"""Siting 选址: where to put the next stations, with a bound and a certificate anybody can check again."""

from nuanxin.planners.siting.answer import FEASIBLE, INFEASIBLE, OPTIMAL, Result
from nuanxin.planners.siting.certificate import Certificate, Unproven, check_certificate
from nuanxin.planners.siting.cover import Cover, Reach, Refused, cover_from_lists
from nuanxin.planners.siting.covering import most_covered
from nuanxin.planners.siting.points import cover_of_points, reach_of_points
from nuanxin.planners.siting.question import Effort, Progress, Question
from nuanxin.planners.siting.streets import CYCLING_M_S, WALKING_M_S, Streets, reach_by_streets, streets

__all__ = [
    "CYCLING_M_S",
    "FEASIBLE",
    "INFEASIBLE",
    "OPTIMAL",
    "WALKING_M_S",
    "Certificate",
    "Cover",
    "Effort",
    "Progress",
    "Question",
    "Reach",
    "Refused",
    "Result",
    "Streets",
    "Unproven",
    "check_certificate",
    "cover_from_lists",
    "cover_of_points",
    "most_covered",
    "reach_by_streets",
    "reach_of_points",
    "streets",
]

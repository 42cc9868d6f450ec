"""Siting 选址: where to put the next stations, with a bound and a certificate anybody can check again."""

from nuanxin.planners.siting.access import Access, access, floating_catchments, mean_by_area, nearest_by_hour
from nuanxin.planners.siting.answer import (
    CERTIFICATE,
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    SOLVER,
    UNDECIDED,
    Result,
)
from nuanxin.planners.siting.capacity import (
    least_distance_served,
    most_served,
    served_most,
    served_nearest,
)
from nuanxin.planners.siting.case_certificate import CaseCertificate, check_cases
from nuanxin.planners.siting.certificate import Certificate, check_certificate
from nuanxin.planners.siting.checking import Unproven
from nuanxin.planners.siting.cover import Cover, Reach, Refused, cover_from_lists
from nuanxin.planners.siting.covering import most_covered
from nuanxin.planners.siting.distances import least_distance
from nuanxin.planners.siting.everyone import Everyone, FewestCertificate, FewestPart, check_fewest
from nuanxin.planners.siting.fairness import (
    backed,
    by_town,
    fairest,
    most_backed,
    most_covered_fairly,
    worst_share,
    worst_town,
)
from nuanxin.planners.siting.farthest import Farthest, check_worst
from nuanxin.planners.siting.fewest import fewest_sites
from nuanxin.planners.siting.layers import Layered, by_hours, by_steps
from nuanxin.planners.siting.limits import (
    distance_limited,
    everybody,
    fewest_limited,
    least_distance_limited,
    least_worst_limited,
    within,
)
from nuanxin.planners.siting.median_certificate import MedianCertificate, check_medians
from nuanxin.planners.siting.medians import Medians, medians_of
from nuanxin.planners.siting.points import cover_of_points, reach_of_points
from nuanxin.planners.siting.question import Effort, Progress, Question
from nuanxin.planners.siting.streets import CYCLING_M_S, WALKING_M_S, Streets, reach_by_streets, streets
from nuanxin.planners.siting.worst import least_worst

__all__ = [
    "CERTIFICATE",
    "CYCLING_M_S",
    "FEASIBLE",
    "INFEASIBLE",
    "OPTIMAL",
    "SOLVER",
    "UNDECIDED",
    "WALKING_M_S",
    "Access",
    "CaseCertificate",
    "Certificate",
    "Cover",
    "Effort",
    "Everyone",
    "Farthest",
    "FewestCertificate",
    "FewestPart",
    "Layered",
    "MedianCertificate",
    "Medians",
    "Progress",
    "Question",
    "Reach",
    "Refused",
    "Result",
    "Streets",
    "Unproven",
    "access",
    "backed",
    "by_hours",
    "by_steps",
    "by_town",
    "check_cases",
    "check_certificate",
    "check_fewest",
    "check_medians",
    "check_worst",
    "cover_from_lists",
    "cover_of_points",
    "distance_limited",
    "everybody",
    "fairest",
    "fewest_limited",
    "fewest_sites",
    "floating_catchments",
    "least_distance",
    "least_distance_limited",
    "least_distance_served",
    "least_worst",
    "least_worst_limited",
    "mean_by_area",
    "medians_of",
    "most_backed",
    "most_covered",
    "most_covered_fairly",
    "most_served",
    "nearest_by_hour",
    "reach_by_streets",
    "reach_of_points",
    "served_most",
    "served_nearest",
    "streets",
    "within",
    "worst_share",
    "worst_town",
]

"""Planning of stations 驿站选址: registers -> arrays -> the siting planner -> a plan that is kept.

What is here is declared; `siting` holds the functions and is loaded when somebody first plans.
"""

from nuanxin.kernel.plans.declare import PlanType
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.planning.asking import title_of
from nuanxin.programmes.stations.planning.measures import PROMISED, READS

SITING = PlanType(
    name="stations.siting",
    zh="驿站选址方案",
    en="siting plan of stations",
    says=Words(
        "下一批驿站放在哪里：按需求、开放时间和步行路程算出，并证明离最好还差多少。",
        "Where the next stations go: worked out from demand, hours and ways on foot, with a proof of how far "
        "from the best it is.",
    ),
    role="clerk",
    taken_by="reviewer",
    room="nuanxin.programmes.stations.planning.siting",
    titled=title_of,
    promises=PROMISED,
    reads=READS,
)
PLANS = (SITING,)

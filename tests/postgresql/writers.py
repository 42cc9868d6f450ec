"""One writer process of the concurrency test: ``writers.py NAME SECONDS`` acts until time is up.

It prints the number of every act it was told is kept, which is what nobody may lose.
"""

import os
import sys
import time
from datetime import date, timedelta

BAOTOU, FIRST = 150200000000, date(2000, 1, 1)


def main(name: str, seconds: float) -> None:
    """Enter visitor days one act each, and correct every third, as quickly as it goes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanxin.site.settings")
    import django

    django.setup()
    from nuanxin.kernel.intake.declare import Row
    from nuanxin.kernel.ledger.acts import By
    from nuanxin.programmes.industrial_tourism.actions import log_days
    from nuanxin.site.city import actor, read_city
    from nuanxin.site.settings import CITY

    by, until, number = By(actor(read_city(CITY), "clerk")), 0.0, 0
    while not until or time.monotonic() < until:
        number += 1
        day = FIRST + timedelta(days=number - (number % 3 == 0))
        row = {"area": BAOTOU, "site": f"writer {name}", "day": day, "opened": True, "in_groups": None}
        print(log_days(by, [Row(number, row | {"visitors": number})]).act, flush=True)
        until = until or time.monotonic() + seconds  # the first act reads the area tree


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))

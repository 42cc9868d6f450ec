"""Closing a month 关账: from then on only reversals and supplements, reasoned and countersigned."""

from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.models import Closing


@action("ledger.close_month", zh="关账", en="close a month")
def close_month(act: Act, *, programme: int, area: int, last_area: int, month: int) -> Closing | None:
    """Close ``month`` (yyyymm) for a programme's hundred of measures over a subtree of areas.

    Closing what is closed does nothing. Returns the closing, or None where it stood already.
    """
    if Closing.objects.filter(programme=programme, area=area, month=month).exists():
        return None
    act.about("closing", f"{programme}/{area}-{last_area}/{month}")
    return Closing.objects.create(
        programme=programme, area=area, last_area=last_area, month=month, act_id=act.number
    )

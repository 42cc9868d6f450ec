"""Judging that two parties are one, or are not: said by somebody, kept for ever, undone by the opposite.

This room lies below access, so whoever opens these doors asks ``allow(actor, "reviewer", ...)`` first.
"""

from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.parties.models import Judgement, Party


@action("parties.judge", zh="判定同一主体", en="judge whether two parties are one")
def judge_same(act: Act, one: int, other: int, same: bool) -> Judgement | None:
    """Say that two parties are the same one, or that they are not; None where that stood already.

    Raises ValueError for a party and itself, and for parties of different kinds.
    """
    low, high = sorted((one, other))
    kinds = set(Party.objects.filter(id__in=(low, high)).values_list("kind", flat=True))
    if low == high or len(kinds) != 1:
        raise ValueError(_("Name two different parties of one kind."))
    if _stands(low, high) == same:
        return None
    act.about("parties", f"{low}/{high}")
    return Judgement.objects.create(one_id=low, other_id=high, same=same, act_id=act.number)


def _stands(low: int, high: int) -> bool:
    last = Judgement.objects.filter(one_id=low, other_id=high).order_by("id").last()
    return last is not None and last.same

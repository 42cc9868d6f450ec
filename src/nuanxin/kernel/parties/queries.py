"""Which parties are one, by the judgements that stand."""

from collections.abc import Iterable

from nuanxin.kernel.parties.models import Judgement


def leading_ids(ids: Iterable[int]) -> dict[int, int]:
    """Return for each party the lowest id among those judged to be the same one."""
    verdicts: dict[tuple[int, int], bool] = {}
    for one, other, same in Judgement.objects.order_by("id").values_list("one_id", "other_id", "same"):
        verdicts[one, other] = same
    leader: dict[int, int] = {}
    for pair, same in verdicts.items():
        if same:
            low, high = sorted(_root(leader, each) for each in pair)
            leader[high] = low
    return {each: _root(leader, each) for each in ids}


def _root(leader: dict[int, int], each: int) -> int:
    while leader.get(each, each) != each:
        each = leader[each]
    return each

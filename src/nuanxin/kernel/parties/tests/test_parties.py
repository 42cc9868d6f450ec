"""Parties are entered once, inside acts, and judged the same or not without losing anything."""

import pytest

from nuanxin.kernel.ledger.acts import Act, Actor, By, action
from nuanxin.kernel.ledger.models import Act as ActRow
from nuanxin.kernel.parties.actions import judge_same
from nuanxin.kernel.parties.models import Judgement, Party
from nuanxin.kernel.parties.queries import leading_ids
from nuanxin.kernel.parties.register import ensure, party_names

pytestmark = pytest.mark.django_db

BY = By(Actor(7, "经办人"))


@action("parties.test_ensure", zh="测试", en="test")
def enter(act: Act, kind, names, area=None, demonstration=False):
    return ensure(act, kind, names, area, demonstration=demonstration)


def test_a_party_is_entered_once():
    first = enter(BY, "organisation", ["甲公司", "乙公司", "甲公司"])
    again = enter(BY, "organisation", ["乙公司", "丙公司"])
    assert Party.objects.count() == 3
    assert first.result["乙公司"] == again.result["乙公司"]
    assert enter(BY, "organisation", ["甲公司"]).act is None


def test_kind_and_area_tell_parties_apart():
    ids = {
        enter(BY, kind, ["同名"], area).result["同名"]
        for kind in ("person", "team")
        for area in (None, 150802000000, 150826000000)
    }
    assert len(ids) == 6


def test_ids_say_nothing_and_fit_the_ledger():
    ids = enter(BY, "person", [f"志愿者{n}号" for n in range(500)]).result.values()
    assert len(set(ids)) == 500
    assert all(0 < each < 2**63 for each in ids)
    assert max(ids) > 2**60


def test_demonstration_parties_are_marked():
    enter(BY, "organisation", ["示范公司"], demonstration=True)
    assert Party.objects.get().demonstration


def test_a_rehearsal_enters_nobody():
    enter(BY, "person", ["某人"], rehearse=True)
    assert not Party.objects.exists()


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="robot"):
        enter(BY, "robot", ["甲"])


def test_names_are_found_by_id():
    ids = enter(BY, "team", ["红马甲队"]).result
    assert party_names([*ids.values(), 12]) == {ids["红马甲队"]: "红马甲队"}


def test_judgements_join_and_part_again():
    ids = enter(BY, "organisation", ["农行", "农业银行", "中国农业银行", "别家"]).result
    a, b, c, d = ids.values()
    judge_same(BY, a, b, same=True)
    judge_same(BY, c, b, same=True)
    assert len(set(leading_ids([a, b, c]).values())) == 1
    assert leading_ids([d]) == {d: d}
    assert judge_same(BY, b, a, same=True).act is None
    judge_same(BY, b, a, same=False)
    leaders = leading_ids([a, b, c])
    assert leaders[b] == leaders[c] != leaders[a]
    assert Judgement.objects.count() == 3
    assert ActRow.objects.latest("number").verb == "parties.judge"


def test_different_kinds_are_never_one():
    one = enter(BY, "person", ["甲"]).result["甲"]
    other = enter(BY, "team", ["甲"]).result["甲"]
    for pair in ((one, other), (one, one)):
        with pytest.raises(ValueError):
            judge_same(BY, *pair, same=True)

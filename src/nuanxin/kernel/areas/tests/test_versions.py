"""Mergers, renames and grids: facts keep the code of their day, the tree of today finds them."""

from datetime import date

import pytest
from django.db import transaction

from nuanxin.kernel.areas.actions import AreaRefused, add_division, add_grid, ensure_grids, merge, rename
from nuanxin.kernel.areas.models import Area
from nuanxin.kernel.areas.tree import children, find, resolve, spans
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.models import Act
from nuanxin.plain import moments
from nuanxin.plain.ranges import covers

pytestmark = pytest.mark.usefixtures("divisions")

BY = By(Actor(7, "管理员甲"))
LINHE, HANGJIN_REAR = 150802000000, 150826000000
TODAY_COMMUNITY, FIVE_STAR = 150802001001, 150802001002
SHAANBA = 150826100000
DAY = date(2024, 7, 1)


def covered(code, area):
    return covers(spans(area, mapped=True), code)


def test_a_village_merged_into_another_keeps_its_history():
    outcome = merge(BY, TODAY_COMMUNITY, FIVE_STAR, DAY)
    assert outcome.act == Act.objects.latest("number").number
    assert Act.objects.latest("number").object == f"area:{TODAY_COMMUNITY}"
    assert spans(FIVE_STAR, mapped=True) == [(TODAY_COMMUNITY, FIVE_STAR)]
    assert spans(FIVE_STAR) == [(FIVE_STAR, FIVE_STAR)]
    assert spans(TODAY_COMMUNITY) == [(TODAY_COMMUNITY, TODAY_COMMUNITY)]
    assert spans(TODAY_COMMUNITY, mapped=True) == []
    assert TODAY_COMMUNITY not in [area.code for area in children(150802001000)]


def test_a_merger_across_counties_moves_the_history():
    town = 150802101000
    merge(BY, town, SHAANBA, DAY)
    for code in (town, town + 1, town + 999):
        assert covered(code, HANGJIN_REAR) and not covered(code, LINHE)
        assert covered(code, SHAANBA) and covered(code, 150800000000)
    assert covered(town - 1, LINHE) and covered(town + 1000, LINHE)


def test_a_village_may_leave_a_merged_town_for_elsewhere():
    town, village = 150802101000, Area.objects.filter(parent_id=150802101000).first().code
    merge(BY, town, SHAANBA, DAY)
    merge(BY, village, FIVE_STAR, DAY)
    assert covered(village, LINHE) and not covered(village, HANGJIN_REAR)
    assert covered(village + 1, HANGJIN_REAR)


def test_mergers_are_followed_to_the_end():
    merge(BY, TODAY_COMMUNITY, FIVE_STAR, DAY)
    merge(BY, FIVE_STAR, 150826100214, date(2025, 1, 1))
    assert covered(TODAY_COMMUNITY, SHAANBA) and not covered(TODAY_COMMUNITY, LINHE)


def test_a_merger_to_come_changes_nothing_yet():
    merge(BY, TODAY_COMMUNITY, FIVE_STAR, date(2099, 1, 1))
    assert spans(FIVE_STAR, mapped=True) == [(FIVE_STAR, FIVE_STAR)]
    assert resolve("临河区团结街道今日社区", None, "village") == TODAY_COMMUNITY


def test_the_same_merger_twice_is_one_act():
    merge(BY, TODAY_COMMUNITY, FIVE_STAR, DAY)
    assert merge(BY, TODAY_COMMUNITY, FIVE_STAR, DAY).act is None


@pytest.mark.parametrize(
    ("old", "into"),
    [
        (TODAY_COMMUNITY, SHAANBA),
        (150802001000, 150802001000),
        (FIVE_STAR, TODAY_COMMUNITY),
    ],
)
def test_impossible_mergers_are_refused(old, into):
    merge(BY, TODAY_COMMUNITY, 150802001004, DAY)
    with pytest.raises(AreaRefused):
        merge(BY, old, into, DAY)


def test_nothing_is_merged_into_a_part_of_what_is_gone():
    merge(BY, 150802101000, SHAANBA, DAY)
    inside = Area.objects.filter(parent_id=150802101000).first().code
    with pytest.raises(AreaRefused):
        merge(BY, TODAY_COMMUNITY, inside, DAY)


def test_a_merged_area_gives_way_to_a_standing_one_of_its_name():
    before = {area.code for area in find("城关镇")}
    merge(BY, 150802105000, SHAANBA, DAY)
    assert {area.code for area in find("城关镇")} == before - {150802105000}
    assert resolve("临河区城关镇", None, "town") == 150802105000


def test_a_renamed_area_answers_to_both_names():
    rename(BY, SHAANBA, "新陕坝镇", DAY)
    assert resolve("杭锦后旗新陕坝镇", None, "town") == SHAANBA
    assert resolve("杭后陕坝镇", None, "town") == SHAANBA
    assert rename(BY, SHAANBA, "新陕坝镇", DAY).act is None


def test_a_rehearsal_leaves_no_trace_in_memory():
    rename(BY, SHAANBA, "排练镇", DAY, rehearse=True)
    assert not find("排练镇")
    with transaction.atomic():
        rename(BY, SHAANBA, "又一镇", DAY)
        assert find("又一镇")
        transaction.set_rollback(True)
    assert not find("又一镇")


def test_another_process_sees_a_change_after_a_moment(monkeypatch):
    from nuanxin.kernel.areas.held import FRESH_SECONDS, Held
    from nuanxin.kernel.areas.index import _load

    other = Held("areas", _load)
    assert other.get().areas[SHAANBA].name == "陕坝镇"
    rename(BY, SHAANBA, "新陕坝镇", DAY)
    assert find("新陕坝镇")
    assert other.get().areas[SHAANBA].name == "陕坝镇"
    now = moments.clock() + FRESH_SECONDS
    monkeypatch.setattr(moments, "clock", lambda: now)
    assert other.get().areas[SHAANBA].name == "新陕坝镇"


def test_a_new_division_and_its_code_for_ever():
    code = 150802001901
    assert add_division(BY, code, "新建社区", DAY).act is not None
    assert add_division(BY, code, "新建社区", DAY).act is None
    assert resolve("团结街道新建社区", LINHE, "village") == code
    with pytest.raises(AreaRefused):
        add_division(BY, code, "别的社区", DAY)


def test_grids_are_numbered_below_their_village():
    first = add_grid(BY, TODAY_COMMUNITY, "第一网格")
    assert first.result == TODAY_COMMUNITY * 1000 + 1
    assert add_grid(BY, TODAY_COMMUNITY, "第二网格").result == TODAY_COMMUNITY * 1000 + 2
    again = add_grid(BY, TODAY_COMMUNITY, "第一网格")
    assert (again.result, again.act) == (first.result, None)
    assert resolve("今日社区第一网格", LINHE, "grid") == first.result
    with pytest.raises(AreaRefused):
        add_grid(BY, SHAANBA, "镇网格")


def test_the_thousandth_grid_is_refused():
    class Silent:
        def about(self, kind, identity):
            pass

    ensure_grids(Silent(), [(TODAY_COMMUNITY, f"网格{n}") for n in range(999)])
    with pytest.raises(AreaRefused):
        add_grid(BY, TODAY_COMMUNITY, "再一个")

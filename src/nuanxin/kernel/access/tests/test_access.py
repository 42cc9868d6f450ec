"""One rule behind what one may do and what one may see."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanxin.kernel.access import NotAllowed, allow, areas_of, visible
from nuanxin.kernel.access.actions import GrantRefused, found_administrator, grant, revoke
from nuanxin.kernel.access.models import Grant
from nuanxin.kernel.access.ranges import held
from nuanxin.kernel.access.tests.rows import Row
from nuanxin.kernel.areas.actions import merge
from nuanxin.kernel.areas.models import Area
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.parties.models import Party

pytestmark = pytest.mark.usefixtures("divisions")

CITY, HANGJIN_REAR, LINHE = 150800000000, 150826000000, 150802000000
SHAANBA, VILLAGE = 150826100000, 150826100214


@pytest.fixture
def root():
    party = Party.objects.create(kind="person", name="管理员（示范）", demonstration=True)
    by = By(Actor(party.id, party.name))
    found_administrator(by, party.id, CITY)
    return by


@pytest.fixture
def clerk(root):
    party = Party.objects.create(kind="person", name="王科员（示范）", demonstration=True)
    grant(root, party.id, "clerk", HANGJIN_REAR)
    return Actor(party.id, party.name)


def test_a_role_reaches_the_whole_subtree(clerk):
    allow(clerk, "clerk", [HANGJIN_REAR, SHAANBA, VILLAGE, VILLAGE * 1000 + 1])


@pytest.mark.parametrize("area", [CITY, LINHE, 150827000000, 150826999999 + 1, 0])
def test_beyond_the_subtree_it_is_refused(clerk, area):
    with pytest.raises(NotAllowed):
        allow(clerk, "clerk", [VILLAGE, area])


def test_another_role_is_refused(clerk):
    with pytest.raises(NotAllowed):
        allow(clerk, "publisher", [VILLAGE])


def test_a_refusal_names_role_area_and_remedy(clerk):
    with pytest.raises(NotAllowed) as refused:
        allow(clerk, "reviewer", [LINHE])
    with override("en"):
        said = str(refused.value)
    assert all(
        word in said for word in ("王科员", "reviewer", "Linhe District", "150802", "security administrator")
    )


def test_a_misspelt_role_is_an_error_not_a_refusal(clerk):
    with pytest.raises(ValueError, match="clark"):
        allow(clerk, "clark", [VILLAGE])


def test_a_row_without_an_area_is_refused(clerk):
    rows = [Row(5, {"area": VILLAGE}), Row(6, {"area": None})]
    with pytest.raises(NotAllowed) as refused:
        allow(clerk, "clerk", areas_of(rows))
    with override("en"):
        assert "names no area" in str(refused.value)


def test_visible_is_the_same_rule(clerk):
    seen = set(visible(clerk, "clerk", Area.objects.all(), field="code").values_list("code", flat=True))
    for code in Area.objects.values_list("code", flat=True):
        try:
            allow(clerk, "clerk", [code])
            assert code in seen
        except NotAllowed:
            assert code not in seen
    assert not visible(clerk, "auditor", Area.objects.all(), field="code").exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(st.sets(st.sampled_from([CITY, HANGJIN_REAR, LINHE, SHAANBA, VILLAGE, 150600000000]), max_size=4))
def test_any_set_of_grants_sees_what_it_may_touch(db, areas):
    party = Party.objects.create(kind="person", name=f"人{Party.objects.count()}")
    Grant.objects.bulk_create(Grant(party=party, role="auditor", area=area) for area in areas)
    held.changed()
    actor = Actor(party.id, party.name)
    seen = set(
        visible(actor, "auditor", Area.objects.filter(level="county"), "code").values_list("code", flat=True)
    )
    for code in Area.objects.filter(level="county").values_list("code", flat=True):
        allowed = True
        try:
            allow(actor, "auditor", [code])
        except NotAllowed:
            allowed = False
        assert allowed == (code in seen)


def test_asking_again_costs_no_query(clerk, django_assert_num_queries):
    allow(clerk, "clerk", [VILLAGE])
    with django_assert_num_queries(0):
        for _ in range(1000):
            allow(clerk, "clerk", [VILLAGE])


def test_a_merged_village_follows_its_successor(clerk, root):
    merge(root, 150802001001, VILLAGE, on=date(2024, 7, 1))
    allow(clerk, "clerk", [150802001001])


def test_grants_are_acts_and_come_once(root, clerk):
    assert Act.objects.latest("number").object == f"grant:{clerk.party}/clerk/{HANGJIN_REAR}"
    assert grant(root, clerk.party, "clerk", HANGJIN_REAR).act is None


def test_only_an_administrator_of_the_area_grants(root, clerk):
    other = Party.objects.create(kind="person", name="另一人")
    with pytest.raises(NotAllowed):
        grant(By(clerk), other.id, "clerk", HANGJIN_REAR)
    with pytest.raises(NotAllowed):
        grant(root, other.id, "clerk", 150600000000)


def test_nobody_grants_to_himself_and_the_first_is_founded_once(root, clerk):
    with pytest.raises(GrantRefused):
        grant(root, root.actor.party, "publisher", CITY)
    with pytest.raises(GrantRefused):
        found_administrator(By(clerk), clerk.party, CITY)
    assert found_administrator(root, root.actor.party, CITY).act is None


def test_a_revoked_role_is_gone_at_once(root, clerk):
    allow(clerk, "clerk", [VILLAGE])
    assert revoke(root, clerk.party, "clerk", HANGJIN_REAR).result
    with pytest.raises(NotAllowed):
        allow(clerk, "clerk", [VILLAGE])
    assert not revoke(root, clerk.party, "clerk", HANGJIN_REAR).result
    with pytest.raises(GrantRefused):
        revoke(root, root.actor.party, "security", CITY)


def test_a_rehearsed_grant_gives_nothing(root, clerk):
    grant(root, clerk.party, "publisher", CITY, rehearse=True)
    with pytest.raises(NotAllowed):
        allow(clerk, "publisher", [VILLAGE])

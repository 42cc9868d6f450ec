"""Whoever keeps one station, or those of an organisation, does what is theirs there, and only there."""

import re
from secrets import token_hex

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from django.utils.translation import override

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.actions import GrantRefused, Only, grant, revoke
from nuanxin.kernel.access.models import Account, Grant
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.ledger.acts import ANYBODY, By
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.work.actions import open_order
from nuanxin.kernel.work.models import Step, WorkOrder
from nuanxin.programmes.stations.actions import record_events, record_visits
from nuanxin.programmes.stations.appraising.actions import grade_stations
from nuanxin.programmes.stations.models import Station, Visits
from nuanxin.web.accounts.scopes import scope_words
from tests.people import account_of, client_keeping, client_of

pytestmark = pytest.mark.usefixtures("demo")
LINHE = 150802000000


@pytest.fixture
def station():
    """Return a station an organisation keeps, one of five."""
    return _kept(["LH-001", "LH-002", "LH-003", "LH-004", "LH-005"], "临河环卫（示例）")


@pytest.fixture
def other(station):
    """Return a station another organisation keeps."""
    return _kept(["LH-006"], "临河工会（示例）")


def _kept(numbers, name):
    keeper = Party.objects.create(kind="organisation", public_name=name, demonstration=True)
    Station.objects.filter(key__in=numbers).update(keeper=keeper)
    return Station.objects.get(key=numbers[0])


def at(station):
    return Only(None, Station.record_kind, station.pk)


def actor_of(client):
    return Account.objects.get(pk=client.session["_auth_user_id"]).actor


def tap(client, station, deed, **fields):
    sent = {"deed": deed, "token": token_hex(16), "on": localdate().isoformat(), **fields}
    return client.post(f"/rounds/stations/{station.key}/", sent, headers={"accept": "application/json"})


def stays(station):
    return [Row(1, {"station": station.key, "on": localdate(), "stays": 3, "counted": "hand"})]


def test_a_keeper_of_one_station_sees_and_writes_there_and_nowhere_else(station, other):
    keeper = client_keeping(at(station), station.area, "en")
    listed = keeper.get("/rounds/stations/").content.decode()
    assert listed.count('<li class="stop') == 1 and station.key in listed
    page = keeper.get(f"/rounds/stations/{station.key}/").content.decode()
    assert 'id="stays"' in page and 'id="event"' in page and 'id="inspection"' not in page
    assert tap(keeper, station, "stays", stays="3").status_code == 200
    assert tap(keeper, station, "event", kind="talk", attended="4").status_code == 200
    assert tap(keeper, other, "stays", stays="3").status_code == 404
    assert not Visits.objects.filter(station=other, on=localdate()).exists()
    assert verify(deep=True) + verify_records() == []


def test_elsewhere_a_keeper_is_refused_by_name_and_remedy(station, other):
    actor = actor_of(client_keeping(at(station), station.area))
    assert record_visits(By(actor), stays(station)).result.fresh == 1
    with pytest.raises(NotAllowed) as refused:
        record_visits(By(actor), stays(other))
    with override("en"):
        said = str(refused.value)
    assert other.key in said and "A security administrator there" in said
    with pytest.raises(NotAllowed):
        record_events(By(actor), [Row(1, {**stays(other)[0].values, "kind": "talk", "attended": 1})])
    said = {"on": localdate(), "stars": "5", "reason": "mine", "decided_by": None, "passed_by": None}
    with pytest.raises(NotAllowed):
        grade_stations(By(actor), [Row(1, {"station": station.key, **said})])
    assert ranges_of(actor, "clerk", "reader") == [] == ranges_of(actor, "keeper")


def test_a_keepers_grant_opens_no_page_of_records_people_or_figures(station):
    keeper = client_keeping(at(station), station.area)
    shut = (
        "/records/stations/visits/",
        "/search/?q=LH",
        "/explore/",
        "/imports/",
        "/appraisals/",
        "/drafts/",
    )
    assert [keeper.get(address).status_code for address in (*shut, "/people/")][:6] == [403] * 6
    assert [keeper.get(address).status_code for address in ("/", "/me/", "/work/", "/rounds/")] == [200] * 4
    assert station.key in keeper.get("/me/").content.decode()


def test_a_repair_goes_to_the_organisation_that_keeps_the_station_and_its_people_mend_it(station, other):
    ours, theirs = (client_keeping(Only(each.keeper_id), LINHE, "en") for each in (station, other))
    order = open_order(By(ANYBODY), "station_repair", "dirty", station).result
    assert (order.state, order.given_to_id) == ("given", station.keeper_id)
    assert set(order.reached) == {"open", "given"}
    for view in ("mine", "given", "open"):
        assert "dirty" in ours.get(f"/work/?view={view}").content.decode()
        assert "dirty" not in theirs.get(f"/work/?view={view}").content.decode()
    assert "orders that wait for you" in ours.get("/").content.decode()
    page = ours.get(f"/work/{order.pk}/").content.decode()
    assert station.keeper.public_name in page and 'value="mend"' in page and 'value="verify"' not in page
    assert theirs.get(f"/work/{order.pk}/").status_code == 404
    assert theirs.post(f"/work/{order.pk}/move/", {"move": "mend"}).status_code == 404
    assert ours.post(f"/work/{order.pk}/move/", {"move": "mend"}).status_code == 302
    assert ours.post(f"/work/{order.pk}/move/", {"move": "verify"}).status_code == 403
    assert client_of("reviewer").post(f"/work/{order.pk}/move/", {"move": "verify"}).status_code == 302
    assert WorkOrder.objects.get(pk=order.pk).state == "verified"


def test_the_town_gives_it_to_somebody_else_with_a_reason_and_then_it_is_theirs_no_more(station, other):
    ours = client_keeping(Only(station.keeper_id), LINHE, "en")
    order = open_order(By(ANYBODY), "station_repair", "dirty", station).result
    clerk, to = client_of("clerk", "en"), account_of("bayannur").party_id
    page = clerk.get(f"/work/{order.pk}/").content.decode()
    assert f'<option value="{to}">' in page and f'<option value="{station.keeper_id}"' not in page
    move = {"move": "reassign", "give_to": to}
    assert clerk.post(f"/work/{order.pk}/move/", move).status_code == 409
    assert clerk.post(f"/work/{order.pk}/move/", {**move, "reason": "not_done"}).status_code == 302
    step = Step.objects.get(order=order, move="reassign")
    assert (step.given_to_id, step.reason) == (to, "not_done")
    assert 'value="mend"' not in ours.get(f"/work/{order.pk}/").content.decode()
    assert ours.post(f"/work/{order.pk}/move/", {"move": "mend"}).status_code == 403


def test_the_keeper_of_one_station_mends_what_is_wrong_there(station, other):
    keeper = client_keeping(at(station), station.area, "en")
    here, there = (
        open_order(By(ANYBODY), "station_repair", "dirty", each).result for each in (station, other)
    )
    assert "dirty" in keeper.get("/work/").content.decode()
    assert keeper.get(f"/work/{there.pk}/").status_code == 404
    assert tap(keeper, station, "move", order=here.pk, move="mend").status_code == 200
    assert WorkOrder.objects.get(pk=here.pk).state == "mended"


def test_the_invitation_names_a_station_or_an_organisation(station):
    chief = client_of("security", "en")
    asked = {"name": "New Keeper", "username": "new.keeper", "role": "keeper", "area": "", "keeps": "nothing"}

    def said(**more):
        return chief.post("/accounts/invite/", {**asked, **more}).content.decode()

    assert "no number of a place" in said(area="1508")
    assert "code of an area" in said()
    assert "name it" in said(area="1508", keeps="")
    assert chief.post("/accounts/invite/", {**asked, "keeps": station.key}).status_code == 200
    made = Grant.objects.get(role="keeper", record=station.pk)
    assert (made.area, made.record_kind, made.record) == (station.area, 201, station.pk)
    said(username="another", name="Another", area="150802", keeps=station.keeper.public_name)
    assert Grant.objects.get(organisation=station.keeper).area == LINHE
    number = Account.objects.get(username="new.keeper").pk
    assert station.key in chief.get(f"/accounts/{number}/").content.decode()


def test_two_keepers_of_one_station_are_both_told_what_theirs_is(station):
    one, another = actor_of(client_keeping(at(station), station.area)), account_of("reviewer").actor
    grant(By(account_of("security").actor), another.party, "keeper", station.area, at(station))
    grants = list(Grant.objects.filter(party__in=(one.party, another.party), role="keeper"))
    assert len(grants) == 2
    assert set(scope_words(grants).values()) == {str(station)}


def test_only_a_keepers_role_is_bound_and_it_is_taken_back_as_it_was_given(station):
    chief, party = By(account_of("security").actor), account_of("clerk").party_id
    for role, only in (("clerk", at(station)), ("keeper", Only())):
        with pytest.raises(GrantRefused):
            grant(chief, party, role, station.area, only)
    grant(chief, party, "keeper", station.area, at(station))
    assert not revoke(chief, party, "keeper", station.area, Only(station.keeper_id)).result
    assert revoke(chief, party, "keeper", station.area, at(station)).result
    assert not Grant.objects.filter(role="keeper", party=party).exists()


def test_the_keeper_of_the_demonstration_sees_from_the_first_page_what_is_to_be_done():
    keeper = client_of("keeper", "en")
    home = keeper.get("/").content.decode()
    assert "places that want something today" in home and "orders that wait for you" in home
    listed = keeper.get(re.search(r'href="(/rounds/stations/)"', home)[1]).content.decode()
    assert "medicine expired" in listed and "charging out of order (to be mended)" in listed
    assert "inspection due" not in listed, "who keeps a station does not inspect it"
    assert "inspection due" in client_of("clerk", "en").get("/rounds/stations/?q=LH-003").content.decode()
    page = keeper.get("/rounds/stations/LH-003/").content.decode()
    number = re.search(r'name="order" value="(\d+)"', page)[1]
    sent = {"deed": "move", "token": token_hex(16), "on": localdate().isoformat(), "order": number}
    assert keeper.post("/rounds/stations/LH-003/", {**sent, "move": "mend"}).status_code == 302
    assert WorkOrder.objects.get(pk=number).state == "mended"


def test_a_keeper_of_places_that_want_nothing_is_told_of_nothing(station):
    assert "places that want" not in client_of("clerk", "en").get("/").content.decode()
    quiet = _kept(["LH-016"], "临河书店（示例）")
    assert "places that want" not in client_keeping(at(quiet), quiet.area, "en").get("/").content.decode()


def test_a_keepers_pages_stay_at_a_few_statements(station):
    keeper = client_keeping(Only(station.keeper_id), LINHE)
    for each in Station.objects.filter(keeper=station.keeper)[:5]:
        for matter in ("dirty", "other", "locked"):
            open_order(By(ANYBODY), "station_repair", matter, each)
    order = WorkOrder.objects.filter(about=station.pk).first()
    for page in (
        "/work/",
        f"/work/{order.pk}/",
        "/rounds/stations/",
        f"/rounds/stations/{station.key}/",
        "/",
    ):
        keeper.get(page)
        with CaptureQueriesContext(
            connection,
        ) as told:
            assert keeper.get(page).status_code == 200
        assert len(told) <= 15, (page, len(told), [each["sql"][:110] for each in told])

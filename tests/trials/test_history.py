"""What corrections, mergers and late entries do to figures: three promises, a test each and its kin."""

from datetime import date

import pytest

from nuanxin.kernel.access.actions import found_administrator, grant
from nuanxin.kernel.areas.actions import merge
from nuanxin.kernel.areas.tree import full, load_divisions
from nuanxin.kernel.bulletins.draft import read_draft
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.proving import verify_bulletins
from nuanxin.kernel.bulletins.publishing import publish
from nuanxin.kernel.bulletins.queries import revised
from nuanxin.kernel.figures.answers import Ask, answer, drill
from nuanxin.kernel.ledger.acts import Act, Actor, By, action
from nuanxin.kernel.ledger.closings import close_month
from nuanxin.kernel.ledger.models import SUPPLEMENT
from nuanxin.kernel.ledger.records import Kept, Record
from nuanxin.kernel.ledger.seals import seal
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.parties.models import Party
from nuanxin.plain.periods import Period
from nuanxin.programmes.stations.models import Station
from nuanxin.programmes.volunteers.models import Member

pytestmark = pytest.mark.django_db
CITY, COUNTY = full("1508"), full("150826")
TOWN, OLD_VILLAGE, NEW_VILLAGE = full("150826100"), 150826100214, 150826100203
TO_MAY = Period.parse("..2024-05-31")


@action("trials.keep_any", zh="试登", en="keep records")
def keep(act: Act, records: list[Record]) -> Kept:
    return act.keep(type(records[0]), records)


@action("trials.withdraw_any", zh="试撤", en="withdraw a record")
def withdraw(act: Act, record: Record) -> None:
    act.withdraw(record)


@pytest.fixture
def by():
    """A clerk's occasion; another may confirm. The divisions are loaded, the grants given."""
    load_divisions()
    names = ("chief", "clerk", "reviewer")
    chief, clerk, reviewer = (Party.objects.create(kind="person", name=name) for name in names)
    root = By(Actor(chief.id, "chief"))
    found_administrator(root, chief.id, full("15"))
    for party, role in ((clerk, "publisher"), (reviewer, "reviewer")):
        grant(root, party.id, role, CITY)
    return By(Actor(clerk.id, "clerk"), second=Actor(reviewer.id, "reviewer"))


def value(figure, area=CITY, period=TO_MAY, mapped=False, as_of=None):
    ask = Ask(figure, area, period, mapped)
    found = answer([ask], as_of=as_of)[ask].value
    drilled = drill(ask, as_of=as_of, limit=None)
    assert drilled.total_rows == len(drilled.entries)
    return found


def member(key, person, team, joined_on=date(2024, 3, 1), **more):
    given = {"area": TOWN, "trade": "courier", "left_on": None, **more}
    return Member(key=key, person_id=person.id, team_id=team.id, joined_on=joined_on, **given)


def station(key, area=OLD_VILLAGE, opened_on=date(2024, 5, 6)):
    return Station(key=key, area=area, name="驿站", kind="shop", address="", opened_on=opened_on)


@pytest.mark.parametrize("sealed", [False, True])
def test_distinct_counts_net_out_reversals(by, sealed):
    person, other = (Party.objects.create(kind="person", name=name) for name in ("甲", "乙"))
    team, second = (Party.objects.create(kind="team", name=name) for name in ("一队", "二队"))
    keep(by, [member("1", person, team), member("2", person, second), member("3", other, team)])
    if sealed:
        seal()
    assert value("grid.volunteers") == 2
    keep(by, [member("1", other, team)])
    assert value("grid.volunteers") == 2, "the first still stands in the second team"
    withdraw(by, Member.objects.get(key="2"))
    assert value("grid.volunteers") == 1, "every line of the first is reversed now"
    keep(by, [member("3", other, team, left_on=date(2024, 6, 1))])
    assert value("grid.volunteers") == 1
    assert value("grid.volunteers", period=Period.parse("..2024-06-01")) == 1, "key 1 stands to this day"
    withdraw(by, Member.objects.get(key="1"))
    assert value("grid.volunteers", period=Period.parse("..2024-06-01")) == 0
    assert value("grid.volunteers", as_of=3) == 2, "as it was then"


@pytest.mark.parametrize("sealed", [False, True])
def test_a_village_merged_into_another_keeps_its_history(by, sealed):
    keep(by, [station("1"), station("2"), station("3", area=NEW_VILLAGE)])
    if sealed:
        seal()
    merge(by, OLD_VILLAGE, NEW_VILLAGE, date(2024, 6, 1))
    keep(by, [station("4", area=NEW_VILLAGE)])
    recorded = {code: value("stations.open", code) for code in (OLD_VILLAGE, NEW_VILLAGE, TOWN)}
    assert recorded == {OLD_VILLAGE: 2, NEW_VILLAGE: 2, TOWN: 4}
    today = {code: value("stations.open", code, mapped=True) for code in (OLD_VILLAGE, NEW_VILLAGE, TOWN)}
    assert today == {OLD_VILLAGE: 0, NEW_VILLAGE: 4, TOWN: 4}
    assert verify() == []


def test_a_village_that_moved_to_another_county_is_counted_there_once_mapped(by):
    keep(by, [station("1")])
    elsewhere = full("150802")
    heir = next(code for code in (150802100201, 150802100202, 150802001001) if _stands(code))
    merge(by, OLD_VILLAGE, heir, date(2024, 6, 1))
    assert (value("stations.open", COUNTY), value("stations.open", elsewhere)) == (1, 0)
    mapped = value("stations.open", COUNTY, mapped=True), value("stations.open", elsewhere, mapped=True)
    assert mapped == (0, 1)
    assert value("stations.open", CITY, mapped=True) == 1


def _stands(code):
    from nuanxin.kernel.areas.models import Area

    return Area.objects.filter(code=code).exists()


DRAFT = """
number = "2024-05"
title_zh = "简报"
title_en = "Bulletin"
issue_zh = "第5期"
area = "1508"
as_of = "2024-05-31"
[[story]]
weight = 3
programmes = ["stations"]
kicker_zh = "驿站"
kicker_en = "Stations"
headline_zh = "歇脚处"
headline_en = "Where to rest"
body_zh = "在用{stations.open 1508 ..2024-05-31}，杭锦后旗{stations.open 150826 ..2024-05-31}。"
body_en = "{stations.open 1508 ..2024-05-31}, {stations.open 150826 ..2024-05-31} of them in Hanggin Rear."
"""


def test_a_late_entry_into_a_closed_month_shows_as_revision(by, tmp_path):
    keep(by, [station("1"), station("2", area=full("150802001"))])
    close_month(by, programme=2, area=CITY, last_area=CITY + 99_999_999, month=202405)
    path = tmp_path / "2024-05.toml"
    path.write_text(DRAFT, encoding="utf-8")
    publish(by, read_draft(path))
    with pytest.raises(PeriodClosed):
        keep(by, [station("3", opened_on=date(2024, 5, 30))])
    late = By(by.actor, reason="late", second=by.second)
    keep(late, [station("3", opened_on=date(2024, 5, 30))])
    bulletin = Bulletin.objects.get()
    beside = {cited.area: each for cited, each in revised(bulletin).items()}
    assert {area: each.published.number_zh for area, each in beside.items()} == {"1508": "2", "150826": "1"}
    assert {area: each.now.number_zh for area, each in beside.items()} == {"1508": "3", "150826": "2"}
    assert all(each.changed and each.difference == 1 for each in beside.values())
    assert value("stations.open", as_of=bulletin.as_of_seq) == 2
    newest = drill(Ask("stations.open", CITY, TO_MAY), limit=1).entries[0]
    assert (newest.kind, newest.act.reason, newest.act.second) == (SUPPLEMENT, "late", by.second.party)
    assert verify_bulletins() == [] and verify(deep=True) == []

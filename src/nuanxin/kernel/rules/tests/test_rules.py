"""Rules are data with a source; faults in a pack are told with their place."""

from datetime import date
from decimal import Decimal

import pytest

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.actions import found_administrator, grant
from nuanxin.kernel.access.tests.rows import Row
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.measures import Measure, measure, register_measures
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.rules.actions import record_reference_values
from nuanxin.kernel.rules.catalogue import RuleUnknown, _loaded, all_rules, rule
from nuanxin.kernel.rules.declare import RuleFault, parse_pack
from nuanxin.kernel.rules.models import ReferenceValue
from nuanxin.plain.rounding import RULES
from nuanxin.plain.words import Words

RULE = """
[[rule]]
id = "a.b"
zh = "名"
en = "name"
value = {value}
clause = "1"
source = "S"
valid_from = {first}
verified = {verified}
{more}
"""


def text(value="1", first="2024-01-01", verified="false", more=""):
    return RULE.format(value=value, first=first, verified=verified, more=more)


def test_the_house_packs_can_be_read_and_nothing_claims_to_be_verified_unread():
    rules = all_rules()
    assert {each.value for each in rules if each.id.startswith("rounding.")} == set(RULES)
    assert all(each.source and each.clause and each.zh and each.en for each in rules)
    assert not any(each.verified for each in rules)


def test_numbers_are_exact_and_bounds_included():
    assert rule("relief.wage_share", date(2024, 5, 31)).value == Decimal("0.30")
    assert rule("plausible.visits_per_station_day", date(2024, 5, 31)).bounds == (
        Decimal("2.4"),
        Decimal("12.4"),
    )
    with pytest.raises(TypeError):
        _ = rule("relief.wage_share", date(2024, 5, 31)).bounds


def test_a_rule_holds_from_its_first_to_its_last_day():
    pack = text(more="valid_to = 2024-06-30") + text(value="2", first="2024-07-01")
    one, two = parse_pack("p", pack)
    assert one.holds(date(2024, 6, 30)) and not one.holds(date(2024, 7, 1))
    assert two.holds(date(2024, 7, 1)) and not two.holds(date(2024, 6, 30))


def test_an_unknown_rule_and_one_not_yet_in_force_are_told():
    with pytest.raises(RuleUnknown):
        rule("no.such", date(2024, 1, 1))
    with pytest.raises(RuleUnknown):
        rule("stations.walking_reach", date(2020, 1, 1))


@pytest.mark.parametrize(
    ("pack", "said"),
    [
        ("[[rule]", "no TOML"),
        ("[rules]", r"only \[\[rule\]\]"),
        (text().replace('source = "S"', ""), "a.b: source is missing"),
        (text().replace('"S"', '""'), "a.b: source is blank"),
        (text(more='kind = "x"'), "a.b: unknown key kind"),
        (text(first='"2024"'), "days such as"),
        (text(more="valid_to = 2023-01-01"), "before valid_from"),
        (text(verified='"yes"'), "true or false"),
        (text(value="[3, 1]"), "greater"),
        (text(value="[1, 2, 3]"), "two numbers"),
        (text(value="{a = 1}"), "a word, a number"),
        (text() + text(first="2025-01-01"), "holds twice from 2025-01-01"),
    ],
)
def test_faults_are_told_with_their_place(pack, said):
    with pytest.raises(RuleFault, match=said):
        parse_pack("p", pack)


def test_a_citys_rule_stands_in_for_the_houses(tmp_path):
    (tmp_path / "rules").mkdir()
    local = text(value="300").replace("a.b", "stations.walking_reach")
    (tmp_path / "rules" / "local.toml").write_text(local, encoding="utf-8")
    loaded = _loaded(tmp_path)
    assert [each.value for each in loaded["stations.walking_reach"]] == [300]
    assert "relief.wage_share" in loaded


@pytest.fixture
def clerk(divisions):
    register_measures([Measure(99, "reference.test", "试", "test", "centimu", Words("试", "test"))])
    admin = Party.objects.create(kind="person", name="管理员")
    party = Party.objects.create(kind="person", name="经办人")
    by = By(Actor(admin.id, admin.name))
    found_administrator(by, admin.id, 150000000000)
    grant(by, party.id, "clerk", 150000000000)
    return By(Actor(party.id, party.name))


def row(quantity, area=150000000000):
    values = {"measure": "reference.test", "area": area, "on": date(2024, 1, 1), "quantity": quantity}
    return Row(4, {**values, "source": "自治区公报"})


def test_a_reference_value_is_posted_and_corrected(clerk):
    first = record_reference_values(clerk, [row(100)])
    assert (first.posted, first.totals) == (1, {99: 100})
    assert record_reference_values(clerk, [row(100)]).act is None
    again = record_reference_values(clerk, [row(120)])
    assert (again.posted, again.reversed, again.totals) == (1, 1, {99: 20})
    assert Entry.objects.count() == 3
    kept = ReferenceValue.objects.get()
    assert (kept.quantity, kept.source, kept.verified) == (120, "自治区公报", False)
    assert [line.measure for line in kept.postings()] == [measure("reference.test").number]


def test_a_reference_value_outside_the_clerks_area_is_refused(clerk):
    with pytest.raises(NotAllowed):
        record_reference_values(clerk, [row(1, area=140000000000)])

"""Persons are found within one's areas, shown masked, opened with a reason; every look is written down."""

import pytest
from django.db import DatabaseError, connection, transaction

from nuanxin.kernel.access.actions import found_administrator, grant
from nuanxin.kernel.access.people import (
    NobodyThere,
    ReasonMissing,
    enter_person,
    erase_particular,
    look_up,
    looks_at,
    open_particular,
    record_particular,
)
from nuanxin.kernel.access.ranges import LacksRole
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.parties.looks import verify_looks
from nuanxin.kernel.parties.models import Erasure, Look, Particular, Party

pytestmark = pytest.mark.django_db

HERE, THERE = 150802000000, 150826000000
WHY = "本人来电询问帮办进度"


def officer(chief: By, name: str, role: str, area: int) -> Actor:
    party = Party.objects.create(kind="person", name=name, demonstration=True)
    grant(chief, party.id, role, area)
    return Actor(party.id, name)


@pytest.fixture
def chief(divisions) -> By:
    party = Party.objects.create(kind="person", name="安全管理员（示范）", demonstration=True)
    by = By(Actor(party.id, "安全管理员（示范）"))
    found_administrator(by, party.id, 150000000000)
    return by


@pytest.fixture
def clerk(chief) -> Actor:
    return officer(chief, "本旗县科员", "clerk", HERE)


@pytest.fixture
def resident(clerk) -> int:
    number = enter_person(By(clerk), "person", "张小三", HERE).result
    record_particular(By(clerk), number, "phone", "138 1234 1234")
    record_particular(By(clerk), number, "id_number", "15080219491001002x")
    return number


def test_an_exact_value_finds_a_person_masked(clerk, resident):
    for field, text in (
        ("name", " 张小三"),
        ("phone", "+86 13812341234"),
        ("id_number", "15080219491001002Ｘ"),
    ):
        (found,) = look_up(By(clerk), field, text).result
        assert (found.party.id, found.name) == (resident, "张*三")
        assert [value for _field, _personal, value in found.fields] == [
            "张*三",
            "150***********002x",
            "138****1234",
        ]
    assert look_up(By(clerk), "name", "张小").result == []
    with pytest.raises(KeyError):
        look_up(By(clerk), "address", "团结社区")


def test_a_field_opens_with_a_reason_alone(clerk, resident):
    for why in ("", "  要 "):
        with pytest.raises(ReasonMissing):
            open_particular(By(clerk, note=why), resident, "phone")
    assert not Look.objects.exists()
    outcome = open_particular(By(clerk, note=WHY), resident, "phone")
    assert outcome.result == "138 1234 1234"
    (look,) = looks_at(resident)
    assert (look.field, look.act.actor, look.act.note.text) == ("phone", clerk.party, WHY)


def test_outside_ones_areas_there_is_nobody(chief, resident):
    stranger = officer(chief, "邻县科员", "clerk", THERE)
    assert look_up(By(stranger), "name", "张小三").result == []
    for action in (
        lambda: open_particular(By(stranger, note=WHY), resident, "phone"),
        lambda: record_particular(By(stranger), resident, "phone", "1"),
        lambda: erase_particular(By(stranger, note=WHY), resident, "phone"),
    ):
        with pytest.raises(NobodyThere):
            action()
    assert not Look.objects.exists()
    auditor = officer(chief, "审计人", "auditor", HERE)
    with pytest.raises(LacksRole):
        look_up(By(auditor), "name", "张小三")
    with pytest.raises(NobodyThere):
        open_particular(By(auditor, note=WHY), resident, "phone")


def test_what_was_said_already_is_no_act(clerk, resident):
    assert record_particular(By(clerk), resident, "phone", "138 1234 1234").act is None
    assert record_particular(By(clerk), resident, "phone", "139 0000 0000").act
    assert Particular.objects.filter(kind="phone").count() == 1


def test_erasing_leaves_a_proof_and_no_value(clerk, resident):
    assert erase_particular(By(clerk, note="本人要求删除"), resident, "phone").result == 1
    assert erase_particular(By(clerk, note="本人要求删除"), resident, "phone").act is None
    assert erase_particular(By(clerk, note="本人要求删除"), resident, "name").result == 1
    party = Party.objects.get(id=resident)
    assert (party.name, party.shown, party.name_index) == ("", "", None)
    assert not Particular.objects.filter(kind="phone").exists()
    assert [(one.field, one.count) for one in Erasure.objects.order_by("act_id")] == [
        ("particular.phone", 1),
        ("party.name", 1),
    ]
    assert verify_looks() == []


@pytest.mark.parametrize("table", ["parties_look", "parties_erasure"])
@pytest.mark.parametrize("change", ["UPDATE {} SET field = 'x'", "DELETE FROM {}"])
def test_the_access_log_is_append_only(clerk, resident, table, change):
    open_particular(By(clerk, note=WHY), resident, "name")
    erase_particular(By(clerk, note="本人要求删除"), resident, "phone")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(table))


def test_a_look_changed_behind_the_program_is_found(clerk, resident):
    open_particular(By(clerk, note=WHY), resident, "phone")
    number = open_particular(By(clerk, note=WHY), resident, "name").act
    assert verify(workers=1) == verify_looks() == []
    Look.objects.bulk_create([Look(act_id=number, party=resident, field="id_number", salt=b"0" * 16)])
    assert [finding.place for finding in verify_looks()] == [f"looks of act {number}"]


def test_an_act_of_looking_does_not_tell_whose_it_was(clerk, resident):
    open_particular(By(clerk, note=WHY), resident, "phone")
    assert str(resident) not in looks_at(resident)[0].act.object

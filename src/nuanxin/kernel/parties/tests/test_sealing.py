"""Values are sealed for their place, found by their index, and opened by nobody without the keys."""

import stat

import pytest
from django.conf import settings
from django.db import connection

from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.parties.register import named
from nuanxin.kernel.privacy import master
from nuanxin.kernel.privacy.ciphers import SUITES, Unreadable, suite
from nuanxin.kernel.privacy.declare import all_personal
from nuanxin.kernel.privacy.fields import sealed_columns
from nuanxin.kernel.privacy.master import KeyMissing
from nuanxin.kernel.privacy.models import DataKey
from nuanxin.kernel.privacy.ring import Ring, forget_ring, key_id, place

pytestmark = pytest.mark.django_db


@pytest.fixture(params=SUITES)
def cipher(request, settings):
    settings.NUANXIN_CIPHER = request.param
    return suite(request.param)


def test_a_value_opens_at_its_place_alone(cipher):
    ring, here, there = Ring(), place("t", "c", 1), place("t", "c", 2)
    sealed = ring.seal("party.name", "张小三", here)
    assert "张小三".encode() not in sealed
    assert Ring().unseal(sealed, here).decode() == "张小三"
    for changed, where in (
        (sealed, there),
        (sealed[:-1] + bytes([sealed[-1] ^ 1]), here),
        (sealed[:30], here),
    ):
        with pytest.raises(Unreadable):
            ring.unseal(changed, where)
    assert ring.seal("party.name", "张小三", here) != sealed, "no two sealed values are alike"


def test_each_class_has_its_own_key_and_the_index_another(cipher):
    ring = Ring()
    ids = {key_id(ring.seal(name, "x", "p")) for name in ("party.name", "note.text")}
    ring.index("name", "x")
    assert len(ids) == 2
    assert set(DataKey.objects.values_list("record_class", flat=True)) == {"party.name", "note.text", "index"}
    assert {key.cipher for key in DataKey.objects.all()} == {cipher.name}


def test_equal_values_have_equal_indexes_of_one_kind_only(cipher):
    ring = Ring()
    assert ring.index("name", "x") == ring.indexes("name", "x")[0] != ring.index("phone", "x")


def test_a_name_moved_to_another_row_does_not_open():
    one, other = (Party.objects.create(kind="person", name=name) for name in ("张小三", "李四"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE parties_party SET sealed_name = (SELECT sealed_name FROM parties_party WHERE id = %s)"
            " WHERE id = %s",
            [one.id, other.id],
        )
    with pytest.raises(Unreadable):
        Party.objects.get(id=other.id).name  # noqa: B018 (opening is what is tried)


def test_names_are_found_whatever_their_width_and_never_stand_in_clear():
    made = Party.objects.create(kind="person", name="Ｗang 小三")
    assert named("person", "wang小三") == made
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_name, sealed_name, name_index FROM parties_party")
        ((clear, sealed, index),) = cursor.fetchall()
    assert clear == "" and "小三".encode() not in bytes(sealed) + bytes(index)
    assert str(made) == made.shown == "Ｗ****三"


def test_master_keys_are_files_of_their_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setitem(settings.NUANXIN, "keys", tmp_path / "token")
    Ring().seal("party.name", "x", "p")
    (path,) = (tmp_path / "token" / "personal").glob("master-*.key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() not in bytes(DataKey.objects.get().wrapped)


def test_without_the_key_folder_nothing_opens_and_the_remedy_is_named():
    party = Party.objects.create(kind="person", name="张小三")
    for path in master.files():
        path.unlink()
    forget_ring()
    from nuanxin.kernel.privacy import ring

    ring._opened.cache_clear()
    with pytest.raises(KeyMissing, match="personal"):
        party.name  # noqa: B018


def test_every_sealed_column_is_declared():
    assert all(field.declared for _model, field in sealed_columns())
    names = {each.name for each in all_personal()}
    assert {"party.name", "note.text", "intake.workbook"} <= names

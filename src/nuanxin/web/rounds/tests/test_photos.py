"""A photo of a place: put up by its keeper, small and without traces, seen by everybody, never asked for."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageFilter

from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.places.models import Photo
from nuanxin.kernel.places.photos import LARGEST_SHOWN_BYTES, small_photo
from nuanxin.kernel.programme import all_finders
from nuanxin.web import kept_pages
from nuanxin.web.work.tests.test_proofs import photo
from tests.people import client_of

pytestmark = pytest.mark.usefixtures("demo")
PLACE, DOOR = "/rounds/stations/LH-003/", "/near/stations/LH-003/"


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(kept_pages.shelf.looked, "seconds", 0)


def put_up(client, file, place=PLACE):
    return client.post(f"{place}photo/", {"photo": file})


def test_its_keeper_puts_one_up_and_everybody_sees_it_without_its_traces():
    keeper, stranger = client_of("keeper", "en"), Client(headers={"accept-language": "en"})
    assert "<img" not in stranger.get(DOOR).content.decode()
    assert stranger.get(f"{DOOR}photo/").status_code == 404
    assert 'name="photo"' in keeper.get(PLACE).content.decode()
    assert put_up(keeper, photo()).status_code == 302
    page = stranger.get(DOOR).content.decode()
    assert f'src="{DOOR}photo/?of=' in page and 'width="800" height="267"' in page and "looks like" in page
    seen = stranger.get(f"{DOOR}photo/")
    assert seen["Content-Type"] == "image/jpeg" and "max-age" in seen["Cache-Control"]
    assert (
        b"KEEPER" not in seen.content
        and b"Exif" not in seen.content
        and len(seen.content) <= LARGEST_SHOWN_BYTES
    )
    assert Image.open(BytesIO(seen.content)).size == (800, 267)
    act = Act.objects.order_by("-number").first()
    assert act.verb == "places.put_up_photo" and verify() == []
    station = all_finders()[0][1].record.objects.get(key="LH-003")
    record = client_of("clerk").get(f"/records/stations/stations/{station.pk}/").content.decode()
    assert f'src="{DOOR}photo/?of=' in record


def test_a_photo_full_of_detail_is_light_on_a_phone_too():
    picture = Image.effect_noise((1600, 1200), 40).convert("RGB").filter(ImageFilter.GaussianBlur(2))
    out = BytesIO()
    picture.save(out, "JPEG", quality=95)
    assert len(out.getvalue()) > 300_000
    small = small_photo(out.getvalue())
    assert (small.width, small.height) == (800, 600) and len(small.content) <= LARGEST_SHOWN_BYTES


def test_another_takes_its_stead_and_it_is_taken_down():
    keeper, stranger = client_of("keeper", "en"), Client()
    put_up(keeper, photo())
    before = Photo.objects.get().act_id
    out = BytesIO()
    Image.new("RGBA", (40, 30), (255, 0, 0, 0)).save(out, "PNG")
    assert put_up(keeper, SimpleUploadedFile("door.png", out.getvalue())).status_code == 302
    assert (Photo.objects.get().width, Photo.objects.get().act_id > before) == (40, True)
    assert Image.open(BytesIO(stranger.get(f"{DOOR}photo/").content)).getpixel((3, 3)) == (255, 255, 255)
    assert "Take it down" in keeper.get(PLACE).content.decode()
    assert keeper.post(f"{PLACE}photo/", {"do": "take_down"}).status_code == 302
    assert not Photo.objects.exists() and stranger.get(f"{DOOR}photo/").status_code == 404


def test_who_keeps_another_place_puts_up_none_and_a_file_that_is_no_photo_is_refused():
    keeper, elsewhere = client_of("keeper", "en"), "/rounds/stations/LH-001/"
    assert put_up(keeper, photo(), elsewhere).status_code == 404
    assert put_up(client_of("reviewer", "en"), photo()).status_code == 403
    assert put_up(Client(), photo()).status_code == 302
    for file in (SimpleUploadedFile("plan.pdf", b"%PDF-1.7"), ""):
        refused = put_up(keeper, file)
        assert refused.status_code == 422 and "JPEG, PNG or WebP" in refused.content.decode()
    assert not Photo.objects.exists()

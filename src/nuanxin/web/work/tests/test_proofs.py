"""A photo or file with a move: not asked for, freed of its traces, each look written down, gone in time."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from nuanxin.kernel.ledger.acts import ANYBODY, By
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.work.actions import open_order
from nuanxin.kernel.work.models import Proof, Step, WorkOrder
from nuanxin.web.work.tests.test_work import page_of, stations
from tests.people import account_of, client_of, client_over

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def order():
    return open_order(By(ANYBODY), "station_repair", "dirty", stations().first()).result


def photo(width=3000, height=1000):
    """Return a photo that tells where it was taken and by which phone."""
    exif = Image.Exif()
    exif[0x010F] = "A KEEPER'S PHONE"
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 45.0, 0.0)})
    out = BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "JPEG", exif=exif)
    assert b"KEEPER" in out.getvalue()
    return SimpleUploadedFile("IMG_1.jpg", out.getvalue(), "image/jpeg")


def mended(client, order, **files):
    return client.post(f"/work/{order.pk}/move/", {"move": "mend", **files})


def looked(client, order):
    step = Step.objects.get(order=order, move="mend")
    return client.post(f"/work/{order.pk}/proofs/{step.pk}/")


def test_a_photo_is_kept_without_its_traces_and_every_look_is_an_act(order):
    keeper, reviewer = client_of("clerk", "en"), client_of("reviewer", "en")
    assert 'accept="image/*' in page_of(keeper, f"/work/{order.pk}/")
    assert mended(keeper, order, proof=photo()).status_code == 302
    kept = Proof.objects.get()
    assert b"KEEPER" not in bytes(kept.sealed) and b"JFIF" not in bytes(kept.sealed)
    assert "Look at the photo" in page_of(reviewer, f"/work/{order.pk}/")
    seen = looked(reviewer, order)
    assert (seen["Content-Type"], seen["Cache-Control"]) == ("image/jpeg", "no-store")
    assert b"KEEPER" not in seen.content and b"Exif" not in seen.content
    assert Image.open(BytesIO(seen.content)).size == (2000, 667)
    act = Act.objects.order_by("-number").first()
    assert (act.verb, act.actor) == ("work.open_proof", account_of("reviewer").actor.party)
    assert reviewer.get(f"/work/{order.pk}/proofs/{kept.step_id}/").status_code == 405
    assert looked(client_over("1504", "clerk"), order).status_code == 404
    assert looked(Client(), order).status_code == 302
    assert verify(deep=True) + verify_records() == []


def test_nobody_has_to_hand_one_in_and_what_cannot_be_freed_of_traces_is_refused(order):
    keeper = client_of("clerk", "en")
    refused = mended(keeper, order, proof=SimpleUploadedFile("report.pdf", b"%PDF-1.7 by me"))
    assert refused.status_code == 409 and "go on without one" in refused.content.decode()
    assert WorkOrder.objects.get(pk=order.pk).state != "mended" and not Proof.objects.exists()
    assert mended(keeper, order).status_code == 302
    assert Step.objects.get(order=order, move="mend").proof == "" and not Proof.objects.exists()


def test_who_may_read_the_orders_but_not_the_proofs_is_refused_by_name(order):
    mended(client_of("clerk"), order, proof=photo(10, 10))
    refused = looked(client_over("150802", "reader"), order)
    assert refused.status_code == 403 and not Act.objects.filter(verb="work.open_proof").exists()

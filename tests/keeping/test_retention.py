"""What is past its time goes, with a proof that an old backup bears out; what is not, stays."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from conftest import nuanxin
from nuanxin.kernel.intake.files import keep_file
from nuanxin.kernel.ledger.acts import ANYBODY, Actor, By
from nuanxin.kernel.ledger.models import Note
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.parties.erasing import digest_of
from nuanxin.kernel.parties.looks import verify_looks
from nuanxin.kernel.parties.models import Erasure, Particular, Party
from nuanxin.kernel.parties.personal import NAME
from nuanxin.kernel.parties.register import named
from nuanxin.kernel.work.actions import move_order, open_order
from nuanxin.kernel.work.models import PROOF, Proof, Step
from nuanxin.kernel.work.proofs import Bare
from nuanxin.programmes.stations.models import Station
from nuanxin.programmes.study_tours.models import Pupil
from nuanxin.programmes.volunteers.models import Member
from nuanxin.site.retention import CONSOLE, cutoff, due, erase_due
from nuanxin.web.later.models import Counted
from tests.people import account_of, client_of

LATE = date(2026, 11, 25)


def test_months_and_days_are_rules():
    assert cutoff("privacy.names_kept", LATE) == date(2023, 11, 25)
    assert cutoff("privacy.pupils_kept", LATE) == LATE - timedelta(days=30)


def test_pupils_go_a_month_after_their_tour_and_volunteers_stay_while_they_serve(demo):
    pupils = set(Pupil.objects.values_list("person_id", flat=True))
    serving = set(Member.objects.filter(left_on=None).values_list("person_id", flat=True))
    (names,) = [each for each in due(LATE) if each.personal is NAME]
    before = {party.pk: bytes(party.sealed_name) for party in Party.objects.filter(pk__in=pupils)}
    proof = erase_due(CONSOLE, names).result
    gone = set(
        Party.objects.filter(kind__in=("person", "household"), sealed_name=None).values_list("pk", flat=True)
    )
    assert pupils and pupils <= gone and not serving & gone
    assert proof.count == len(gone)
    lines = [(f"parties_party|{pk}", before[pk]) for pk in gone if pk in before]
    if gone == pupils:
        assert bytes(proof.digest) == digest_of(bytes(proof.salt), lines), "an old backup bears the proof out"
    assert verify_records() == [] and verify_looks() == []
    assert not [each for each in due(LATE) if each.personal is NAME], "a second run finds nothing"


def test_the_tokens_of_taps_go_by_night_once_the_tap_cannot_come_again(demo):
    now = timezone.now()
    for token, days in (("old", -1), ("fresh", 1)):
        Counted.objects.create(token=token, until=now + timedelta(days=days))
    nuanxin(demo, "retention", "--look")
    assert Counted.objects.count() == 2
    nuanxin(demo, "retention")
    assert [each.token for each in Counted.objects.all()] == ["fresh"]


def test_a_sheet_sent_again_after_its_names_went_is_not_counted_twice(demo):
    (names,) = [each for each in due(LATE) if each.personal is NAME]
    erase_due(CONSOLE, names)
    sheet = next(path for path in sorted((demo_sheets()).glob("*研学*")))
    again = nuanxin(demo, "import", "--yes", str(sheet)).stdout
    assert "posted 0, reversed 0" in again


def test_a_photo_of_a_work_order_goes_a_year_after_it_ended_and_the_step_says_so(demo):
    order = open_order(By(ANYBODY), "station_repair", "dirty", Station.objects.order_by("key").first()).result
    kept = Bare(b"a photo", "image/png")
    move_order(By(account_of("clerk").actor), order.pk, "mend", proof=kept)
    reviewer = client_of("reviewer", "en")
    assert reviewer.post(f"/work/{order.pk}/move/", {"move": "verify"}).status_code == 302
    today = localdate()
    assert not [each for each in due(today + timedelta(300)) if each.personal is PROOF]
    (past,) = [each for each in due(today + timedelta(400)) if each.personal is PROOF]
    assert erase_due(CONSOLE, past).result.count == 1
    step = Step.objects.get(order=order, move="mend")
    assert Proof.objects.get().sealed is None and len(step.proof) == 64
    assert "destroyed in time" in reviewer.get(f"/work/{order.pk}/").content.decode()
    assert reviewer.post(f"/work/{order.pk}/proofs/{step.pk}/").status_code == 404
    assert verify_records() == []


def demo_sheets():
    from conftest import ROOT

    return ROOT / "cities/demo/sheets"


@pytest.mark.django_db
def test_workbooks_and_words_go_after_their_years(monkeypatch):
    kept = keep_file("张三,1\n".encode(), "名册.csv")
    later = date.today() + timedelta(days=366 * 11)
    (files,) = [each for each in due(later) if each.personal.name == "intake.workbook"]
    assert files.count == 1 and not list(due(date.today()))
    erase_due(By(Actor(0, "console"), note="到期清除"), files)
    assert not kept.path.exists()
    (words,) = due(later)
    assert (words.personal.name, words.count) == ("note.text", 1)
    erase_due(CONSOLE, words)
    assert not Note.objects.exists() and Erasure.objects.count() == 2
    assert not Particular.objects.exists() and named("person", "张三") is None


def test_the_command_says_what_went(installation):
    looked = nuanxin(installation, "retention", "--look").stdout
    assert "party.name:" in looked and "destroyed" not in looked
    done = nuanxin(installation, "retention").stdout
    assert "destroyed by act" in done and "proof" in done
    assert nuanxin(installation, "retention").stdout == "Nothing is past its time.\n"
    assert "sound" in nuanxin(installation, "verify").stdout

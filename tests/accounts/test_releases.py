"""Many persons leave the house only once somebody else has let them go: once, marked, and noted."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from nuanxin.kernel.access.models import Release
from nuanxin.kernel.ledger.models import JournalEvent
from nuanxin.web.accounts.releases import ask_for_release, claim, release_needed

WHAT = "/records/volunteers/member/?area=1508&export=csv"
AREA = 150800000000


def export(actor, persons=40):
    """Behave as an export's page does: give it, marked where it must be, or lead to the request."""
    request = RequestFactory().get(WHAT)
    request.actor = actor
    if release_needed(persons):
        mark = claim(request)
        return HttpResponse(mark) if mark else ask_for_release(request, "Members", AREA, persons)
    return HttpResponse("unmarked")


def ask(client, actor, why="for the insurer"):
    form = export(actor)["Location"]
    assert "Members" in client.get(form).content.decode()
    return client.post("/releases/ask/", {"wanted": parse_qs(urlsplit(form).query)["wanted"], "why": why})


@pytest.fixture(autouse=True)
def english_words():
    with translation.override("en"):
        yield


def test_few_persons_need_nobody(people):
    assert export(people["clerk"].actor, 20).content == b"unmarked"
    assert export(people["clerk"].actor, 21).status_code == 302


def test_one_asks_another_lets_go_and_it_is_taken_once(as_, people):
    clerk, reviewer = as_("clerk"), as_("reviewer")
    assert ask(clerk, people["clerk"].actor).status_code == 302
    release = Release.objects.get()
    assert "for the insurer" in reviewer.get("/releases/").content.decode()
    assert export(people["clerk"].actor).status_code == 302, "not before somebody has looked"
    assert reviewer.post(f"/releases/{release.pk}/decide/", {"word": "yes"}).status_code == 302
    assert WHAT.replace("&", "&amp;") in clerk.get("/releases/").content.decode()
    assert export(people["bayannur"].actor).status_code == 302, "it is the asker's alone"
    mark = export(people["clerk"].actor).content.decode()
    assert "田小满" in mark and "何秋实" in mark and f"Export {release.pk}" in mark
    assert export(people["clerk"].actor).status_code == 302, "once"
    assert JournalEvent.objects.filter(verb="access.bulk_exported").count() == 1


def test_nobody_lets_his_own_go_and_nothing_goes_without_a_reason(as_, people):
    clerk = as_("clerk")
    assert ask(clerk, people["clerk"].actor, why=" ").status_code == 400
    ask(clerk, people["clerk"].actor)
    release = Release.objects.get()
    answer = clerk.post(f"/releases/{release.pk}/decide/", {"word": "yes"})
    assert answer.status_code == 400 and "Nobody lets his own" in answer.content.decode()
    assert as_("leader").post(f"/releases/{release.pk}/decide/", {"word": "yes"}).status_code == 403
    assert as_("audit").post(f"/releases/{release.pk}/decide/", {"word": "yes"}).status_code == 403
    as_("security").post(f"/releases/{release.pk}/decide/", {"word": "no"})
    assert export(people["clerk"].actor).status_code == 302
    assert as_("reviewer").post(f"/releases/{release.pk}/decide/", {"word": "yes"}).status_code == 400


def test_a_release_runs_out_and_a_made_up_request_is_refused(as_, people):
    clerk = as_("clerk")
    ask(clerk, people["clerk"].actor)
    as_("reviewer").post(f"/releases/{Release.objects.get().pk}/decide/", {"word": "yes"})
    Release.objects.update(decided_at=timezone.now() - timedelta(days=8))
    assert export(people["clerk"].actor).status_code == 302
    assert clerk.post("/releases/ask/", {"wanted": "made:up", "why": "x"}).status_code == 400
    assert Release.objects.count() == 1

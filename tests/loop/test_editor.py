"""A bulletin through the pages: written, checked, explained, confirmed, published, corrected, withdrawn."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nuanxin.kernel.bulletins.models import Bulletin, Passage, Revision, WorkingCopy
from nuanxin.kernel.bulletins.proving import verify_bulletins
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.verify import verify
from tests.people import client_of

WARM = "{works.investment 150622 2024}"
BODY = {"zh": f"总投资{WARM}。", "en": f"In all {WARM}."}


@pytest.fixture
def people(demo):
    return {key: client_of(key, "en") for key in ("clerk", "reviewer", "publisher", "bayannur")}


def begun(client, **form) -> int:
    answer = client.post("/drafts/new/", {"area": "15", "from": "blank", **form})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    return int(re.search(r"/drafts/(\d+)/", answer.url)[1])


def fields(number: int, /, **changed) -> dict:
    """Return the whole form as the browser would send it."""
    copy = WorkingCopy.objects.get(pk=number)
    content = copy.content
    form = {"version": copy.version, "stories": len(content["story"])}
    form |= {
        name: content[name] for name in ("number", "title_zh", "title_en", "issue_zh", "issue_en", "as_of")
    }
    for place, story in enumerate(content["story"]):
        for name in ("kicker_zh", "kicker_en", "headline_zh", "headline_en", "body_zh", "body_en", "weight"):
            form[f"story-{place}-{name}"] = story[name]
        form[f"story-{place}-stats"] = "\n".join(story["stats"])
    return {**form, **changed}


def written(client, **more) -> int:
    number = begun(client)
    words = {
        "number": "2024-W1", "title_zh": "简报", "title_en": "Bulletin", "issue_zh": "第1期",
        "issue_en": "No. 1", "as_of": "2024-05-31",
        "story-0-headline_zh": "挖沟", "story-0-headline_en": "Digging",
        "story-0-body_zh": BODY["zh"], "story-0-body_en": BODY["en"], **more,
    }  # fmt: skip
    assert client.post(f"/drafts/{number}/", fields(number, **words)).status_code == 302
    return number


def explain(client, number: int):
    copy = WorkingCopy.objects.get(pk=number)
    said = {"said_zh": "尚未分摊。", "said_en": "Not shared out.", "by_zh": "田小满", "by_en": "Tian Xiaoman"}
    place = {"check": "works.parts", "area": "150622", "period": "2024", "version": copy.version}
    assert client.post(f"/drafts/{number}/checks/", {**said, **place}).status_code == 302


def hand(client, number: int, step: str, **more):
    page = client.get(f"/drafts/{number}/preview/").content.decode()
    found = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    digest = found[1] if found else "none"
    return client.post(f"/drafts/{number}/hand/", {"step": step, "digest": digest, **more})


def test_from_writing_to_withdrawing(people):
    """The whole way, with everybody who may not refused on it."""
    clerk, reviewer, publisher = (people[key] for key in ("clerk", "reviewer", "publisher"))
    number = written(clerk)
    page = clerk.get(f"/drafts/{number}/preview/").content.decode()
    assert "665 million yuan" in page and "works.parts fails" in page and 'value="send"' not in page
    explain(clerk, number)
    assert hand(clerk, number, "send").status_code == 302
    assert f"/drafts/{number}/preview/" in reviewer.get("/drafts/").content.decode()
    assert "Look and confirm" in reviewer.get("/").content.decode()
    assert "Look and confirm" not in clerk.get("/").content.decode()
    assert 'value="confirm"' not in clerk.get(f"/drafts/{number}/preview/").content.decode()
    assert 'value="publish"' not in publisher.get(f"/drafts/{number}/preview/").content.decode()
    preview = reviewer.get(f"/drafts/{number}/preview/").content.decode()
    assert "DRAFT" in preview and "Against the last issue" in preview and "Not shared out." in preview
    assert hand(reviewer, number, "confirm").status_code == 302
    answer = hand(publisher, number, "publish")
    assert answer.url == "/bulletins/2024-W1/"
    public = publisher.get(answer.url).content.decode()
    assert "Not shared out." in public and "Tian Xiaoman" in public
    steps = list(Passage.objects.filter(copy=number).values_list("step", flat=True))
    assert steps == ["sent", "confirmed", "published"]
    assert correct(clerk, reviewer, publisher) == "2024-W1-r1"
    form = {"step": "ask", "reason_zh": "数据有误", "reason_en": "Wrong data"}
    reviewer.post("/bulletins/2024-W1-r1/withdraw/", form)
    assert reviewer.post("/bulletins/2024-W1-r1/withdraw/", {"step": "withdraw"}).status_code == 409
    assert publisher.post("/bulletins/2024-W1-r1/withdraw/", {"step": "withdraw"}).status_code == 302
    assert "Wrong data" in publisher.get("/bulletins/2024-W1-r1/").content.decode()
    assert verify() + verify_bulletins() == []


def correct(clerk, reviewer, publisher) -> str:
    answer = clerk.post("/drafts/new/", {"corrects": "2024-W1"})
    number = int(re.search(r"(\d+)/$", answer.url)[1])
    words = {
        "reason_zh": "标题有误",
        "reason_en": "The headline was wrong",
        "story-0-headline_en": "Digging now",
    }
    clerk.post(f"/drafts/{number}/", fields(number, **words))
    for client, step in ((clerk, "send"), (reviewer, "confirm"), (publisher, "publish")):
        assert hand(client, number, step).status_code == 302
    return Bulletin.objects.latest("published_at").number


def test_a_text_changed_after_confirmation_is_confirmed_again(people):
    clerk, reviewer, publisher = (people[key] for key in ("clerk", "reviewer", "publisher"))
    number = written(clerk)
    explain(clerk, number)
    hand(clerk, number, "send")
    page = reviewer.get(f"/drafts/{number}/preview/").content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)[1]
    clerk.post(f"/drafts/{number}/", fields(number, **{"story-0-headline_en": "Digging again"}))
    stale = reviewer.post(f"/drafts/{number}/hand/", {"step": "confirm", "digest": digest})
    assert stale.status_code == 409 and "changed since" in stale.content.decode()
    hand(clerk, number, "send")
    hand(reviewer, number, "confirm")
    publisher.post(f"/drafts/{number}/", fields(number, **{"story-0-headline_en": "Digging by night"}))
    assert hand(publisher, number, "publish").status_code == 409
    assert not Bulletin.objects.filter(number="2024-W1").exists()


def test_a_reviewer_sends_back_with_a_note(people):
    number = written(people["clerk"])
    explain(people["clerk"], number)
    hand(people["clerk"], number, "send")
    assert hand(people["reviewer"], number, "return").status_code == 409
    assert hand(people["reviewer"], number, "return", note="Say since when.").status_code == 302
    assert "Say since when." in people["clerk"].get(f"/drafts/{number}/preview/").content.decode()


def test_nobody_acts_outside_his_area_or_role(people, client):
    number = written(people["clerk"])
    assert people["bayannur"].get(f"/drafts/{number}/").status_code == 404
    assert people["bayannur"].post("/drafts/new/", {"area": "15", "from": "blank"}).status_code == 403
    assert begun(people["bayannur"], area="1508")
    assert people["reviewer"].post(f"/drafts/{number}/", fields(number, number="x")).status_code == 403
    assert people["reviewer"].post(f"/drafts/{number}/autosave/", fields(number)).status_code == 403
    assert people["clerk"].get("/bulletins/2024-05/withdraw/").status_code == 403
    assert "/account/login/" in client.get(f"/drafts/{number}/").url


def test_two_people_at_one_text_lose_nothing(people):
    number = written(people["clerk"])
    mine = fields(number, **{"story-0-headline_en": "Mine"})
    theirs = fields(number, **{"story-0-headline_en": "Theirs"})
    people["publisher"].post(f"/drafts/{number}/", theirs)
    answer = people["clerk"].post(f"/drafts/{number}/", mine, follow=True)
    both = answer.content.decode()
    assert "Mine" in both and "Theirs" in both and "白雪晴" in both
    assert WorkingCopy.objects.get(pk=number).content["story"][0]["headline_en"] == "Theirs"
    kept = Revision.objects.get(copy=number, aside=True)
    version = WorkingCopy.objects.get(pk=number).version
    people["clerk"].post(f"/drafts/{number}/revisions/{kept.pk}/", {"version": version})
    assert WorkingCopy.objects.get(pk=number).content["story"][0]["headline_en"] == "Mine"
    page = people["clerk"].get(f"/drafts/{number}/revisions/").content.decode()
    assert page.count('<th scope="row">') == 5


def test_autosave_says_when_and_what_is_cited(people):
    number = written(people["clerk"])
    acts = Act.objects.count()
    said = {
        "story-0-body_en": "{stations.open 1508 ..2024-05-31} and {no.such 15 2024} and 35 riders in 2024"
    }
    answer = people["clerk"].post(f"/drafts/{number}/autosave/", fields(number, **said)).content.decode()
    assert "Saved at" in answer and 'value="3"' in answer and "182" in answer
    assert "no.such" in answer and "35 riders" in answer and ">2024<" not in answer
    again = people["clerk"].post(f"/drafts/{number}/autosave/", fields(number)).content.decode()
    assert 'value="3"' in again and Act.objects.count() == acts
    behind = people["clerk"].post(f"/drafts/{number}/autosave/", fields(number, version=1, number="x"))
    assert "See both texts" in behind.content.decode()


def test_completion_leads_from_figure_to_area_to_period(people):
    number = written(people["clerk"])

    def options(text: str) -> list[dict]:
        answer = people["clerk"].get(f"/drafts/{number}/complete/", {"text": text})
        return json.loads(answer.content)["options"]

    assert {"stations.open "} <= {each["insert"] for each in options("warm station")}
    assert options("驿站")[0]["insert"].startswith("stations")
    areas = options("stations.open Bayan")
    assert areas[0]["insert"] == "stations.open 1508 " and areas[0]["value"].startswith("182")
    periods = options("stations.open 1508 ")
    assert periods[0]["insert"] == "stations.open 1508 ..2024-05-31}" and periods[0]["value"].startswith(
        "182"
    )
    assert options("no such thing at all") == []


def test_the_next_issue_begins_where_the_last_one_ended(people):
    number = begun(people["clerk"], **{"from": "last"})
    content = WorkingCopy.objects.get(pk=number).content
    assert (content["number"], content["issue_en"], content["as_of"]) == (
        "2024-06",
        "No. 6, 2024",
        "2024-06-30",
    )
    body = content["story"][0]["body_en"]
    assert "{stations.open 1508 ..2024-06-30}" in body and "2023-07-01/2024-06-30" in body
    assert "{sand.power_by_2030 1504 ..2030-12-31}" in content["story"][1]["body_en"]


def test_a_file_and_an_outline_begin_a_text(people, settings):
    path = settings.NUANXIN["city"] / "bulletins" / "2024-05.toml"
    with path.open("rb") as file:
        number = begun(people["clerk"], **{"from": "file", "file": file})
    assert len(WorkingCopy.objects.get(pk=number).content["story"]) >= 8
    other = begun(people["clerk"], **{"from": "outline", "programme": ["stations"]})
    assert "{stations." in WorkingCopy.objects.get(pk=other).content["story"][0]["body_zh"]


def test_a_figure_is_inserted_without_script(people):
    number = written(people["clerk"])
    asked = {"q": "station", "figure": "stations.open", "area": "1508", "period": "..2024-05-31"}
    page = people["clerk"].get(f"/drafts/{number}/insert/", asked).content.decode()
    assert "182" in page
    people["clerk"].post(
        f"/drafts/{number}/insert/", {"citation": "{stations.open 1508 ..2024-05-31}", "story": 0}
    )
    assert "{stations.open 1508" in WorkingCopy.objects.get(pk=number).content["story"][0]["body_zh"]


def test_the_pages_are_light_and_speak_both_languages(people):
    clerk = people["clerk"]
    number = begun(clerk, **{"from": "last"})
    newest = Revision.objects.filter(copy=number).first().pk
    chinese = client_of("clerk", "zh-CN")
    heavy = {}
    for page in ("", "preview/", "checks/", "revisions/", f"revisions/{newest}/", "insert/", "preview.pdf"):
        for client in (clerk, chinese):
            with CaptureQueriesContext(connection) as statements:
                assert client.get(f"/drafts/{number}/{page}").status_code == 200
        if len(statements) > 15 and page != "preview.pdf":
            heavy[page] = len(statements)
    assert not heavy

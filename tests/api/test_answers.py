"""What is answered is what the house knows; what is held already is not sent again."""

import pytest
from django.test import Client

from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.figures.answers import Ask, answer, drill
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.parties.models import Party
from nuanxin.plain.periods import Period

STATIONS = "/api/v1/figures/stations.open/answer?area=1508&period=..2024-05-31"


def test_a_figure_is_the_houses_own(token):
    ask = Ask("stations.open", 150800000000, Period.parse("..2024-05-31"))
    said = token("leader").get(STATIONS + "&split=county&compare=year_before").json()
    assert said["result"]["exact"]["numerator"] == str(answer([ask])[ask].value)
    assert said["area"] == "150800000000" and isinstance(said["area"], str)
    assert sum(int(line["value"]["exact"]["numerator"]) for line in said["split"]) == int(
        said["result"]["exact"]["numerator"]
    )
    assert {line["area"][:4] for line in said["split"]} == {"1508"}
    assert said["compared"]["to"] == "..2023-05-31"


def test_rows_sum_to_the_figure(token):
    client = token("leader")
    rows, offset = [], 0
    while offset is not None:
        page = client.get(
            f"/api/v1/figures/stations.open/rows?area=1508&period=..2024-05-31&limit=100&offset={offset}"
        )
        rows += page.json()["entries"]
        offset = page.json()["next"]
        assert ('rel="next"' in page.get("Link", "")) == (offset is not None)
    ask = Ask("stations.open", 150800000000, Period.parse("..2024-05-31"))
    assert sum(int(row["quantity"]) for row in rows) == answer([ask])[ask].value
    assert len(rows) == drill(ask, limit=1).total_rows


def test_what_is_held_is_not_sent_again(token):
    client = token("leader")
    first = client.get(STATIONS)
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get(STATIONS, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304 and again.content == b"" and again["ETag"] == first["ETag"]
    assert client.get(STATIONS + "&mapped=true", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_an_act_makes_another_tag(token, people):
    client = token("leader")
    first = client.get(STATIONS)
    token("clerk")  # making a token is an act
    assert client.get(STATIONS, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_batch_answers_as_single_questions_do(token):
    client = token("leader")
    single = client.get(STATIONS).json()
    asks = [{"figure": "stations.open", "area": "1508", "period": "..2024-05-31"}] * 2
    batch = client.post("/api/v1/figures/answers", {"asks": asks}, content_type="application/json").json()
    assert [each["result"] for each in batch["answers"]] == [single["result"]] * 2


def test_entries_are_paged_to_the_end(token):
    client, found, before = token("leader"), [], ""
    while before is not None:
        page = client.get(f"/api/v1/entries?measure=201&limit=80{before and f'&before={before}'}").json()
        found += [each["seq"] for each in page["entries"]]
        before = page["next"]
    assert found == list(Entry.objects.filter(measure=201).order_by("-seq").values_list("seq", flat=True))


def test_a_proof_can_be_redone_by_hand(token):
    from hashlib import sha256

    said = token("leader").get("/api/v1/entries/7/proof").json()
    value = sha256(b"\x00" + said["line"].encode()).digest()
    assert value.hex() == said["leaf"]
    for step in said["within"] + said["above"]:
        sibling = bytes.fromhex(step["sibling"])
        pair = sibling + value if step["side"] == "left" else value + sibling
        value = sha256(b"\x01" + pair).digest()
    assert value.hex() == said["head"]["root"]
    assert said["head"]["root"] in said["head"]["line"]


def test_published_values_are_open_to_everybody(demo):
    client = Client()
    listed = client.get("/api/v1/bulletins").json()["bulletins"]
    assert [each["number"] for each in listed] == list(Bulletin.objects.values_list("number", flat=True))
    answer = client.get(f"/api/v1/bulletins/{listed[0]['number']}/readings")
    assert len(answer.json()["readings"]) == listed[0]["readings"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"].startswith("public")
    again = client.get(answer.request["PATH_INFO"], headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_areas_are_found_as_offices_write_them(demo):
    found = Client().get("/api/v1/areas", {"q": "杭后"}).json()["areas"]
    assert [each["code"] for each in found] == ["150826000000"]
    assert found[0]["name"] == {"zh": "杭锦后旗", "en": "Hangjin Rear Banner"}
    whole = Client().get("/api/v1/areas/150826000000").json()
    assert [each["level"] for each in whole["path"]] == ["province", "prefecture", "county"]


@pytest.mark.parametrize("path", ["/api/v1/areas", "/api/v1/figures/stations.open", "/api/v1/heads"])
def test_heads_and_options_are_answered(demo, path):
    client = Client()
    assert client.head(path).status_code == 200
    options = client.options(path)
    assert options.status_code == 204 and "GET" in options["Allow"]


def test_few_persons_of_an_area_are_not_told(token):
    """From one to four persons the count is withheld; none, or five and more, is a number."""
    area, told = 150123000000, []
    for number in range(6):
        person = Party(kind="person", area=area, demonstration=True)
        person.name = f"（示例）{number}"
        person.save()
        told.append(token("leader").get("/api/v1/parties/counts?area=150123").json()["person"])
    assert told == [None, None, None, None, 5, 6]
    assert token("leader").get("/api/v1/parties/counts?area=150125").json()["person"] == 0


OFFICERS = "/api/v1/figures/grid.part_time_officers/answer?period=2024-05&area="


@pytest.fixture
def few(monkeypatch):
    """The rule lets numbers of twenty persons or more be published; four counties have fewer officers."""
    for place in ("kernel.figures.suppression", "api.small_cells"):
        monkeypatch.setattr(f"nuanxin.{place}.smallest_cell", lambda: 20)


def test_small_numbers_of_persons_are_withheld_from_who_may_not_read_entries(token, few):
    client = token("bayannur", "figures:read")
    split = client.get(f"{OFFICERS}1508&split=county").json()["split"]
    told = {line["area"][:6]: line["value"]["number"] for line in split}
    assert {area for area, number in told.items() if number is None} == {
        "150821",
        "150822",
        "150824",
        "150825",
    }
    assert all(line["value"]["withheld"] == (line["value"]["exact"] is None) for line in split)
    one = client.get(f"{OFFICERS}150825&compare=year_before").json()
    assert one["result"]["withheld"] and one["result"]["number"] is None and "10" not in str(one["result"])
    assert one["compared"]["difference"]["number"] is None
    asked = {"asks": [{"figure": "grid.part_time_officers", "area": "150825", "period": "2024-05"}]}
    batch = client.post("/api/v1/figures/answers", asked, content_type="application/json").json()
    assert batch["answers"][0]["result"]["exact"] is None
    address = "/api/v1/sdmx/data/FIGURES/M.grid-part_time_officers.{}?startPeriod=2024-05&endPeriod=2024-05"
    series = {area: client.get(address.format(area)).json()["dataSets"][0]["series"] for area in AREAS}
    assert not series["150825000000"] and series["150802000000"]


AREAS = ("150825000000", "150802000000")


def test_who_may_read_entries_sees_every_number(token, few):
    said = token("bayannur", "figures:read", "entries:read").get(f"{OFFICERS}150825").json()
    assert said["result"]["number"] == 10 and not said["result"]["withheld"]

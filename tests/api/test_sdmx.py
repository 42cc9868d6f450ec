"""SDMX: read back by the client that statisticians use."""

from io import BytesIO

import sdmx
from sdmx.model import v21

from nuanxin.kernel.figures.answers import Ask, answer
from nuanxin.plain.periods import Period
from tests.api.clients import bring


def asked(monkeypatch, client):
    bring(monkeypatch, client)
    source = {"id": "NUANXIN", "name": "Nuanxin", "url": "http://testserver/api/v1/sdmx"}
    sdmx.add_source(source, override=True)
    return sdmx.Client("NUANXIN")


def test_structures_are_read_back(monkeypatch, token):
    client = asked(monkeypatch, token("leader", "figures:read"))
    found = client.get("dataflow", "FIGURES", params={"references": "all"})
    structure = found.structure["FIGURES"]
    assert [each.id for each in structure.dimensions] == ["FREQ", "FIGURE", "REF_AREA", "TIME_PERIOD"]
    assert isinstance(structure, v21.DataStructureDefinition)
    assert found.dataflow["FIGURES"].structure.id == "FIGURES"
    areas = found.codelist["CL_AREA"]
    assert str(areas["150826000000"].name.localizations["zh"]) == "杭锦后旗"
    assert areas["150826000000"].parent.id == "150800000000"
    assert structure.dimensions.get("REF_AREA").local_representation.enumerated.id == "CL_AREA"
    assert "stations-open" in found.codelist["CL_FIGURE"]


def test_data_in_json_is_the_houses_own(monkeypatch, token):
    client = asked(monkeypatch, token("leader"))
    found = client.get(
        "data",
        "FIGURES",
        key="A+M.stations-open.150800000000+150826000000",
        params={"startPeriod": "2023", "endPeriod": "2024"},
    )
    values = {
        (str(obs.key["FREQ"].value), str(obs.key["REF_AREA"].value), str(obs.key["TIME_PERIOD"].value)): obs
        for obs in found.data[0].obs
    }
    assert len(values) == 2 * (2 + 24)
    ask = Ask("stations.open", 150826000000, Period.parse("2024-03"))
    there = values["M", "150826000000", "2024-03"]
    assert there.value == float(answer([ask])[ask].value)
    assert there.attached_attribute["EXACT_VALUE"].value == f"{answer([ask])[ask].value} piece"


def test_data_in_csv_says_the_same_as_in_json(monkeypatch, token):
    client = asked(monkeypatch, token("leader"))
    address = "/data/FIGURES/A.stations-open+works-investment.150622000000+150800000000"
    span = {"startPeriod": "2024", "endPeriod": "2024"}
    flow = client.get("dataflow", "FIGURES", params={"references": "all"})
    plain = token("leader").get(
        f"/api/v1/sdmx{address}", span, headers={"accept": "application/vnd.sdmx.data+csv;version=2.0.0"}
    )
    csv = sdmx.read_sdmx(BytesIO(plain.content), format="csv", structure=flow.structure["FIGURES"])
    json = client.get(url=f"http://testserver/api/v1/sdmx{address}", params=span)

    def told(message):
        names = ("FREQ", "FIGURE", "REF_AREA", "TIME_PERIOD")
        return {
            tuple(str(obs.key[name].value) for name in names): float(obs.value) for obs in message.data[0].obs
        }

    assert told(csv) == told(json) and len(told(csv)) == 4


def test_the_rest_of_sdmx_3_answers_too(token):
    client = token("leader")
    flow = client.get(
        "/api/v1/sdmx/structure/dataflow/NUANXIN/FIGURES/+", headers={"accept": "application/json"}
    )
    assert flow.json()["data"]["dataflows"][0]["id"] == "FIGURES"
    address = "/api/v1/sdmx/data/dataflow/NUANXIN/FIGURES/1.0/M.stations-open.150800000000"
    found = client.get(address, {"c[TIME_PERIOD]": "ge:2024-01+le:2024-03", "format": "csv"})
    assert found.content.decode().count("\r\n") == 4


def test_keys_that_name_nothing_and_areas_not_granted_are_refused(token):
    client, span = token("bayannur"), {"startPeriod": "2024", "endPeriod": "2024"}
    for key, status in (
        ("A.no-such.150800000000", 400),
        ("A.stations-open", 400),
        ("A.stations-open.", 400),
        ("A.stations-open.150400000000", 403),
        ("M..150800000000", 403),
    ):
        answer = client.get(f"/api/v1/sdmx/data/FIGURES/{key}", span)
        assert answer.status_code == status, (key, answer.content)

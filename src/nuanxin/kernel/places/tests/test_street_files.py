"""A city's streets are read from its folder; a file that is wrong says where."""

import json

import pytest
from django.conf import settings

from nuanxin.kernel.places.streets import StreetsFaulty, network

GOOD = {
    "zh": "示例",
    "en": "trial",
    "made_up": True,
    "nodes": [[107.4, 40.7], [107.41, 40.7]],
    "edges": [[0, 1, 850]],
}


@pytest.fixture
def city(tmp_path, monkeypatch):
    monkeypatch.setitem(settings.NUANXIN, "city", tmp_path)
    (tmp_path / "streets").mkdir()
    return tmp_path / "streets"


def test_files_of_a_city_are_one_network(city):
    assert network() is None
    for name in ("a.json", "b.json"):
        (city / name).write_text(json.dumps(GOOD), encoding="utf-8")
    found = network()
    assert (len(found.nodes), found.tails.tolist(), found.heads.tolist()) == (4, [0, 2], [1, 3])
    assert found.made_up and found.metres.tolist() == [850, 850]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nodes": [[40.7, 107.4]], "edges": []}, "node 0"),
        ({"edges": [[0, 1, 850], [0, 2, 5]]}, "edge 1"),
        ({"edges": [[0, 1, -5]]}, "edge 0"),
        ({"edges": [[0, 1]]}, "three"),
        ({"nodes": None}, "missing"),
    ],
)
def test_what_is_wrong_is_named(city, change, said):
    table = {name: value for name, value in {**GOOD, **change}.items() if value is not None}
    (city / "a.json").write_text(json.dumps(table), encoding="utf-8")
    with pytest.raises(StreetsFaulty, match=said):
        network()

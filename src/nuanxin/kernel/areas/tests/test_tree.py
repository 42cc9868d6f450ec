"""The real divisions, and how offices write them."""

import pytest
from django.utils.translation import override

from nuanxin.kernel.areas import codes, finding
from nuanxin.kernel.areas.index import held
from nuanxin.kernel.areas.models import Area
from nuanxin.kernel.areas.tree import (
    REVIEW_NUMBER,
    AreaAmbiguous,
    AreaUnknown,
    children,
    county_shapes,
    find,
    full_name,
    load_divisions,
    names,
    resolve,
    spans,
)

pytestmark = pytest.mark.usefixtures("divisions")


def test_every_division_is_there_once():
    assert Area.objects.count() == 15_938
    assert load_divisions() == 0
    assert all(
        codes.level(a.code) == a.level and codes.parent(a.code) == a.parent_id for a in Area.objects.all()
    )
    assert [len(children(code)) for code in (150000000000, 150800000000, 150802000000)] == [12, 7, 22]


def test_loading_again_keeps_a_name_given_since(django_assert_max_num_queries):
    Area.objects.filter(code=150826100000).update(name="新名镇")
    with django_assert_max_num_queries(4):
        load_divisions()
    assert Area.objects.get(code=150826100000).name == "新名镇"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("临河", "150802"),
        ("临河区", "150802"),
        ("巴彦淖尔市临河区", "150802"),
        ("内蒙古自治区 巴彦淖尔市/临河区", "150802"),
        ("巴市临河", "150802"),
        ("巴市", "1508"),
        ("内蒙古", "15"),
        ("乌前旗", "150823"),
        ("乌拉特前旗", "150823"),
        ("杭后", "150826"),
        ("杭锦后旗人民政府", "150826"),
        ("准旗", "150622"),
        ("科左后旗", "150522"),
        ("通辽市后旗", "150522"),
        ("呼和浩特玉泉", "150104"),
        ("锡盟东乌旗", "152525"),
        ("1508", "1508"),
        ("150826.0", "150826"),
    ],
)
def test_the_ways_offices_write_counties(text, code):
    assert resolve(text, None, "county") == codes.full(code)


@pytest.mark.parametrize(
    "text",
    [
        "临河区团结街道今日社区",
        "临河团结街道办事处今日社区居委会",
        "巴彦淖尔市 临河区 团结 今日",
        "150802001001",
    ],
)
def test_the_ways_offices_write_villages(text):
    assert resolve(text, None, "village") == 150802001001


def test_a_name_alone_is_enough_where_the_sheet_names_the_county():
    assert resolve("城关镇", codes.full("150802"), "village") == codes.full("150802105")
    assert resolve("后旗", codes.full("1505"), "county") == codes.full("150522")


def test_an_ambiguous_name_is_refused_with_its_candidates():
    with pytest.raises(AreaAmbiguous) as refused:
        resolve("后旗", None, "county")
    assert [codes.short(area.code) for area in refused.value.candidates] == [
        "150522",
        "150825",
        "150826",
        "150928",
    ]
    with override("en"):
        assert "巴彦淖尔市杭锦后旗 150826" in str(refused.value)
        assert "wider area" in str(refused.value)
    assert {area.name for area in find("杭锦")} >= {"杭锦旗", "杭锦后旗"}


def test_an_official_name_is_no_abbreviation_of_another():
    assert [area.code for area in find("杭锦旗")] == [codes.full("150625")]


def test_nothing_narrower_than_expected_is_taken():
    with pytest.raises(AreaUnknown):
        resolve("今日社区", None, "county")


def test_an_unknown_name_is_told_with_names_like_it():
    with pytest.raises(AreaUnknown) as unknown, override("en"):
        resolve("临合区", None, "county")
    with override("en"):
        assert "巴彦淖尔市临河区 150802" in str(unknown.value)
    with pytest.raises(AreaUnknown):
        resolve("满洲里市扎赉诺尔区", None, "county")


@pytest.mark.parametrize("text", ["", " ", "-", "999999999999", "合计", "20240501"])
def test_what_names_no_area_is_unknown(text):
    with pytest.raises(AreaUnknown):
        resolve(text, None, "village")


def test_every_full_name_leads_back_to_its_code():
    for code in list(held.get().areas)[::7]:
        assert resolve(full_name(code, "zh-hans"), None, "village") == code


def test_a_name_of_a_sheet_is_searched_once_and_asks_no_database(django_assert_num_queries, monkeypatch):
    code = resolve("临河区", None, "county")
    monkeypatch.setattr(finding, "_codes", pytest.fail)
    with django_assert_num_queries(0):
        assert {resolve("临河区", None, "county") for _ in range(1000)} == {code}


def test_names_in_two_languages():
    wanted = [codes.full(each) for each in ("15", "1508", "150826", "150802001")]
    assert list(names(wanted, "en").values()) == [
        "Inner Mongolia",
        "Bayannur",
        "Hangjin Rear Banner",
        "团结街道",
    ]
    assert names(wanted, "zh-hans")[codes.full("150826")] == "杭锦后旗"
    assert not Area.objects.filter(level__in=("province", "prefecture", "county"), english="").exists()
    assert full_name(codes.full("150826"), "en") == "Hangjin Rear Banner, Bayannur"


def test_shapes_of_a_subtree():
    shapes = county_shapes(codes.full("1508"), "en")
    assert len(shapes) == 7
    assert len(county_shapes(codes.full("15"))) == 103
    assert [name for _, name, _ in county_shapes(150802001001)] == ["临河区"]
    code, name, geometry = shapes[0]
    assert (code, name) == (codes.full("150802"), "Linhe District")
    assert geometry["type"] in ("Polygon", "MultiPolygon")
    assert REVIEW_NUMBER == "GS(2024)0650号"


def test_a_subtree_is_one_range_until_something_is_merged():
    for code in (150000000000, 150800000000, 150826100000, 150826100214):
        assert spans(code) == spans(code, mapped=True) == [codes.span(code)]

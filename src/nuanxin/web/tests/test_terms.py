"""The terms a city states for its public data: both languages or none, a web address, nothing unknown."""

import pytest

from nuanxin.web.terms import UNSTATED, terms_of

CITY = {"name_zh": "某市", "name_en": "A city"}


def test_a_city_that_states_nothing_is_the_source_and_states_no_licence():
    found = terms_of(CITY)
    assert (found.source.zh, found.licence, found.address) == ("某市", UNSTATED, "")


def test_a_licence_may_have_words_alone_and_the_source_may_be_another():
    said = {
        "licence_zh": "某市公共数据条款",
        "licence_en": "terms of the city",
        "source_zh": "总工会",
        "source_en": "union",
    }
    found = terms_of({**CITY, "open_data": said})
    assert (found.source.en, found.licence.zh, found.address) == ("union", "某市公共数据条款", "")


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ({"licence": "CC-BY", "licence_zh": "署名", "licence_en": "by"}, "open_data.licence"),
        ({"licence": "https://example.org/terms"}, "licence_zh"),
        ({"licence_zh": "署名"}, "licence_en"),
        ({"source_en": "union"}, "source_zh"),
        ({"license": "https://example.org/terms"}, "license"),
    ],
)
def test_what_is_half_said_is_refused_by_name(said, named):
    with pytest.raises(ValueError, match=named):
        terms_of({**CITY, "open_data": said})

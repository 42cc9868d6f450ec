from fractions import Fraction
from pathlib import Path

import pytest

from nuanxin.kernel.bulletins.checks import quantity
from nuanxin.kernel.bulletins.draft import DraftFaulty, read_draft
from nuanxin.kernel.bulletins.text import Citation, citations, paragraphs

CITED = Citation("stations.open", "1508", "..2024-05-31")
DRAFT = """
number = "1"
title_zh = "报"
title_en = "News"
issue_zh = "一"
area = "15"
as_of = "2024-05-31"
[[story]]
weight = 3
programmes = ["stations"]
kicker_zh = "a"
kicker_en = "a"
headline_zh = "a"
headline_en = "a"
body_zh = "有{BODY}。"
body_en = "There are {stations.open 1508 ..2024-05-31}."
"""


def test_paragraphs_and_pieces():
    body = "到五月底，\n全市有{stations.open 1508 ..2024-05-31}驿站。\n\nSecond one,\nwrapped."
    first, second = paragraphs(body)
    assert first == ["到五月底，全市有", CITED, "驿站。"]
    assert second == ["Second one, wrapped."]


def test_a_citation_asks_for_the_whole_code():
    assert CITED.ask.area == 150_800_000_000
    assert citations(str(CITED), str(CITED)) == [CITED]


@pytest.mark.parametrize("text", ["{stations.open 1508}", "{a b 2024}", "{a 1508 2024-99}", "{}"])
def test_a_faulty_citation_is_named(text):
    with pytest.raises(ValueError):
        paragraphs(text)


@pytest.mark.parametrize(
    ("body", "said"),
    [("{stations.opened 1508 2024}", "nobody declares"), ("{stations.open}", "must be: figure id")],
)
def test_a_faulty_draft_names_the_file_and_the_place(tmp_path: Path, body, said):
    path = tmp_path / "may.toml"
    path.write_text(DRAFT.replace("{BODY}", body), encoding="utf-8")
    with pytest.raises(DraftFaulty, match=r"may\.toml") as caught:
        read_draft(path)
    assert said in str(caught.value)


def test_a_good_draft_is_read(tmp_path: Path):
    path = tmp_path / "may.toml"
    path.write_text(DRAFT.replace("{BODY}", str(CITED)), encoding="utf-8")
    assert read_draft(path).cited() == [CITED]


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (327 * 10**6, "327万元", "3.27 million yuan"),
        (66_173 * 10**6, "6.6173亿元", "661.73 million yuan"),
        (-50_00, "-50元", "-50 yuan"),
        (0, "0元", "0 yuan"),
    ],
)
def test_a_difference_in_the_largest_unit_it_reaches(fen, zh, en):
    assert quantity(Fraction(fen), "works.investment", "zh") == zh
    assert quantity(Fraction(fen), "works.investment", "en") == en

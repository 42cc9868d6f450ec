"""Beside the text 旁注: what each story cites with its value of now, and what is wrong in it."""

from dataclasses import dataclass

from nuanxin.kernel.areas.tree import AreaUnknown, area, names
from nuanxin.kernel.bulletins.content import Content
from nuanxin.kernel.bulletins.faults import Fault, faults_of
from nuanxin.kernel.bulletins.text import Citation, citations_read
from nuanxin.kernel.figures.answers import answer
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.web.addresses import figure_address
from nuanxin.web.templatetags.wording import figure_name, language, span


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A figure a story cites: what it is, where and when, how it is printed now in both languages."""

    name: str
    place: str
    span: str
    zh: str
    en: str
    address: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A story's figures and faults; ``number`` counts from 1."""

    number: int
    headline: str
    cited: list[CitedLine]
    faults: list[Fault]


def beside(content: Content) -> list[Beside]:
    """Return what stands beside every story, all figures answered together."""
    cited = [
        [each for each in citations_read(story["body_zh"], story["body_en"], *story["stats"]) if known(each)]
        for story in content["story"]
    ]
    answers = answer([each.ask for story in cited for each in story])
    places = names({ask.area for ask in answers}, language())
    faults, rounding = faults_of(content), content["rounding"]
    lines = {
        each: CitedLine(
            figure_name(each.figure),
            places[each.ask.area],
            span(each.ask.period),
            str(answers[each.ask].shown("zh", rounding)),
            str(answers[each.ask].shown("en", rounding)),
            figure_address(each.ask),
        )
        for story in cited
        for each in story
    }
    said = "headline_en" if language().startswith("en") else "headline_zh"
    return [
        Beside(number + 1, story[said], [lines[each] for each in found], _own(faults, number))
        for number, (story, found) in enumerate(zip(content["story"], cited, strict=True))
    ]


def known(cited: Citation) -> bool:
    """Return whether a citation's figure and area are known."""
    try:
        figure(cited.figure)
        area(cited.ask.area)
    except (KeyError, AreaUnknown):
        return False
    return True


def _own(faults: list[Fault], number: int) -> list[Fault]:
    return [each for each in faults if each.story == number]

"""Faults of a draft 稿件问题: what cannot be printed, and numbers typed instead of cited."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import AreaUnknown, area
from nuanxin.kernel.bulletins.content import Content
from nuanxin.kernel.bulletins.text import CITATION, Citation
from nuanxin.kernel.figures.catalogue import figure

PLACES = ("body_zh", "body_en", "stats")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_TYPED_ZH = re.compile(
    r"(?<![\d.第\-–/:])\d[\d,.]*(?![\d,.]|\s*[年月日号时点分期届路\-–/:]|\s*世纪)\s*\S{0,4}"
)
_TYPED_EN = re.compile(rf"(?<![\w.,\-–/:])\d[\d,]*(?:\.\d+)?(?![\w,\-–/:]|\s+(?:{_MONTHS})\b)(?:%|\s+\w+)?")
_YEAR = re.compile(r"(?:19|20)\d\d\b(?!,)")
_BEFORE_EN = re.compile(rf"(?:No\.|{_MONTHS})\s*$")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a story: which one (from 0), in which field, the words, what is wrong.

    ``stops`` where it cannot be published so; else it is a warning.
    """

    story: int
    field: str
    text: str
    said: str
    stops: bool = True


def faults_of(content: Content) -> list[Fault]:
    """Return what is wrong in a content's stories, in the order of the text."""
    return [
        fault
        for number, story in enumerate(content["story"])
        for place in PLACES
        for fault in _in_text(number, place, _text(story[place]))
    ]


def _text(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def _in_text(number: int, place: str, text: str) -> Iterator[Fault]:
    for match in CITATION.finditer(text):
        if said := fault_of_citation(match[1]):
            yield Fault(number, place, match[0], said)
    rest = CITATION.sub("\0", text)
    if stray := re.search(r"[{}].{0,20}", rest):
        said = _("a brace stands alone; a citation is {figure area period}")
        yield Fault(number, place, stray[0], said)
    if place == "stats":
        for line in rest.splitlines():
            if line.strip("\0 "):
                yield Fault(number, place, line, _("a number tile is one citation a line, nothing else"))
        return
    for typed in _typed(rest, chinese=place.endswith("zh")):
        said = _("a number that counts something is typed; cite the figure it comes from")
        yield Fault(number, place, typed, said, stops=False)


def fault_of_citation(inside: str) -> str:
    """Return what is wrong with a citation (the words between its braces), or nothing."""
    try:
        cited = Citation.parse(inside)
    except ValueError as error:
        return str(error)
    try:
        figure(cited.figure)
        area(cited.ask.area)
    except AreaUnknown:
        return _("there is no area %(code)s") % {"code": cited.area}
    except KeyError:
        return _("nobody declares a figure %(id)s") % {"id": cited.figure}
    return ""


def _typed(text: str, *, chinese: bool) -> Iterator[str]:
    """Yield the numbers of a text that are neither days nor years nor ordinals."""
    for match in (_TYPED_ZH if chinese else _TYPED_EN).finditer(text):
        bare_year = not chinese and _YEAR.fullmatch(match[0].split()[0])
        if not bare_year and not _BEFORE_EN.search(text[: match.start()]):
            yield match[0].replace("\0", "").strip()

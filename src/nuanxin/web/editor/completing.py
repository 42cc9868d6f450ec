"""Completing 引用补全: what may stand after an opened brace: a figure, then an area, then a period."""

from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse, JsonResponse

from nuanxin.kernel.areas.codes import full, short
from nuanxin.kernel.areas.index import held
from nuanxin.kernel.areas.tree import AreaUnknown, area, children, names
from nuanxin.kernel.bulletins.content import Content
from nuanxin.kernel.bulletins.outlines import usual_period
from nuanxin.kernel.bulletins.text import citations_read
from nuanxin.kernel.figures.answers import Ask, answer
from nuanxin.kernel.figures.catalogue import all_figures, figure
from nuanxin.kernel.figures.declare import Figure
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.web.editor.access import copy_of, hands
from nuanxin.web.routes import SignedRequest
from nuanxin.web.templatetags.wording import language, said, span

MOST = 8
Option = dict[str, str]


@hands
def complete(request: SignedRequest, number: int) -> HttpResponse:
    """Return what may follow the text typed since the brace: words to insert, name, meaning, value."""
    copy = copy_of(request.actor, number)
    typed, day = request.GET.get("text", ""), date.fromisoformat(copy.content["as_of"])
    options = options_for(typed, copy.content, copy.area, day)
    return JsonResponse({"options": options}, headers={"Cache-Control": "no-store"})


def options_for(typed: str, content: Content, home: int, day: date) -> list[Option]:
    """Return the options for a text typed after a brace, at most ``MOST``."""
    chosen, gap, rest = typed.lstrip().partition(" ")
    known = {each.id for each in all_figures()}
    if not gap or chosen not in known:
        return _figures(typed, home, day)
    code, gap, period = rest.lstrip().partition(" ")
    if gap and _code(code) is not None:
        return _periods(figure(chosen), code, period, day)
    return _areas(figure(chosen), rest.strip(), content, home, day)


def _figures(typed: str, home: int, day: date) -> list[Option]:
    wanted = typed.casefold().split()
    texts = {each: " ".join((each.id, each.zh, each.en)).casefold() for each in all_figures()}
    found = [each for each, text in texts.items() if all(word in text for word in wanted)][:MOST]
    asks = {each.id: Ask(each.id, home, usual_period(each, day)) for each in found}
    answers = answer(asks.values())
    return [
        {
            "insert": f"{each.id} ",
            "label": said(each),
            "says": f"{each.id} · {said(each.says)}",
            "value": str(answers[asks[each.id]].shown(language())),
        }
        for each in found
    ]


def _areas(chosen: Figure, typed: str, content: Content, home: int, day: date) -> list[Option]:
    codes = matching_areas(typed, chosen.id, content, home)[:MOST]
    called, period = names(codes, language()), usual_period(chosen, day)
    answers = answer([Ask(chosen.id, code, period) for code in codes])
    return [
        {
            "insert": f"{chosen.id} {short(code)} ",
            "label": called[code],
            "says": short(code),
            "value": str(answers[Ask(chosen.id, code, period)].shown(language())),
        }
        for code in codes
    ]


def matching_areas(typed: str, chosen: str, content: Content, home: int) -> list[int]:
    """Return areas by words or code: those cited already first, then the home area and what is below."""
    texts = [text for each in content["story"] for text in (each["body_zh"], each["body_en"], *each["stats"])]
    cited = citations_read(*texts)
    before = [each.ask.area for each in cited if each.figure == chosen] + [each.ask.area for each in cited]
    below = [each.code for each in children(home)]
    near = list(dict.fromkeys([*before, home, *below]))
    if not typed:
        return [code for code in near if _known(code)]
    wider = near + [each.code for code in below for each in children(code)]
    words = names(wider, "zh-hans"), names(wider, "en")
    found = [
        code
        for code in dict.fromkeys(wider)
        if short(code).startswith(typed) or any(typed.casefold() in each[code].casefold() for each in words)
    ]
    return found or _anywhere(typed)


def _anywhere(typed: str) -> list[int]:
    """Return areas of the whole tree whose name holds some words, widest first."""
    found = [code for code, each in held.get().areas.items() if typed in each.name]
    return sorted(found, key=lambda code: (len(short(code)), code))[:MOST]


def _periods(chosen: Figure, code: str, typed: str, day: date) -> list[Option]:
    found = [each for each in periods_to(chosen, day) if str(each).startswith(typed.strip())]
    if not found:
        found = list(_read(typed))
    asks = [Ask(chosen.id, full(code), each) for each in found]
    answers = answer(asks)
    return [
        {
            "insert": f"{chosen.id} {code} {ask.period}}}",
            "label": span(ask.period),
            "says": str(ask.period),
            "value": str(answers[ask].shown(language())),
        }
        for ask in asks
    ]


def periods_to(chosen: Figure, day: date) -> list[Period]:
    """Return the periods that end on a day, the usual one of a figure first."""
    month = Period.parse(f"{day:%Y-%m}")
    year_ago = date(day.year - 1, day.month, 1)
    after = date(year_ago.year + year_ago.month // 12, year_ago.month % 12 + 1, 1)
    usual = [
        usual_period(chosen, day),
        month,
        Period(date(day.year, 1, 1), day),
        Period(after, day),
        Period.parse(f"{day.year}Q{(day.month + 2) // 3}"),
        Period.parse(str(day.year)),
        Period(BEGINNING, day),
    ]
    return list(dict.fromkeys(usual))


def _read(typed: str) -> Iterable[Period]:
    try:
        yield Period.parse(typed)
    except ValueError:
        return


def _code(text: str) -> int | None:
    try:
        code = full(text)
    except ValueError:
        return None
    return code if _known(code) else None


def _known(code: int) -> bool:
    try:
        return bool(area(code))
    except AreaUnknown:
        return False

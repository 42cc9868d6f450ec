"""Areas 区域: those a reader may narrow by, suggested as he types."""

from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.access.ranges import ranges_of, reach_of
from nuanxin.kernel.areas.codes import LAST, LEVELS, short
from nuanxin.kernel.areas.index import held
from nuanxin.kernel.areas.naming import full_name
from nuanxin.kernel.areas.tree import children, find
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.plain.ranges import covers
from nuanxin.web.templatetags.wording import english, language

MOST = 40


def areas_like(actor: Actor, text: str) -> list[tuple[str, str]]:
    """Return areas within an actor's own: the widest, or those a text may mean or begins.

    Each as what one types and what it is called: a name says itself in Chinese, a code needs its name.
    """
    text = text.strip()
    codes = areas_meant(actor, text) if text else _widest(actor)
    return [_suggested(code) for code in codes[:MOST]]


def _widest(actor: Actor) -> list[int]:
    """Return a reader's own areas and those directly below them."""
    own = reach_of(actor)
    return [*own, *(below.code for code in own for below in children(code))]


def areas_meant(actor: Actor, text: str) -> list[int]:
    """Return the areas a text may mean, or whose name it begins, widest first."""
    ranges, folded = ranges_of(actor, *READERS), text.casefold()
    meant = {area.code for area in find(text)}
    found = [
        (LEVELS.index(area.level), code)
        for code, area in held.get().areas.items()
        if code in meant or area.name.startswith(text) or area.english.casefold().startswith(folded)
    ]
    return [code for _level, code in sorted(found) if code <= LAST and covers(ranges, code)]


def _suggested(code: int) -> tuple[str, str]:
    called = full_name(code, language())
    return (short(code), called) if english() else (called, short(code))

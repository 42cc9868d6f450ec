"""Areas 区域: those a reader may narrow by, suggested as he types."""

from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.areas.codes import LAST, LEVELS, short
from nuanxin.kernel.areas.index import held
from nuanxin.kernel.areas.naming import full_name
from nuanxin.kernel.areas.tree import find
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.plain.ranges import covers
from nuanxin.web.templatetags.wording import english, language

MOST = 40


def areas_like(actor: Actor, text: str) -> list[tuple[str, str]]:
    """Return areas within an actor's own: the widest, or those a text may mean or begins.

    Each as what one types and what it is called: a name says itself in Chinese, a code needs its name.
    """
    ranges = ranges_of(actor, *READERS)
    index, text = held.get(), text.strip()
    meant = {area.code for area in find(text)} if text else set()
    found: list[tuple[int, int]] = []
    for code, area in index.areas.items():
        wanted = (
            code in meant or area.name.startswith(text) or area.english.casefold().startswith(text.casefold())
        )
        if wanted and code <= LAST and covers(ranges, code):
            found.append((LEVELS.index(area.level), code))
    return [_suggested(code) for _level, code in sorted(found)[:MOST]]


def _suggested(code: int) -> tuple[str, str]:
    called = full_name(code, language())
    return (short(code), called) if english() else (called, short(code))

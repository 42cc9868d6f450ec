"""Suggesting 联想: areas within a reader's own, as he types."""

from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.areas.codes import LAST, LEVELS
from nuanxin.kernel.areas.index import held
from nuanxin.kernel.areas.tree import find
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.plain.ranges import covers
from nuanxin.web.explore.asked import named_area

MOST = 12


def areas_like(actor: Actor, text: str) -> list[str]:
    """Return areas a text may mean or begins, the widest first, each as it reads back without doubt."""
    text = text.strip()
    if not text:
        return []
    ranges, folded = ranges_of(actor, *READERS), text.casefold()
    found = {area.code for area in find(text)}
    for code, area in held.get().areas.items():
        if area.name.startswith(text) or area.english.casefold().startswith(folded):
            found.add(code)
    mine = [code for code in found if code <= LAST and covers(ranges, code)]
    areas = held.get().areas
    return [
        named_area(code)
        for code in sorted(mine, key=lambda code: (LEVELS.index(areas[code].level), code))[:MOST]
    ]

"""Wording 措辞: what declared things of the work room are called in the language in use."""

from django.utils.translation import get_language

from nuanxin.kernel.work.declare import Move, WorkType
from nuanxin.plain.words import Words


def called(thing: Words | Move | WorkType) -> str:
    """Return what a state, a move or a kind of work is called."""
    return thing.en if (get_language() or "").startswith("en") else thing.zh

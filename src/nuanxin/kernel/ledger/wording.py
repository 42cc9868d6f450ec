"""Wording 措辞: what declared things are called in the language in use, and what is kept in each language."""

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from django.conf import settings
from django.utils.translation import get_language, override

from nuanxin.plain.words import Words

Said = TypeVar("Said")


class Declared(Protocol):
    """Whatever is declared in both languages: words, a column, a move, a kind of work."""

    @property
    def zh(self) -> str:
        """Its Chinese."""

    @property
    def en(self) -> str:
        """Its English."""


def called(thing: Declared) -> str:
    """Return what a declared thing is called in the language in use, Chinese where none is active."""
    return Words(thing.zh, thing.en).said(get_language() or "")


def in_each_language(tell: Callable[[], Said]) -> dict[str, Said]:
    """Return what is told in each language of the house."""
    told: dict[str, Said] = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            told[code] = tell()
    return told


def canonical(say: Callable[[], str]) -> str:
    """Return words in the house's first language: what is kept of them is the same whoever's screen it was.

    Records are written so, and questions are known again by it in any other language.
    """
    with override(settings.LANGUAGE_CODE):
        return say()


def in_use(told: Mapping[str, str], otherwise: str = "") -> str:
    """Return what was kept in each language, in the language in use; ``otherwise`` where it was not kept."""
    return str(told.get(get_language() or settings.LANGUAGE_CODE, otherwise))

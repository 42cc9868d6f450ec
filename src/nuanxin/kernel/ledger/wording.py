"""Wording 措辞: what declared things are called in the language in use."""

from typing import Protocol

from django.utils.translation import get_language

from nuanxin.plain.words import Words


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

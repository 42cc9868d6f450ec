"""Pairing 列与栏目: how likely a heading and its cells are one declared column, and why, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.evidence import TELLING, Evidence, Weigher, in_words
from nuanxin.kernel.intake.headings import Heading, names_of
from nuanxin.kernel.intake.likeness import ALIKE
from nuanxin.kernel.intake.matching import nearness

SURE, LIKELY, PERHAPS = 0.9, 0.7, 0.5
"""From here on a pair is called sure, likely, possible."""

_SAID_HERE, _SAID_ELSEWHERE = 0.98, 0.8
_COINCIDENCE = 0.4
_NAMED, _NAMED_ALONE = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """A column and a heading: how likely they are one (0 to 1), and what speaks for it.

    ``name`` is how alike the names are and ``met`` the declared name met; ``seen`` what the cells say;
    ``said`` is "here" or "elsewhere" where an office has said it before.
    """

    column: Column
    heading: Heading
    confidence: float
    name: float
    met: str
    seen: Evidence
    said: str = ""

    @property
    def why(self) -> str:
        """The reason in words, in the language in use."""
        return _("; ").join(filter(None, (self._name_in_words(), in_words(self.column, self.seen))))

    def _name_in_words(self) -> str:
        facts = {"heading": self.heading.text, "name": self._met_name()}
        if self.said == "here":
            return _("your office has read “%(heading)s” so before") % facts
        if self.name >= 1:
            return _("the heading “%(heading)s” is its name") % facts
        if self.said == "elsewhere":
            return _("another office has read “%(heading)s” so") % facts
        if self.name >= ALIKE:
            return _("the heading “%(heading)s” is nearly “%(name)s”") % facts
        return _("the heading “%(heading)s” says little") % facts

    def _met_name(self) -> str:
        """The declared name met, as it was declared."""
        names = (self.column.zh, self.column.en, *self.column.aliases)
        return next((name for name in names if self.met in names_of(name)), self.column.zh)


def fit(sheet: Sheet, column: Column, heading: Heading, said: str, weigher: Weigher) -> Fit:
    """Weigh one column of a sheet against one heading; ``said`` is who has said before that they are one."""
    name, met = nearness(column, heading)
    seen = weigher.weigh(column, heading)
    spoken = {"here": _SAID_HERE, "elsewhere": _SAID_ELSEWHERE}.get(said, 0.0)
    confidence = _together(max(_strength(name), spoken), column, seen)
    if sheet.key == (column.field,) and confidence and weigher.apart(heading):
        confidence += 0.1 * (1 - confidence)
    return Fit(column, heading, min(confidence, 0.99), name, met, seen, said)


def _strength(name: float) -> float:
    """Return how much a likeness of names says."""
    if name >= 1:
        return 0.97
    if name >= ALIKE:
        return 0.35 + (name - ALIKE) / (0.95 - ALIKE) * 0.55
    return max(0.0, (name - _COINCIDENCE) / (ALIKE - _COINCIDENCE) * 0.3)


def _together(name: float, column: Column, seen: Evidence) -> float:
    """Return name and values together: values that can be read add, values that cannot take away."""
    if not seen.of:
        return name * 0.9
    if seen.share < 0.5:
        return max(name * (0.2 + seen.share), _NAMED_ALONE if name >= _NAMED else 0.0)
    told = TELLING[column.kind] * (2 * seen.share - 1) * min(1.0, seen.of / 3)
    return 1 - (1 - name) * (1 - told)


def likelihood(confidence: float) -> str:
    """Say in words how likely a confidence from 0 to 1 is."""
    if confidence >= SURE:
        return _("almost certain")
    if confidence >= LIKELY:
        return _("very likely")
    return _("likely") if confidence >= PERHAPS else _("unsure, please look")

"""Readings 读数: a figure's answer as a bulletin prints and keeps it."""

from fractions import Fraction

from nuanxin.kernel.bulletins.models import Bulletin, Reading
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.figures.answers import Answer
from nuanxin.kernel.figures.catalogue import figure


def reading(bulletin: Bulletin, position: int, cited: Citation, found: Answer) -> Reading:
    """Return an answer as the reading a bulletin freezes (not saved)."""
    zh, en = (found.shown(language, bulletin.rounding) for language in ("zh", "en"))
    return Reading(
        bulletin=bulletin,
        position=position,
        figure=cited.figure,
        area=cited.area,
        period=cited.period,
        definition=figure(cited.figure).definition_hash,
        numerator="" if found.value is None else str(found.value.numerator),
        denominator="" if found.value is None else str(found.value.denominator),
        number_zh=zh.prefix + zh.number + zh.suffix,
        unit_zh=zh.unit,
        number_en=en.prefix + en.number + en.suffix,
        unit_en=en.unit,
    )


def value_of(reading: Reading) -> Fraction | None:
    """Return a reading's exact value in base units."""
    return Fraction(int(reading.numerator), int(reading.denominator)) if reading.numerator else None


def citation_of(reading: Reading) -> Citation:
    """Return what a reading was cited as."""
    return Citation(reading.figure, reading.area, reading.period)

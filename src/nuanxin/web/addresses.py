"""Addresses 网址: the parts of an address that are not plain words, and where things are found."""

from django.urls import reverse
from django.urls.converters import register_converter

from nuanxin.kernel.areas.codes import full, short
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.figures.answers import Ask
from nuanxin.plain.periods import Period


class PeriodInAddress:
    """A period in an address: its short form, with ``_`` for the slash between two days."""

    regex = r"[0-9Q._-]+"

    def to_python(self, value: str) -> Period:
        """Read it; ValueError (a page not found) where it is no period."""
        return Period.parse(value.replace("_", "/"))

    def to_url(self, value: Period | str) -> str:
        """Write it."""
        return str(value).replace("/", "_")


class AreaInAddress:
    """An area in an address: its division code as a text cites it, shortest form preferred."""

    regex = r"[0-9]{2,15}"

    def to_python(self, value: str) -> str:
        """Let it through; ValueError (a page not found) where it is no division code."""
        full(value)
        return value

    def to_url(self, value: str) -> str:
        """Write it."""
        return value


def register_parts() -> None:
    """Make ``<period:...>`` and ``<area:...>`` known to the address table."""
    register_converter(PeriodInAddress, "period")
    register_converter(AreaInAddress, "area")


def figure_address(ask: Ask) -> str:
    """Return where a figure stands on its own, for an area and a period."""
    query = f"area={short(ask.area)}&period={ask.period}" + ("&mapped=1" if ask.mapped else "")
    query += f"&apart={ask.apart}" if ask.apart else ""
    query += f"&kind={ask.kind}" if ask.kind is not None else ""
    return f"{reverse('figure', args=[ask.figure])}?{query}"


def reading_address(number: str, cited: Citation) -> str:
    """Return where a figure of a bulletin opens."""
    return reverse("reading", args=[number, cited.figure, cited.area, cited.period])

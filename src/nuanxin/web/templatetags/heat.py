"""Filters that say the paints of a map: areas by lightness of one hue. They are the tokens of the house."""

from django import template

register = template.Library()
HEAT = ("#f3eee4", "#f1dccc", "#e5b498", "#c96f49", "#96300f")
INK, WHITE = "#1f1d1a", "#ffffff"


@register.filter
def heat(step: int) -> str:
    """Return the paint of a lightness step; 0 is nothing recorded."""
    return HEAT[step]


@register.filter
def on_heat(step: int) -> str:
    """Return the paint of text on a lightness step."""
    return WHITE if step == len(HEAT) - 1 else INK

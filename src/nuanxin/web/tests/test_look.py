"""The look: contrast of every pair of colours that text is set in, and the size of what is loaded."""

import re
from itertools import product
from pathlib import Path

STATIC = Path(__file__).parents[1] / "static" / "nuanxin"
USUAL, MORE = (STATIC / "tokens.css").read_text(encoding="utf-8").split("@media (prefers-contrast: more)")
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6})")
TOKENS = dict(COLOUR.findall(USUAL))
ENOUGH, LARGEST_B = 4.5, 300_000


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_is_readable_on_every_ground():
    grounds = ("paper", "card", "shade", "accent-soft")
    pairs = [*product(("ink", "ink-2", "ink-3", "accent"), grounds), ("ok", "ok-soft"), ("bad", "bad-soft")]
    pairs += [("ink-2", "bad-soft"), ("bad", "paper"), ("bad", "card")]
    pairs += [("ink", f"heat-{step}") for step in range(4)] + [
        ("card", "heat-4"),
        ("card", "accent"),
        ("card", "ink"),
    ]
    weak = [(one, other) for one, other in pairs if contrast(TOKENS[one], TOKENS[other]) < ENOUGH]
    assert not weak


def test_a_control_and_the_focus_stand_out_from_the_ground():
    for one, other in product(("line-3", "focus"), ("paper", "card")):
        assert contrast(TOKENS[one], TOKENS[other]) >= 3


def test_who_asks_for_more_contrast_gets_it():
    more = TOKENS | dict(COLOUR.findall(MORE))
    texts, grounds = ("ink", "ink-2", "ink-3", "accent", "ok", "bad"), ("paper", "card", "shade")
    softs = ("accent-soft", "ok-soft", "bad-soft")
    assert not [pair for pair in product(texts, grounds + softs) if contrast(*map(more.get, pair)) < 7]
    assert not [pair for pair in product(("line", "focus"), grounds) if contrast(*map(more.get, pair)) < 4.5]


def test_nothing_loaded_is_large():
    assert not [path.name for path in STATIC.iterdir() if path.stat().st_size > LARGEST_B]


def test_no_template_has_an_inline_script_style_or_handler():
    templates = (Path(__file__).parents[1] / "templates").rglob("*.html")
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:")
    assert not [path.name for path in templates if inline.search(path.read_text(encoding="utf-8"))]

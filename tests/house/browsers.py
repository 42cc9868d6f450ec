"""Which browsers pages are written for: offices keep Chromium 90; styles and scripts use nothing newer.

Properties that an older browser passes over without harm (``text-wrap``, ``accent-color``) may stand.
"""

import re
from pathlib import Path

from tests.house.tree import place, texts

OUR_STATIC = "src/nuanxin/web/static/nuanxin"
NEWER_STYLES = {
    ":has()": r":has\(",
    "color-mix()": r"\bcolor-mix\(",
    "light-dark()": r"\blight-dark\(",
    "lab, lch, oklab or oklch": r"\b(?:ok)?l(?:ab|ch)\(",
    "@layer": r"@layer\b",
    "@container": r"@container\b",
    "@scope": r"@scope\b",
    "@starting-style": r"@starting-style\b",
    "subgrid": r"\bsubgrid\b",
    "dvh, svh or lvh": r"\d[dsl]v(?:h|w|min|max|b|i)\b",
    "a range in @media": r"@media[^{]*[<>]",
    "a selector within a rule": r"\{[^{}]*(?:&[\s.:#>\[{]|[;}\s]&)",
}
NEWER_SCRIPTS = {
    "structuredClone": r"\bstructuredClone\(",
    ".at()": r"\.at\(",
    "Object.hasOwn": r"\bObject\.hasOwn\(",
    "Object.groupBy": r"\b(?:Object|Map)\.groupBy\(",
    ".findLast()": r"\.findLast(?:Index)?\(",
    ".toSorted() and its like": r"\.to(?:Sorted|Reversed|Spliced)\(",
    ".with()": r"\]\.with\(",
    ".showPicker()": r"\.showPicker\(",
    "Array.fromAsync": r"\bArray\.fromAsync\(",
    "Promise.withResolvers": r"\bPromise\.withResolvers\(",
    "AbortSignal.timeout": r"\bAbortSignal\.(?:timeout|any)\(",
    ":has()": r":has\(",
    "a static block": r"\bstatic\s*\{",
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def pages_suit_chromium_90(root: Path) -> list[str]:
    """No style and no script of ours uses what Chromium 90 lacks."""
    return [
        f"{place(root, path, line)}: {what} is newer than Chromium 90; write it with older means"
        for suffix, newer in ((".css", NEWER_STYLES), (".js", NEWER_SCRIPTS))
        for path, text in texts(root, suffix, under=OUR_STATIC)
        for what, line in _newer(text, newer)
    ]


def _newer(text: str, newer: dict[str, str]) -> list[tuple[str, int]]:
    """Return what is newer in a text, with its line; comments count for nothing but their lines."""
    plain = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    return [
        (what, plain.count("\n", 0, found.start()) + 1)
        for what, pattern in newer.items()
        for found in re.finditer(pattern, plain)
    ]

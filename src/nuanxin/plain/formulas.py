"""Formulas 公式: texts that a spreadsheet would take for one, made harmless and read back as they were.

In a workbook a text cell is a text whatever it says. A comma-separated file has no kinds of cell, so a
text that begins like a formula gets an apostrophe before it, which our own reader takes off again.
"""

OPENING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell that is reckoned out, or runs a command, may begin with in some spreadsheet."""

QUOTE = "'"


def harmless(text: str) -> str:
    """Return a text as it may stand in a comma-separated file."""
    bare = text.lstrip(" \u3000\u00a0\ufeff\u200b")
    return QUOTE + text if bare.startswith(OPENING) or text.startswith(QUOTE) else text


def as_written(text: str) -> str:
    """Return a text of a comma-separated file without the apostrophe that ``harmless`` put before it."""
    return text[1:] if text.startswith(QUOTE) and harmless(text[1:]) == text else text

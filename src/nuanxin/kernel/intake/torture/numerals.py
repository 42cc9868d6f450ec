"""Numerals 中文数字: whole numbers as Chinese words, for whoever types 一百八十二."""

_ONES = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")


def spelt(number: int) -> str:
    """Return a whole number below a hundred million in Chinese words."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if low and low < 1_000 else ""
        return f"{spelt(high)}万{gap}{spelt(low) if low else ''}"
    if number == 0:
        return "零"
    digits, words, skipped = str(number), "", False
    for at, digit in enumerate(digits):
        if digit == "0":
            skipped = True
            continue
        words += ("零" if skipped and words else "") + _ONES[int(digit)] + _PLACES[len(digits) - at - 1]
        skipped = False
    return words.removeprefix("一") if words.startswith("一十") else words


def digits(number: int) -> str:
    """Return a number's digits one by one, with the 〇 of dates: 2024 -> 二〇二四."""
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def wide(text: str) -> str:
    """Return a text with full-width digits and punctuation."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)

"""Slips 笔误: what somebody who wrote one letter wrong may have meant.

Sought only where nothing is called exactly so. Digits are taken as they are: another number is another place.
"""

import re

SHORTEST_LATIN = 4
"""Of a shorter word in Latin letters, one letter wrong may mean anything."""
LONGEST = 20
"""A longer word is sought as it is: nobody is called so, and every letter costs time."""


def nearly(word: str) -> re.Pattern[str]:
    """Return a pattern of a word with at most one letter wrong, missing, too many or in the other's place."""
    forms = [re.escape(word)]
    if (SHORTEST_LATIN if word.isascii() else 2) <= len(word) <= LONGEST:
        for at, letter in enumerate(word):
            if not letter.isdigit():
                forms += _slips(word, at)
    return re.compile("|".join(dict.fromkeys(forms)))


def _slips(word: str, at: int) -> list[str]:
    """Return the slips at a letter as parts of a pattern; of two letters, only another letter is one."""
    before, letter, after = re.escape(word[:at]), re.escape(word[at]), re.escape(word[at + 1 :])
    wrong = rf"{before}[^\s\d]{after}"
    if len(word) == 2:
        return [wrong]
    swapped = before + re.escape(word[at + 1 : at + 2]) + letter + re.escape(word[at + 2 :])
    return [wrong, before + after, rf"{before}{letter}[^\s\d]{after}", swapped]

"""Masks 脱敏: personal values as they may stand on a screen, and as they are compared."""

import re
import unicodedata

KINDS = ("name", "phone", "id_number", "address", "email", "health", "text", "file")
"""What a personal value may be."""

HIDDEN = "***"
_SPACE = re.compile(r"\s+")
_REMARK = re.compile(r"[（(]")
_NOT_DIGITS = re.compile(r"\D+")


def masked(kind: str, text: str) -> str:
    """Return a value with what tells a person hidden: 张*三, 138****1234, 150***********123X.

    Health, free text and files show nothing.
    """
    said = text.strip()
    if not said:
        return ""
    if kind == "name":
        return _name(said)
    if kind == "phone":
        return f"{said[:3]}****{said[-4:]}" if len(said) >= 11 else f"****{said[-2:]}"
    if kind == "id_number":
        return f"{said[:3]}{'*' * max(len(said) - 7, 3)}{said[-4:]}" if len(said) > 9 else HIDDEN
    if kind == "address":
        return f"{said[:6]}****" if len(said) > 8 else HIDDEN
    if kind == "email":
        who, at, where = said.partition("@")
        return f"{who[:1]}{HIDDEN}{at}{where}"
    return HIDDEN


def _name(said: str) -> str:
    """Hide the middle of a name, or the end of one of two characters; a remark in brackets goes."""
    said = _REMARK.split(said)[0].strip() or said
    if len(said) == 1:
        return "*"
    if len(said) == 2:
        return f"{said[0]}*"
    return f"{said[0]}{'*' * min(len(said) - 2, 4)}{said[-1]}"


def normal(kind: str, text: str) -> str:
    """Return a value as it is compared: widths, case and spaces evened out; phones and ID numbers bare.

    A phone drops +86, an ID number ends with a capital X.
    """
    said = _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    if kind == "phone":
        digits = _NOT_DIGITS.sub("", said)
        return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
    return said.upper() if kind == "id_number" else said

"""Cells 单元格: what a cell of each declared kind means. Pure readers, chosen once a column.

Every reader takes a cell as calamine gives it (str, int, float, bool, date, datetime) and returns
the value, or None where the cell says that there is none; what cannot be read raises CellError.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import wraps
from typing import Any
from unicodedata import normalize

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.areas import tree
from nuanxin.kernel.intake import numbers
from nuanxin.kernel.intake.amounts import PLAIN, Scale, amount_reader
from nuanxin.kernel.intake.days import EPOCH, day_reader
from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.doubts import Doubt, Option, tellable
from nuanxin.kernel.intake.faults import CellError, listed
from nuanxin.kernel.intake.odd_cells import DITTO, ERROR, ERROR_TEXTS, Displayed, Unread
from nuanxin.kernel.intake.signs import private_sign

Read = Callable[..., Any]

NOTHING = frozenset(("", "/", "\\", "-", "--", "—", "——", "－"))
"""Texts that say nothing; 无 and 0 do say something and are not among them."""

_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FOLDED = re.compile("[\u2e80-\u2fdf\u3000\uf900-\ufaff\uff01-\uff0b\uff0d-\uffef]+")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_BETWEEN = re.compile(f"(?<=[{_CJK}·、。，（）《》“”]) | (?=[{_CJK}·、。，（）《》“”])")
_WIDE_DOT = re.compile(f"(?<=[{_CJK}])．(?=[{_CJK}])")
_DOTS = re.compile(f"(?<=[{_CJK}])[•‧・∙⋅･](?=[{_CJK}])")
_ODD = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]")
_HAS_CJK = re.compile(f"[{_CJK}]")
_AFTER_CJK = re.compile(f"(?<=[{_CJK}）])[,:;!?]")
_FULL = str.maketrans("(),:;!?", "（），：；！？")
_YES = frozenset(("是", "√", "✓", "✔", "☑", "有", "y", "yes", "true", "1", "●", "对", "已", "已完成"))
_NO = frozenset(
    ("否", "×", "✗", "✘", "x", "无", "没有", "不是", "n", "no", "false", "0", "○", "未", "未完成")
)
_LONGEST_WHOLE = 10**15
_MOST_AREAS = 30
_ASKED_TWICE = re.compile(
    "[#〃″\ue000-\uf8ff\U000f0000-\U0010fffd]|^同|^ditto$|^''$|^\\d(?:\\.\\d+)?[eE]", re.I
)
"""What only errors, 同上 and its kin, lost digits and private signs have."""
_PLAIN_WORD = re.compile(r"(?!同|(?i:ditto)$|\d[eE])[0-9A-Za-z\u4e00-\u9fff]+").fullmatch
"""What most texts are: nothing to tidy, nothing that could mean something else."""
_LOST = re.compile(r"\d(?:\.\d+)?E\+?\d{1,3}", re.I)


def tidy(text: str) -> str:
    """Return a text in one form: widths folded, unseen characters gone, spaces kept sensible.

    Spaces inside Chinese words go (张 三 is 张三), between Latin words one stays; name dots become ·;
    punctuation in Chinese text is full-width, so that 网点(东) and 网点（东） are one name.
    """
    if not _ODD.search(text):
        return text
    text = _WIDE_DOT.sub("·", text)
    text = _FOLDED.sub(lambda found: normalize("NFKC", found[0]), normalize("NFC", text))
    text = _SPACES.sub(" ", _UNSEEN.sub("", text)).strip()
    if not _HAS_CJK.search(text):
        return text
    text = _AFTER_CJK.sub(lambda found: found[0].translate(_FULL), text)
    text = text.replace("(", "（").replace(")", "）")
    return _DOTS.sub("·", _BETWEEN.sub("", text))


def read_text(cell: object) -> str | None:
    """Return a cell as text; a whole number without its .0, a day as 2024-05-01, nothing as None.

    Raises CellError for a number of more than 15 digits: the spreadsheet has already lost the rest; for
    error texts and for 同上, which a reader of rows must follow up. Raises Doubt for private signs.
    """
    if isinstance(cell, str):
        if _PLAIN_WORD(cell):
            return cell
        text = tidy(cell)
        return None if text in NOTHING else _sound(text)
    if isinstance(cell, Unread):
        raise cell.fault()
    if isinstance(cell, Displayed):
        return cell.text
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not cell.time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, int | float):
        return _digits(cell)
    return str(cell)


def _sound(text: str) -> str:
    """Return a text that means itself."""
    if not _ASKED_TWICE.search(text):
        return text
    if text in ERROR_TEXTS:
        raise Unread(ERROR, text).fault()
    if text in DITTO:
        raise CellError(_("%(text)s has no row above it.") % {"text": text}, _("Write it out."))
    if _LOST.fullmatch(text):
        raise _lost(text)
    if doubt := private_sign(text):
        raise doubt
    return text


def _lost(number: str) -> CellError:
    return CellError(
        _("The number %(number)s has lost its last digits in the spreadsheet.") % {"number": number},
        _("Format the column as text and type the digits again."),
        plain=_("The number has lost its last digits in the spreadsheet."),
    )


def _digits(number: float) -> str:
    if number != number or abs(number) == float("inf"):
        raise CellError(_("%(text)s is not a number.") % {"text": str(number)}, _("Type the value again."))
    if abs(number) >= _LONGEST_WHOLE:
        raise _lost(f"{number:.0f}")
    return str(int(number)) if number == int(number) else f"{number:.15g}"


def read_yes_no(cell: object) -> bool | None:
    """Return whether a cell says yes (是 √ 有 Y 1) or no (否 × 无 N 0)."""
    if isinstance(cell, bool):
        return cell
    text = (read_text(cell) or "").lower()
    if text in _YES:
        return True
    if text in _NO:
        return False
    if not text:
        return None
    raise CellError(_("%(text)s says neither yes nor no.") % {"text": text}, _("Write 是 or 否 (yes or no)."))


def choice_reader(column: Column) -> Read:
    """Return a reader of one of the column's declared words (or their codes), as the code."""
    choices = column.choices or {}
    known = {tidy(word).lower(): code for word, code in choices.items()}
    known |= {said.lower(): code for code in choices.values() for said in (code, code.replace("_", " "))}

    def read(cell: object) -> str | None:
        text = read_text(cell)
        if text is None:
            return None
        code = known.get(text.lower())
        if code is None:
            raise CellError(
                _("%(text)s is none of the words of this column.") % {"text": text},
                _("Write one of: %(words)s.") % {"words": listed(choices)},
            )
        return code

    return read


def read_area(text: str, within: int | None, level: str) -> int:
    """Return the 12-digit code of the area a text names, first inside ``within``, then anywhere.

    Raises CellError where no area has that name, Doubt where more than one has.
    """
    try:
        return tree.resolve(text, within, level)
    except tree.AreaUnknown as error:
        if within is not None:
            return read_area(text, None, level)
        words = {"text": text, "names": listed(error.near)}
        remedy = _("Did you mean %(names)s?") if error.near else _("Write its full name or its code.")
        raise CellError(_("No area is called “%(text)s”.") % words, remedy % words) from error
    except tree.AreaAmbiguous as error:
        raise _several(text, within, error) from error


@tellable
def _several(text: str, within: int | None, error: tree.AreaAmbiguous) -> Doubt:
    """Return the doubt of a name that several areas bear, with each of them as an option."""
    names = [tree.full_name(area.code, get_language() or "") for area in error.candidates]
    options = [
        Option(str(area.code), name, area.code)
        for area, name in zip(error.candidates[:_MOST_AREAS], names, strict=False)
    ]
    words = {"text": text, "names": listed(names[:5])}
    asked = f"{tree.full_name(within, settings.LANGUAGE_CODE)}：{text}" if within else text
    said = _("“%(text)s” may be any of %(names)s.") % words
    return Doubt("area", asked, said, options, _("Choose one, or put the wider area before it."))


@tellable
def _elsewhere(text: str, inside: int, found: int) -> Doubt:
    """Return the doubt of a name that only a place outside its row's own area bears."""
    there, here = (tree.full_name(code, get_language() or "") for code in (found, inside))
    words = {"text": text, "found": there, "inside": here}
    only = _("%(inside)s, and no place within it") % words
    options = [Option(str(found), there, found), Option(str(inside), only, inside)]
    asked = f"{tree.full_name(inside, settings.LANGUAGE_CODE)}：{text}"
    said = _("“%(text)s” is not in %(inside)s, where its row lies; %(found)s is called so.") % words
    remedy = _("Choose the place that is meant, or mend the name or the wider area in the sheet.")
    return Doubt("elsewhere", asked, said, options, remedy)


def _apart(one: int, other: int) -> bool:
    """Return whether neither of two areas lies in the other."""
    (low, high), (bottom, top) = tree.span(one), tree.span(other)
    return high < bottom or top < low


def area_reader(column: Column, within: int | None) -> Callable[[object, int | None], int | None]:
    """Return a reader of areas inside the area of the sheet, or of the row where one is given.

    A place outside the sheet's area is taken, for titles say little; one outside its row's is asked about.
    """
    known: dict[tuple[object, int | None], int | CellError | None] = {}

    def read(cell: object, inside: int | None = None) -> int | None:
        place = (cell, inside)
        if place not in known:
            known[place] = look_up(cell, inside)
        found = known[place]
        if isinstance(found, CellError):
            raise found.with_traceback(None)
        return found

    def look_up(cell: object, inside: int | None) -> int | CellError | None:
        try:
            text = read_text(cell)
            if text is None:
                return None
            found = read_area(text, inside or within, column.level)
            return _elsewhere(text, inside, found) if inside and _apart(found, inside) else found
        except CellError as error:
            return error

    return read


def reader(
    column: Column,
    scale: Scale = PLAIN,
    within: int | None = None,
    *,
    epoch: date = EPOCH,
    years: Sequence[int] = (),
) -> Read:
    """Return the reader of a column: ``scale`` for numbers, ``within`` for areas, the others for days."""
    read = _reader(column, scale, within, epoch, years)
    return read if column.blank is None else _never_blank(read, column.blank)


def _never_blank(read: Read, blank: object) -> Read:
    """Return a reader to which a cell that says nothing says what a blank one does."""

    def said(cell: object) -> Any:
        value = read(cell)
        return blank if value is None else value

    return said


def _reader(column: Column, scale: Scale, within: int | None, epoch: date, years: Sequence[int]) -> Read:
    match column.kind:
        case "whole" | "quantity":
            return _counting(amount_reader(scale)) if column.counted else amount_reader(scale)
        case "day":
            return _happened(day_reader(epoch, years)) if column.happened else day_reader(epoch, years)
        case "area":
            return area_reader(column, within)
        case "choice":
            return _remembered(choice_reader(column))
        case "yes_no":
            return _remembered(read_yes_no)
        case _:
            return _remembered(number_reader(column) or read_text)


def below_nothing() -> CellError:
    """Return what is wrong with an amount below zero in a column that counts."""
    said = _("The number is less than 0, and this column counts from 0.")
    remedy = _("Mend the number; what is to be taken back is corrected in its own row.")
    return CellError(said, remedy, plain=said)


def _counting(read: Read) -> Read:
    """Return a reader that takes no amount below zero."""

    def counted(cell: object) -> Any:
        amount = read(cell)
        if amount is not None and amount < 0:
            raise below_nothing()
        return amount

    return counted


def still_to_come() -> CellError:
    """Return what is wrong with a day after today in a column of what happened."""
    said = _("The day is still to come, and this column tells what has happened.")
    return CellError(said, _("Mend the day, the year above all."), plain=said)


def _happened(read: Read) -> Read:
    """Return a reader that takes no day after today."""

    def happened(cell: object) -> Any:
        day = read(cell)
        if day is not None and day > localdate():
            raise still_to_come()
        return day

    return happened


def _remembered(read: Read) -> Read:
    known: dict[str, object] = {}

    @wraps(read)
    def remembered(cell: object) -> object:
        if type(cell) is not str:
            return read(cell)
        if cell in known:
            return known[cell]
        value = read(cell)
        if len(known) < 10_000:
            known[cell] = value
        return value

    return remembered


def number_reader(column: Column) -> Read | None:
    """Return the reader of a text column that holds phone or ID numbers, None for any other."""
    normalise = numbers.normaliser(column)
    if normalise is None:
        return None

    def read(cell: object) -> str | None:
        text = read_text(cell)
        return None if text is None else normalise(text)

    return read

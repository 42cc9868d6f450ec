"""Amounts 数量: cells that mean a number in a unit, as exact whole numbers of base units.

Which unit: the cell's own (10万元), else the heading's, else the unit line's, else the column's.
Nothing is rounded and nothing is guessed: 约 and 余 are asked about, and what the base unit cannot hold
exactly is refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any
from unicodedata import category, normalize

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.doubts import Doubt, Option, tellable
from nuanxin.kernel.intake.estimates import estimate
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.numerals import NUMERAL, number_of
from nuanxin.kernel.intake.odd_cells import Displayed, Unread
from nuanxin.plain.units import BASES, UNITS, Unit

COUNTED = frozenset(("piece", "person", "person_time", "household", "event", "day"))
"""Bases that count whole things; a whole-number column takes a unit of any of them."""

_EXACT = Context(prec=80)
_SCALES = {"万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4}
_SCALES |= {"千": 3, "百": 2}
_COUNT_WORDS = frozenset("只件套座间株棵所台张本辆条册份艘栋块亭位") | {"人·次"}
_SAME = {"km": "公里", "千米": "公里", "m": "米", "kg": "千克", "公斤": "千克", "t": "吨", "kw": "千瓦"}
_SAME |= {"万kw": "万千瓦", "人民币元": "元", "元人民币": "元", "块钱": "元", "口人": "人", "口": "人"}
_SAME |= {"场": "场次", "日": "天", "个工日": "天", "工日": "天", "rmb": "元"}
_SAME |= {unit.en.lower(): label for label, unit in reversed(UNITS.items()) if unit.en and not unit.scale}
_NUMBER = re.compile(r"([+-]?)[¥￥]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)([^\d,.]*)")
_SPELT = re.compile(rf"({NUMERAL})([^\d,.]*)")
_SMALL = re.compile(r"-?\d(?:\.\d+)?[eE]-\d{1,2}")
"""2.849E-05, as programs write small numbers into text: nothing is lost, unlike in 1.39E+10."""
_BRACKETED = re.compile(r"([^()]+)\(([^()]+)\)")
_NOTHING = frozenset(("", "/", "-", "--", "—", "——", "无", "未统计", "不详"))
_UNSEEN = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]+")
_YEARS = frozenset(("年", "年度"))

_KEPT = 10_000

Read = Callable[[Any], int | None]


@dataclass(frozen=True, slots=True)
class Scale:
    """How the bare numbers of a column are read: ``unit`` in effect, and the base (empty: any count)."""

    unit: Unit
    base: str


PLAIN = Scale(UNITS["个"], "")
"""A whole-number column without a unit: 5, 5人 and 5辆 are all five."""


def unit_named(text: str) -> Unit | None:
    """Return the unit a label means (万元, km, 人次, 辆), None where it is no unit."""
    label = normalize("NFKC", text).strip().lower()
    label = _SAME.get(label, label)
    if label in UNITS:
        return UNITS[label]
    if label in _COUNT_WORDS:
        return UNITS["个"]
    scale = next((scale for scale in _SCALES if label.startswith(scale)), "")
    rest = label[len(scale) :]
    bare = UNITS.get(_SAME.get(rest, rest)) or (UNITS["个"] if rest in _COUNT_WORDS else None)
    if not scale or bare is None or bare.scale:
        return None
    return Unit(label, bare.en, bare.base, bare.factor * 10 ** _SCALES[scale], _SCALES[scale])


def read_amount(cell: object, scale: Scale) -> int | None:
    """Return a cell's amount in base units, None where it says that there is none.

    Raises CellError for words, a unit of another base, and what is not whole; Doubt for estimates and
    whatever else may mean several numbers.
    """
    if isinstance(cell, Displayed):
        return _from_display(cell, scale)
    if isinstance(cell, Unread):
        raise cell.fault()
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise _not_a_number(str(cell))
    if not isinstance(cell, str):
        if cell != cell or abs(cell) == float("inf"):
            raise _not_a_number(str(cell))
        return _whole(Decimal(f"{cell:.15g}"), scale.unit, f"{cell:.15g}", scale)
    text = _UNSEEN.sub("", normalize("NFKC", cell)).replace("，", ",").replace("−", "-")
    if text in _NOTHING:
        return None
    if any(category(sign) == "No" for sign in cell):
        raise _not_a_number(cell)  # ① and ² are no digits, though folding makes them such
    return _from_text(text, scale)


def amount_reader(scale: Scale) -> Read:
    """Return a reader for a column: numbers at once, texts with a memory.

    A float is taken at the 15 digits a spreadsheet keeps. Factors are powers of ten, so a float that
    is the nearest one to a whole number of base units below 10**15 means exactly that number.
    """
    factor, known = int(scale.unit.factor), dict[str, int | CellError | None]()

    def read(cell: Any) -> int | None:
        if type(cell) is float:
            scaled = cell * factor
            if -1e15 < scaled < 1e15:
                whole = round(scaled)
                if whole / factor == cell:
                    return whole
        elif type(cell) is str:
            if cell not in known:
                amount = _or_error(cell, scale)
                if len(known) >= _KEPT:
                    known.clear()
                known[cell] = amount
            amount = known[cell]
            if isinstance(amount, CellError):
                raise amount.with_traceback(None)
            return amount
        return read_amount(cell, scale)

    return read


def _or_error(cell: str, scale: Scale) -> int | CellError | None:
    try:
        return read_amount(cell, scale)
    except CellError as error:
        return error


def shown(amount: int, unit: Unit) -> str:
    """Return an amount of base units as a sheet in that unit would say it: 66173 万元."""
    exact = Fraction(amount) / unit.factor
    number = _EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return f"{number:f} {unit_words(unit)}".rstrip()


def unit_words(unit: Unit) -> str:
    """Return a unit in the language in use; 万元 and its kin, which English has no word for, as they are.

    What is merely counted (个) has no word in English.
    """
    if not (get_language() or "").startswith("en") or unit.scale:
        return unit.label
    return "" if unit is PLAIN.unit else unit.en or unit.label


def _from_text(text: str, scale: Scale) -> int:
    try:
        return _plain(text, scale)
    except CellError as error:
        stated = _BRACKETED.fullmatch(text)
        if stated and (exact := _exact(stated[2], scale)) is not None:
            return exact  # 约6万户（60312户）
        raise (
            estimate(text, lambda part: _plain(part, scale), lambda n: shown(n, scale.unit)) or error
        ) from None


def _exact(text: str, scale: Scale) -> int | None:
    try:
        return _plain(text, scale)
    except CellError:
        return None


def _plain(text: str, scale: Scale) -> int:
    """Read a number in digits or in Chinese numerals, with or without its unit."""
    number: Decimal | None = None
    if _SMALL.fullmatch(text):
        return _whole(Decimal(text), scale.unit, text, scale)
    if found := _NUMBER.fullmatch(text):
        sign, digits, label = found.groups()
        number = Decimal(sign + digits.replace(",", ""))
    elif found := _SPELT.fullmatch(text):
        numeral, label = found.groups()
        if numeral[-1] in "万亿" and not any(word in numeral[:-1] for word in "万亿") and len(numeral) > 1:
            numeral, label = numeral[:-1], numeral[-1] + label
        number = number_of(numeral)
        if any(word in numeral for word in "万亿") and not label:
            label = _unscaled(scale.unit)
    if not found or number is None:
        raise _not_a_number(text)
    return _in_unit(number, label, text, scale)


def _in_unit(number: Decimal, label: str, text: str, scale: Scale) -> int:
    unit = _unit_of_cell(label, scale) if label else scale.unit
    if unit is None or unit.base not in BASES:
        raise _not_a_number(text)
    if not fits(unit, scale.base):
        raise CellError(
            _("%(text)s is in %(unit)s, which this column does not count.")
            % {"text": text, "unit": unit.label},
            _("Write it in %(unit)s.") % {"unit": scale.unit.label},
        )
    return _whole(number, unit, text, scale)


def _from_display(cell: Displayed, scale: Scale) -> int:
    """Read a number that its format shows as something else: a share, another unit, another scale."""
    if cell.share:
        raise CellError(
            _("%(text)s is a share, and this column takes an amount.") % {"text": cell.text},
            _("Write the amount itself."),
        )
    stored = _exact(f"{float(cell):.15g}", scale)
    seen = _exact(_UNSEEN.sub("", normalize("NFKC", cell.text)), scale)
    if stored == seen and stored is not None:
        return stored
    if stored is None and seen is None:
        raise _not_a_number(cell.text)
    raise _shown_otherwise(cell, scale, seen, stored)


@tellable
def _shown_otherwise(cell: Displayed, scale: Scale, seen: int | None, stored: int | None) -> Doubt:
    options = [
        Option(code, shown(amount, scale.unit), amount)
        for code, amount in (("shown", seen), ("stored", stored))
        if amount is not None
    ]
    facts = {"text": cell.text, "number": f"{float(cell):.15g}"}
    said = _("The cell shows %(text)s, and holds %(number)s.") % facts
    remedy = _("Say which one is meant, or format it as a plain number.")
    return Doubt("displayed", cell.form, said, options, remedy)


def _unit_of_cell(label: str, scale: Scale) -> Unit | None:
    """Return the unit written in a cell; 万 alone means 万 of the column's unscaled unit."""
    if label in _SCALES:
        return unit_named(label + _unscaled(scale.unit))
    if label in _YEARS and not scale.base:
        return UNITS["个"]  # 2024年 in a column of years
    return unit_named(label)


def _unscaled(unit: Unit) -> str:
    return unit.label.lstrip("万亿千百十") if unit.scale else unit.label


def _whole(number: Decimal, unit: Unit, text: str, scale: Scale) -> int:
    scaled = _EXACT.multiply(number, Decimal(unit.factor.numerator))
    if scaled != scaled.to_integral_value(context=_EXACT):
        raise CellError(
            _("%(text)s is finer than one %(base)s.") % {"text": text, "base": base_named(unit.base)},
            _("Round it in the sheet to whole %(base)s.") % {"base": base_named(scale.base or unit.base)},
        )
    if abs(scaled) >= 2**63:
        raise _not_a_number(text)
    return int(scaled)


def fits(unit: Unit, base: str) -> bool:
    """Return whether amounts in a unit can stand in a column of a base (empty: of any count)."""
    return unit.base == base if base else unit.base in COUNTED


def base_named(base: str) -> str:
    """Return a base unit's name in the language in use."""
    return base.replace("_", " ") if (get_language() or "").startswith("en") else BASES[base]


def _not_a_number(text: str) -> CellError:
    return CellError(
        _("%(text)s is not a number.") % {"text": text},
        _("Write one number in digits; write 0 where there was none."),
    )

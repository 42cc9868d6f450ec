"""Ways of amounts 数的写法: units, widths, words, estimates, and what is no number at all."""

from decimal import Decimal

from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.torture.canvas import FLAG, FORMULA, NUMBER, Cell
from nuanxin.kernel.intake.torture.desk import FACTORS, Amount, Desk, in_base, ordinal, siblings
from nuanxin.kernel.intake.torture.numerals import spelt, wide
from nuanxin.kernel.intake.torture.truth import asked, either, refused, value
from nuanxin.kernel.intake.torture.ways import NUMBERS, Written, decimal, exact, number_cell, way


@way("digits_as_text", *NUMBERS)
def _digits(desk: Desk, column: Column, said: Amount) -> Written:
    text = decimal(said.number)
    return exact(column, said, Cell(desk.random.choice((text, f" {text}", f"{text}\u00a0", f"{text} "))))


@way("thousands", *NUMBERS)
def _thousands(desk: Desk, column: Column, said: Amount) -> Written | None:
    if said.number < 1_000 or ordinal(column):
        return None
    text = f"{said.number.normalize():,f}"
    return exact(column, said, Cell(desk.random.choice((text, text.replace(",", "，"), wide(text)))))


@way("full_width", *NUMBERS)
def _wide(_desk: Desk, column: Column, said: Amount) -> Written:
    return exact(column, said, Cell(wide(decimal(said.number))))


def _counted_in(desk: Desk, column: Column) -> str:
    """Return the unit that people write behind a whole number of a column; blank where they write none."""
    for mark, unit in (
        ("年", "年"),
        ("序", ""),
        ("（", ""),
        ("人次", "人次"),
        ("人", "人"),
        ("天", "天"),
        ("车", "辆"),
    ):
        if mark in column.zh:
            return unit
    return desk.random.choice(("个", "人", "户"))


@way("unit_in_cell", *NUMBERS)
def _unit(desk: Desk, column: Column, said: Amount) -> Written | None:
    """1234人次, 10万元 beside 元: the cell's own unit rules."""
    number = decimal(said.number)
    if column.kind == "whole":
        unit = _counted_in(desk, column)
        return exact(column, said, Cell(f"{number}{unit}")) if unit else None
    unit = desk.random.choice((said.unit, *siblings(said.unit)))
    told = decimal(said.number * FACTORS[said.unit][1] / FACTORS[unit][1])
    return exact(column, said, Cell(desk.random.choice((f"{told}{unit}", f"{told} {unit}"))))


@way("ten_thousands", *NUMBERS)
def _ten_thousands(desk: Desk, column: Column, _said: Amount) -> Written | None:
    """1.5万, 1.2亿 in a column of plain units."""
    unit = _said.unit
    if unit.startswith(("万", "亿")) or column.kind == "whole":
        return None
    number, word, times = desk.random.choice(
        (("1.5", "万", 10_000), ("12", "万", 10_000), ("0.2", "亿", 10**8))
    )
    return Cell(f"{number}{word}"), value(in_base(Decimal(number) * times, unit))


@way("chinese_numerals", *NUMBERS)
def _spelt(desk: Desk, column: Column, said: Amount) -> Written | None:
    if said.number != said.number.to_integral_value() or ordinal(column) or said.number > 10**7:
        return None
    return exact(column, said, Cell(spelt(int(said.number))))


@way("odd_numerals", *NUMBERS)
def _odd(desk: Desk, column: Column, said: Amount) -> Written | None:
    """廿三 and 一点五亿: words that common converters do not know."""
    if ordinal(column) or said.unit.startswith(("万", "亿")):
        return None
    text, number = desk.random.choice(
        (("廿三", 23), ("卅", 30), ("一点五亿", 150_000_000), ("三千零五", 3_005))
    )
    return Cell(text), value(in_base(Decimal(number), said.unit))


@way("estimates", *NUMBERS)
def _estimate(desk: Desk, column: Column, said: Amount) -> Written | None:
    """约5, 3万余, 近百: kept as what they are, at once or after a question, never as exact numbers."""
    if ordinal(column):
        return None
    text, number, precision = desk.random.choice(ESTIMATES)
    if said.unit.startswith(("万", "亿")) and number >= 10_000:
        text, number, precision = "约50", 50, "about"
    return Cell(text), either(in_base(Decimal(number), said.unit), "estimate", precision)


ESTIMATES = (
    ("约5", 5, "about"),
    ("≈200", 200, "about"),
    ("约１２０", 120, "about"),
    ("大约300", 300, "about"),
    ("200左右", 200, "about"),
    ("3万余", 30_000, "at_least"),
    ("60余", 60, "at_least"),
    ("500多", 500, "at_least"),
    ("60以上", 60, "at_least"),
    ("近百", 100, "nearly"),
    ("近800", 800, "nearly"),
    ("50以内", 50, "at_most"),
)


@way("more_than", *NUMBERS)
def _more(desk: Desk, column: Column, said: Amount) -> Written | None:
    if ordinal(column):
        return None
    sixty = in_base(Decimal(60), said.unit)
    text = desk.random.choice((">60", "＞60", "≥60"))
    return Cell(text), either(sixty, "more than", "at_least", (sixty + 1, "at_least"))


@way("amount_range", *NUMBERS)
def _range(desk: Desk, column: Column, said: Amount) -> Written | None:
    if ordinal(column):
        return None
    return Cell(desk.random.choice(("5-6", "50～60", "100—120", "30至40"))), asked("range")


@way("two_measures", "quantity")
def _two(_desk: Desk, column: Column, said: Amount) -> Written | None:
    """3.5公里/2处: two things in one cell."""
    if FACTORS[said.unit][0] != "metre":
        return None
    return Cell("3.5公里/2处"), either(3_500, "two measures")


@way("other_unit", "quantity")
def _other(desk: Desk, column: Column, said: Amount) -> Written | None:
    """人 in a column of 人次, 件次 in one of 户: another thing was counted."""
    wrong = {"person_time": "人", "household": "人", "fen": "户", "centimu": "公里", "metre": "亩"}
    unit = wrong.get(FACTORS[said.unit][0], "亩")
    return Cell(f"{decimal(said.number)}{unit}"), refused("another unit")


@way("percent", *NUMBERS)
def _percent(_desk: Desk, column: Column, said: Amount) -> Written | None:
    return None if ordinal(column) else (Cell("15.3%"), refused("a share"))


@way("bracketed_negative", "quantity")
def _negative(desk: Desk, column: Column, said: Amount) -> Written:
    text = decimal(said.number)
    return Cell(desk.random.choice((f"（{text}）", f"({text})"))), either(-said.base, "negative in brackets")


@way("words_for_numbers", *NUMBERS)
def _words(desk: Desk, column: Column, _said: Amount) -> Written:
    return Cell(desk.random.choice(("若干", "见附表", "待统计", "１２３．４．５"))), refused("no number")


@way("none_there", *NUMBERS)
def _none(_desk: Desk, column: Column, _said: Amount) -> Written:
    """无 says that there is none, or that none is known: zero is one reading, a guess all the same."""
    return Cell("无"), refused("none") if column.required else either(column.blank, "none")


@way("zero", "quantity")
def _zero(desk: Desk, _column: Column, _said: Amount) -> Written:
    return (Cell("0") if desk.random.random() < 0.5 else Cell(0.0, NUMBER)), value(0)


@way("too_fine", "quantity")
def _fine(desk: Desk, column: Column, said: Amount) -> Written | None:
    """Finer than the smallest thing that is kept: 12.3456元."""
    if FACTORS[said.unit][1] > 100:
        return None
    fine = Decimal("12.3456") if FACTORS[said.unit][1] == 100 else Decimal("12.5")
    return (Cell(decimal(fine)) if desk.random.random() < 0.5 else number_cell(fine)), refused("too fine")


@way("flag_for_number", *NUMBERS, needs="typed")
def _flag(_desk: Desk, _column: Column, _said: Amount) -> Written:
    return Cell(True, FLAG), refused("true is no number")


@way("formula_with_value", *NUMBERS, needs="formula")
def _formula(_desk: Desk, column: Column, said: Amount) -> Written:
    return exact(column, said, Cell(float(said.number), FORMULA, formula=f"={decimal(said.number)}*1"))


@way("unit_in_format", "quantity", needs="form")
def _form_unit(_desk: Desk, column: Column, said: Amount) -> Written | None:
    """12.5 shown as 12.5万元 by the cell's format alone, in a column of 元: the sheet says 万元."""
    larger = [unit for unit in siblings(said.unit) if FACTORS[unit][1] > FACTORS[said.unit][1]]
    if not larger:
        return None
    shown = Decimal("12.5")
    meant = in_base(shown, larger[0])
    return number_cell(shown, f'0.0"{larger[0]}"'), either(meant, "unit in the format")


@way("scale_in_format", "quantity", needs="form")
def _form_scale(_desk: Desk, column: Column, said: Amount) -> Written | None:
    """125000 shown as 12.5 by the format 0!.0, under 万元: what one reads is 12.5 万元."""
    if said.unit != "万元":
        return None
    return number_cell(Decimal(125_000), "0!.0,"), either(
        in_base(Decimal("12.5"), "万元"), "scale in the format"
    )

"""Ways of days 日期的写法: full days, days of less precision, and what is no day at all."""

from datetime import date
from typing import Any

from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.torture.canvas import DAY, NUMBER, Cell
from nuanxin.kernel.intake.torture.desk import Desk
from nuanxin.kernel.intake.torture.numerals import digits, spelt, wide
from nuanxin.kernel.intake.torture.truth import asked, either, refused, value
from nuanxin.kernel.intake.torture.ways import Written, exact, way

_EPOCH = date(1899, 12, 30)


@way("day_forms", "day")
def _forms(desk: Desk, column: Column, day: date) -> Written:
    y, m, d = day.year, day.month, day.day
    forms = (
        f"{y}-{m:02}-{d:02}",
        f"{y}/{m}/{d}",
        f"{y}年{m}月{d}日",
        f"{y}.{m:02}.{d:02}",
        f"{y}年{m}月{d}号",
        f"{y} 年 {m} 月 {d} 日",
        wide(f"{y}.{m}.{d}"),
        f"{y}-{m}-{d} 00:00:00",
        f"{y}.{m}.{d}.",
    )
    return exact(column, day, Cell(desk.random.choice(forms)))


@way("day_in_words", "day")
def _words(_desk: Desk, column: Column, day: date) -> Written:
    return exact(column, day, Cell(f"{digits(day.year)}年{spelt(day.month)}月{spelt(day.day)}日"))


@way("day_of_eight_digits", "day")
def _eight(desk: Desk, column: Column, day: date) -> Written:
    text = f"{day:%Y%m%d}"
    return exact(column, day, Cell(text) if desk.random.random() < 0.5 else Cell(float(text), NUMBER))


@way("day_serial", "day")
def _serial(desk: Desk, column: Column, day: date) -> Written:
    """45413: a day whose format was lost."""
    number = (day - _EPOCH).days
    return exact(column, day, Cell(float(number), NUMBER) if desk.typed else Cell(str(number)))


@way("day_short_year", "day")
def _short(desk: Desk, column: Column, day: date) -> Written:
    """24/5/1: the year of the century, as every office means it; asking is right too."""
    mark = desk.random.choice("/.-")
    text = f"{day.year % 100}{mark}{day.month}{mark}{day.day}"
    return Cell(text), either(day.isoformat(), "two-digit year")


@way("real_day", "day", needs="typed")
def _real(desk: Desk, column: Column, day: date) -> Written:
    form = desk.random.choice(
        ("yyyy-mm-dd", "yyyy.m.d", "m月d日", "[$-804]yyyy年m月", "dd/mm/yyyy", "mmm-yy")
    )
    return exact(column, day, Cell(day, DAY, form=form))


@way("month_only", "day")
def _month(desk: Desk, _column: Column, day: date) -> Written:
    """A month where a day is due: kept as a month, at once or after the question which day counts."""
    y, m = day.year, day.month
    forms = (
        f"{y}年{m}月",
        f"{y}.{m:02}",
        f"{y}-{m:02}",
        f"{y}年{m}月份",
        f"{y}年{m}月底",
        f"{y}/{m:02}",
        f"{digits(y)}年{spelt(m)}月",
        f"{y}年{m}月初",
    )
    text = desk.random.choice(forms)
    return Cell(text), either(f"{y}-{m:02}", "a month", "month")


@way("year_only", "day")
def _year(_desk: Desk, _column: Column, day: date) -> Written:
    """A year where a day is due: read as a year, or asked about."""
    return Cell(f"{day.year}年"), either(f"{day.year}", "a year", "year")


@way("month_as_number", "day", needs="typed")
def _month_number(_desk: Desk, _column: Column, day: date) -> Written | None:
    """2024.05 as a number can only be May; January and October are ways of their own."""
    if day.month in (1, 10):
        return None
    number = float(f"{day.year}.{day.month:02}")
    return Cell(number, NUMBER), either(f"{day.year}-{day.month:02}", "month as a number", "month")


@way("october_or_january", "day", needs="typed")
def _october(_desk: Desk, _column: Column, day: date) -> Written:
    """2024.10 as a number is 2024.1."""
    return Cell(float(f"{day.year}.1"), NUMBER), asked("january or october")


@way("month_without_year", "day")
def _no_year(desk: Desk, _column: Column, day: date) -> Written:
    text = desk.random.choice((f"{day.month}月底", f"{day.month}月{day.day}日", f"{day.month}月中旬"))
    return Cell(text), asked("no year")


@way("day_range", "day")
def _range(desk: Desk, _column: Column, day: date) -> Written:
    y, m = day.year, day.month
    forms = (f"{y}.{m}.1-{m}.28", f"{y}年{m}月1日至{m}月28日", f"{y}.{m}.1—{y}.{m}.28", f"{y}年{m}月1-28日")
    return Cell(desk.random.choice(forms)), asked("range")


@way("open_end", "day")
def _open(desk: Desk, column: Column, _day: date) -> Written:
    """长期: no end; where an end may be blank, blank is what it means."""
    text = desk.random.choice(("长期", "至今", "长期有效"))
    ends = not column.required and column.field.endswith(("ended_on", "closed_on", "until", "left_on"))
    return Cell(text), either(None, "open end") if ends else asked("open end")


@way("planned", "day")
def _planned(desk: Desk, _column: Column, day: date) -> Written:
    text = desk.random.choice(
        (f"拟{day.year}年", f"计划{day.year}年{day.month}月", f"预计{day.year}.{day.month}.{day.day}")
    )
    return Cell(text), asked("planned")


@way("lunar", "day")
def _lunar(desk: Desk, _column: Column, day: date) -> Written:
    text = desk.random.choice(
        (f"农历{day.year}年五月初三", "农历腊月二十三", f"{day.year}年（农历）八月十五")
    )
    return Cell(text), asked("lunar day")


@way("no_such_day", "day")
def _none(desk: Desk, _column: Column, day: date) -> Written:
    text = desk.random.choice(
        (f"{day.year}.2.30", f"{day.year}年13月1日", f"{day.year}-00-10", f"{day.year}.4.31")
    )
    return Cell(text), refused("no such day")


@way("no_day", "day")
def _no_day(desk: Desk, _column: Column, _day: date) -> Written:
    return Cell(desk.random.choice(("待定", "春季", "上半年", "不详日期"))), refused("no day")


@way("odd_number_for_day", "day", needs="typed")
def _odd(desk: Desk, _column: Column, _day: date) -> Written:
    return Cell(desk.random.choice((5.0, 125.5, 3_000.0, -1.0, 99_999_999.0)), NUMBER), refused("no day")


def full(day: date) -> Any:
    """Return the truth of a whole day."""
    return value(day.isoformat())

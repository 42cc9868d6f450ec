"""Ways of texts 文字的写法: names, numbers of papers and persons, and what a number cell does to them."""

import re

from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.torture.canvas import FORMULA, NUMBER, Cell
from nuanxin.kernel.intake.torture.desk import MONGOLIAN, Desk, identity
from nuanxin.kernel.intake.torture.numerals import wide
from nuanxin.kernel.intake.torture.truth import either, refused, value
from nuanxin.kernel.intake.torture.ways import Written, exact, way


def _named(column: Column) -> bool:
    return "编号" in column.zh or column.zh.endswith("号")


@way("full_width_text", "text")
def _wide(_desk: Desk, column: Column, said: str) -> Written | None:
    """ＷＴ０００１: the same number of a paper, typed wide."""
    return exact(column, said, Cell(wide(said))) if re.search("[0-9A-Z]", said) else None


@way("mongolian_dots", "text")
def _dots(desk: Desk, column: Column, said: str) -> Written | None:
    if said not in MONGOLIAN:
        return None
    return exact(column, said, Cell(said.replace("·", desk.random.choice("•‧・∙"))))


@way("private_signs", "text")
def _private(_desk: Desk, column: Column, said: str) -> Written | None:
    """䶮 as old GBK systems kept it, in the private area; the sign it stands for, or a question."""
    if column.field in _keys(_desk) or _named(column):
        return None
    return Cell(f"{said}\ue863"), either(f"{said}䶮", "private sign")


@way("rare_signs", "text")
def _rare(_desk: Desk, column: Column, said: str) -> Written | None:
    return None if _named(column) else exact(column, f"{said}䶮㛃", Cell(f"{said}䶮㛃"))


@way("long_name", "text")
def _long(_desk: Desk, column: Column, said: str) -> Written | None:
    if _named(column):
        return None
    said = f"巴图吉日嘎拉·那木海扎布·额尔敦陶克陶{said}"
    return exact(column, said, Cell(said))


@way("short_number", "text")
def _short(desk: Desk, column: Column, _said: str) -> Written | None:
    """A number of few digits in a number cell: 12, not 12.0."""
    if not _named(column):
        return None
    number = 1_000 + desk.spot * 7
    return Cell(float(number), NUMBER), value(str(number))


@way("lost_digits", "text", needs="typed")
def _lost(desk: Desk, column: Column, _said: str) -> Written | None:
    """Eighteen digits in a number cell: the last three are gone for good."""
    if not _named(column):
        return None
    return Cell(float(int(identity(desk.random)[:17] + "0")), NUMBER), refused("lost digits")


@way("scientific", "text")
def _scientific(desk: Desk, column: Column, _said: str) -> Written | None:
    """1.39E+10 as text: a number shortened on the screen and pasted."""
    if not _named(column):
        return None
    return Cell(desk.random.choice(("1.39E+10", "1.50802E+17", "1.38E+10"))), refused("lost digits")


@way("text_by_formula", "text", needs="formula")
def _formula(_desk: Desk, column: Column, said: str) -> Written:
    return exact(column, said, Cell(said, FORMULA, formula=f'=CONCATENATE("{said}","")'))


@way("line_break", "text")
def _break(desk: Desk, column: Column, said: str) -> Written | None:
    if len(said) < 4 or _named(column) or not re.fullmatch("[\u4e00-\u9fff]+", said[:4]):
        return None
    return exact(column, said, Cell(f"{said[:2]}\n{said[2:]}"))


def _keys(desk: Desk) -> tuple[str, ...]:
    return desk.sheet.key

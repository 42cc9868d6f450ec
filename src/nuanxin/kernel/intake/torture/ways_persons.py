"""Ways of persons' numbers 证件和电话的写法: IDs and phones as number cells and habits damage them."""

from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.torture.canvas import NUMBER, Cell
from nuanxin.kernel.intake.torture.desk import Desk
from nuanxin.kernel.intake.torture.numerals import wide
from nuanxin.kernel.intake.torture.truth import either, refused, value
from nuanxin.kernel.intake.torture.ways import Written, exact, way


def _identity(column: Column) -> bool:
    return "身份证" in column.zh


def _phone(column: Column) -> bool:
    return "电话" in column.zh or "手机" in column.zh


@way("identity_as_number", "text", needs="typed")
def _lost(_desk: Desk, column: Column, said: str) -> Written | None:
    """An ID in a number cell: Excel keeps fifteen digits."""
    if not _identity(column):
        return None
    return Cell(float(said[:15] + "000"), NUMBER), refused("lost digits")


@way("identity_forms", "text")
def _forms(desk: Desk, column: Column, said: str) -> Written | None:
    if not _identity(column):
        return None
    return exact(column, said, Cell(desk.random.choice((f"{said} ", said.lower(), wide(said)))))


@way("identity_of_fifteen", "text")
def _fifteen(_desk: Desk, column: Column, said: str) -> Written | None:
    if not _identity(column):
        return None
    old = said[:6] + said[8:17]
    return Cell(old), either(old, "old number")


@way("account_as_number", "text", needs="typed")
def _account(_desk: Desk, column: Column, said: str) -> Written | None:
    if "卡号" not in column.zh and "账号" not in column.zh:
        return None
    return Cell(float(int(said)), NUMBER), refused("lost digits")


@way("phone_forms", "text")
def _phones(desk: Desk, column: Column, said: str) -> Written | None:
    if not _phone(column):
        return None
    if desk.random.random() < 0.4:
        return exact(column, said, Cell(float(said), NUMBER))
    spaced = f"{said[:3]} {said[3:7]} {said[7:]}"
    cell = Cell(desk.random.choice((spaced, f"+86{said}", f"+86 {spaced}", spaced.replace(" ", "-"))))
    return cell, either(said, "phone", "", (str(cell.value), ""), (str(cell.value).replace(" ", ""), ""))


@way("phone_lost", "text")
def _phone_lost(_desk: Desk, column: Column, _said: str) -> Written | None:
    return (Cell("1.39E+10"), refused("lost digits")) if _phone(column) else None


@way("two_phones", "text")
def _two(_desk: Desk, column: Column, said: str) -> Written | None:
    if not _phone(column):
        return None
    text = f"{said}、13900000001"
    return Cell(text), either(text, "two phones")


@way("extension", "text")
def _extension(_desk: Desk, column: Column, _said: str) -> Written | None:
    if not _phone(column):
        return None
    return Cell("0478-8888888转8001"), value("0478-8888888转8001")

"""The imprint 版头版记 of a bulletin as written: who issues it, under which number, to whom, how many copies.

A city's settings say what holds for all its bulletins (``[imprint]``), a draft what is its own. Nothing
is made up: what neither says is not printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class ImprintDraft:
    """What the heads of a document need to know, in both languages.

    ``issuer`` the issuing body 发文机关 (in a brief 编发单位) and ``mark`` its name as printed in red
    发文机关标志; ``symbol`` the reference number 发文字号; ``total`` the running issue number 总第X期;
    ``subject`` the title of the official document 标题; ``to`` its addressees 主送; ``cc`` 抄送;
    ``report``, ``send`` and ``distribute`` the three lines 报 送 发 of a brief; ``printer`` who
    printed it 印发机关, in so many ``copies`` 共印X份; ``dated`` the day it bears 成文日期.
    """

    issuer_zh: str = ""
    issuer_en: str = ""
    mark_zh: str = ""
    mark_en: str = ""
    symbol: str = ""
    total: int | None = None
    subject_zh: str = ""
    subject_en: str = ""
    to_zh: str = ""
    to_en: str = ""
    cc_zh: str = ""
    cc_en: str = ""
    report_zh: str = ""
    report_en: str = ""
    send_zh: str = ""
    send_en: str = ""
    distribute_zh: str = ""
    distribute_en: str = ""
    printer_zh: str = ""
    printer_en: str = ""
    copies: int | None = None
    dated: date | None = None


FIELDS = {field.name: field for field in fields(ImprintDraft)}


def read_imprint(*tables: Mapping[str, Any]) -> ImprintDraft:
    """Return the imprint of some tables, later ones over earlier; ValueError names what is no field."""
    given = {key: value for table in tables for key, value in table.items()}
    if unknown := sorted(set(given) - set(FIELDS)):
        raise ValueError(f"an imprint has no field {', '.join(unknown)}; it has {', '.join(FIELDS)}")
    for name, value in given.items():
        kind = {"total": int, "copies": int, "dated": date}.get(name, str)
        if type(value) is not kind:
            raise ValueError(f"the imprint's {name} must be a {kind.__name__}, not {value!r}")
    return ImprintDraft(**given)

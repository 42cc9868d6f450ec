"""What the register keeps of persons and households: each field declared, with ground, time and mask."""

from nuanxin.kernel.privacy.declare import DUTY, Personal, declare
from nuanxin.plain.words import Words

OFFICERS = ("clerk", "reviewer")
"""The roles that may open what they need for a matter of their areas."""

NAME = declare(
    Personal(
        "party.name",
        "个人姓名、户名或编号",
        "name or number of a person or household",
        kind="name",
        purpose=Words(
            "把同一人、同一户在各表中的事项对到一起，办理其事项。",
            "To bring together what several sheets say of one person or household, and to attend to it.",
        ),
        basis=DUTY,
        kept="privacy.names_kept",
        since=Words("最后一项事项办结之日", "the day the last matter of theirs ended"),
        seen_by=OFFICERS,
    )
)

_WRITTEN = Words("最近一次登记或更正之日", "the day it was last recorded or corrected")
_SENSITIVE = Words(
    "《个人信息保护法》第十三条第一款第三项、第二十八条、第二十九条：履行法定职责；敏感个人信息，须单独同意",
    "PIPL art. 13(1)(3), 28, 29: statutory duties; sensitive, with separate consent",
)


def _particular(kind: str, zh: str, en: str, mask: str, purpose: Words, basis: Words) -> Personal:
    kept = "privacy.health_kept" if kind == "health" else "privacy.particulars_kept"
    return declare(Personal(f"particular.{kind}", zh, en, mask, purpose, basis, kept, _WRITTEN, OFFICERS))


PARTICULARS = {
    "phone": _particular(
        "phone",
        "电话",
        "phone",
        "phone",
        Words("办理事项时联系本人。", "To reach the person about their matter."),
        DUTY,
    ),
    "id_number": _particular(
        "id_number",
        "公民身份号码",
        "ID number",
        "id_number",
        Words(
            "仅在法律要求核对身份时收集，如以工代赈发放工资。",
            "Only where law asks for proof of identity, such as wages of work-for-relief.",
        ),
        _SENSITIVE,
    ),
    "address": _particular(
        "address",
        "住址",
        "address",
        "address",
        Words("上门帮办或送达。", "To visit the person, or to deliver something."),
        DUTY,
    ),
    "health": _particular(
        "health",
        "健康与困难情况",
        "health and hardship",
        "health",
        Words("判断需要何种帮扶；不用于评价任何人。", "To see what help is needed; never to rate anybody."),
        _SENSITIVE,
    ),
}
"""The particulars of a person or household, by kind."""

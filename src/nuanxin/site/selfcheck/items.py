"""The items of the list, with level and clause."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from nuanxin.plain.words import Words
from nuanxin.site.selfcheck import findings as seen


class Verdict(StrEnum):
    """Whether an item is met."""

    MET = "met"
    NOT_MET = "not met"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Item:
    """An item: from which level on it is asked, what, in which clause, and what looks at it."""

    level: int
    words: Words
    clause: str
    look: Callable[[], seen.Seen]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An item with its verdict, evidence and remedy."""

    item: Item
    verdict: Verdict
    evidence: str
    remedy: str


ITEMS = (
    Item(2, Words("身份唯一", "everybody has an identity of their own"), "8.1.4.1 a)", seen.unique_accounts),
    Item(2, Words("口令复杂度", "complexity of passwords"), "8.1.4.1 a)", seen.complexity),
    Item(2, Words("口令定期更换", "passwords changed in time"), "8.1.4.1 a)", seen.periodic_change),
    Item(2, Words("登录失败处理", "wrong tries"), "8.1.4.1 b)", seen.lock),
    Item(2, Words("闲置自动退出", "idle sessions"), "8.1.4.1 b)", seen.idle),
    Item(2, Words("传输加密", "encrypted transport"), "8.1.4.1 c)、8.1.4.7", seen.encrypted_transport),
    Item(2, Words("无默认账号口令", "no default accounts"), "8.1.4.2 b)", seen.no_default_accounts),
    Item(2, Words("清理多余和过期授权", "stale grants"), "8.1.4.2 c)", seen.reviewed),
    Item(2, Words("三员分立、最小权限", "three administrators apart"), "8.1.4.2 d)、8.1.5", seen.three_apart),
    Item(2, Words("审计覆盖每个用户", "every user audited"), "8.1.4.3 a)、b)", seen.audited),
    Item(2, Words("审计记录受保护", "records protected"), "8.1.4.3 c)", seen.protected),
    Item(2, Words("审计记录定期封存", "records sealed"), "8.1.4.3 c)", seen.sealed),
    Item(2, Words("日志留存六个月以上", "logs kept six months"), "《网络安全法》第二十一条", seen.kept_long),
    Item(2, Words("输入有效性检验", "input checked"), "8.1.4.4", seen.valid_input),
    Item(2, Words("数据备份恢复", "backups"), "8.1.4.9 a)", seen.backed_up),
    Item(2, Words("剩余信息保护", "nothing left behind"), "8.1.4.10 a)", seen.residue),
    Item(2, Words("个人信息最小采集", "personal fields declared"), "8.1.4.11 a)", seen.personal_declared),
    Item(2, Words("物理环境与机房", "rooms and power"), "8.1.1", seen.office),
    Item(2, Words("网络区域与边界防护", "network zones and borders"), "8.1.2、8.1.3", seen.office),
    Item(2, Words("恶意代码防范与补丁", "malware and patches of the machine"), "8.1.4.5", seen.office),
    Item(2, Words("安全管理制度与人员", "rules, training, contracts"), "8.1.6–8.1.10", seen.office),
    Item(3, Words("双因素鉴别", "two factors, one cryptographic"), "8.1.4.1 d)", seen.two_factors),
    Item(3, Words("限制并发会话", "one session a person"), "测评实践", seen.sessions),
    Item(3, Words("管理终端地址限制", "addresses administrators may come from"), "8.1.4.4 c)", seen.office),
    Item(3, Words("主体粒度访问控制", "policy by subject"), "8.1.4.2 e)、f)", seen.three_apart),
    Item(3, Words("安全标记", "security labels"), "8.1.4.2 g)", seen.office),
    Item(3, Words("审计集中检索", "records searched in one place"), "8.1.5.4", seen.searchable),
    Item(
        3,
        Words("存储保密性和完整性", "confidential and whole at rest"),
        "8.1.4.7、8.1.4.8",
        seen.personal_declared,
    ),
    Item(3, Words("批量导出双人放行", "four eyes on exports"), "8.1.4.11 b)", seen.four_eyes),
    Item(3, Words("热备与异地备份", "hot standby, backup elsewhere"), "8.1.4.9 b)、c)", seen.office),
    Item(3, Words("商用密码产品合规（密评）", "certified cryptography"), "GB/T 39786", seen.office),
)


def evaluated(level: int) -> Iterator[Evaluated]:
    """Evaluate every item of a level and those below it; what stumbles is not met, and says why."""
    for item in ITEMS:
        if item.level <= level:
            found = _tried(item)
            verdict = {True: Verdict.MET, False: Verdict.NOT_MET, None: Verdict.OFFICE}[found.met]
            yield Evaluated(item, verdict, found.evidence, found.remedy)


def _tried(item: Item) -> seen.Seen:
    try:
        return item.look()
    except Exception as error:  # whatever it is, the keeper is told, and the rest is looked at
        said = _("It could not be looked at: %(said)s") % {"said": f"{type(error).__name__}: {error}"}
        return seen.Seen(False, said, _("Mend what the message names, and look again."))


def verdict_word(verdict: Verdict) -> str:
    """Return a verdict in words."""
    return {
        Verdict.MET: _("met"),
        Verdict.NOT_MET: _("not met"),
        Verdict.OFFICE: _("to be shown by the office"),
    }[verdict]

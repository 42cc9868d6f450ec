"""Roles 角色 in words."""

from nuanxin.kernel.ledger.wording import called
from nuanxin.plain.words import Words

_ROLES = {
    "reader": Words("查阅人", "reader"),
    "clerk": Words("经办人", "clerk"),
    "reviewer": Words("审核人", "reviewer"),
    "publisher": Words("发布人", "publisher"),
    "auditor": Words("审计人", "auditor"),
    "keeper": Words("值守人", "keeper"),
    "system": Words("系统管理员", "system administrator"),
    "security": Words("安全管理员", "security administrator"),
    "audit": Words("审计管理员", "audit administrator"),
}


def role_name(role: str) -> str:
    """Return what a role is called in the reader's language."""
    return called(_ROLES[role])

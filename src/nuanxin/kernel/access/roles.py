"""Roles 角色 in words."""

from django.utils.translation import get_language

from nuanxin.plain.words import Words

_ROLES = {
    "clerk": Words("经办人", "clerk"),
    "reviewer": Words("审核人", "reviewer"),
    "publisher": Words("发布人", "publisher"),
    "auditor": Words("审计人", "auditor"),
    "administrator": Words("管理员", "administrator"),
}


def role_name(role: str) -> str:
    """Return what a role is called in the reader's language."""
    return _ROLES[role].said(str(get_language()))

"""What happens at the door and is written into the journal."""

from django.conf import settings
from django.http import HttpRequest

from nuanxin.kernel.ledger.journal import DONE, event_kind, origin_of, record

SIGNED_IN = event_kind("access.signed_in", "登录", "signed in")
SIGNED_OUT = event_kind("access.signed_out", "退出", "signed out")
IDLED_OUT = event_kind("access.idled_out", "闲置退出", "signed out, idle")
TIMED_OUT = event_kind("access.timed_out", "会话到时退出", "signed out, session at its end")
FAILED_SIGN_IN = event_kind("access.sign_in_failed", "登录失败", "failed to sign in")
LOCKED = event_kind("access.locked", "登录锁定", "locked after wrong tries")
FACTOR_FAILED = event_kind("access.factor_failed", "第二步验证失败", "failed at the second step")
FACTOR_CHANGED = event_kind("access.factor_changed", "变更第二步验证", "changed the second step")
PASSWORD_SET = event_kind("access.password_set", "设置密码", "set a password")
SESSION_ENDED = event_kind("access.session_ended", "结束会话", "ended a session")
SEARCHED_LOG = event_kind("audit.searched", "查询审计日志", "searched the audit log")
VERIFIED = event_kind("audit.verified", "核验台账和日志", "verified ledger and journal")
EXPORTED_LOG = event_kind("audit.exported", "导出审计日志", "exported the audit log")


def note(
    request: HttpRequest | None,
    verb: str,
    actor: int | None,
    *,
    about: str = "",
    area: int | None = None,
    outcome: str = DONE,
) -> int:
    """Write an event into the journal with a keyed hash of where the request came from."""
    origin = origin_of(address_of(request)) if request is not None else ""
    return record(verb, actor, about=about, area=area, outcome=outcome, origin=origin)


def address_of(request: HttpRequest) -> str:
    """Return the network address a request came from: what the proxy in front says, where there is one."""
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")) if settings.HTTPS else ""
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))

"""Problems 问题: every error of the API by number, said in the caller's language (RFC 9457).

A problem has a type (the page that explains it), a title, what is wrong in this case, the place where
(parameter, header, pointer into the body, sheet row) and the remedy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language

from nuanxin.plain.words import Words

MEDIA = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its number for ever, its name in addresses, its status and its words.

    ``detail`` and ``remedy`` take facts in ``%(name)s``.
    """

    number: int
    name: str
    status: int
    title: Words
    detail: Words
    remedy: Words


KINDS: dict[str, Kind] = {}


def _kind(number: int, name: str, status: int, *said: str) -> None:
    title, detail, remedy = (Words(*said[at : at + 2]) for at in (0, 2, 4))
    KINDS[name] = Kind(number, name, status, title, detail, remedy)


_kind(
    1, "unknown-address", 404, "没有这个地址", "No such address",
    "此处没有 %(what)s。", "There is no %(what)s here.",
    "请核对编号；可用清单操作查到存在的编号。",
    "Check the identifier; the list operations name those there are.",
)  # fmt: skip
_kind(
    2, "method-not-allowed", 405, "方法不允许", "Method not allowed",
    "此地址不接受 %(method)s。", "This address does not take %(method)s.",
    "请使用：%(allowed)s。", "Use one of: %(allowed)s.",
)  # fmt: skip
_kind(
    3, "value-not-understood", 400, "值无法识别", "Value not understood",
    "有 %(count)s 处无法识别，见 errors。", "%(count)s values are not understood; see errors.",
    "请按接口说明改正所列各处。", "Mend the places listed, as the documentation says.",
)  # fmt: skip
_kind(
    4, "unknown-parameter", 400, "参数未知", "Unknown parameter",
    "此操作没有名为 %(name)s 的参数。", "This operation has no parameter %(name)s.",
    "请删去它；可用参数：%(known)s。", "Leave it out; the parameters are: %(known)s.",
)  # fmt: skip
_kind(
    5, "unknown-area", 404, "没有这个区划", "No such area",
    "区划 %(area)s 不存在。", "There is no area %(area)s.",
    "请用 /areas?q= 按名称查代码。", "Find the code by name with /areas?q=.",
)  # fmt: skip
_kind(
    6, "unknown-figure", 404, "没有这个指标", "No such figure",
    "指标 %(figure)s 没有定义。", "No figure %(figure)s is defined.",
    "请用 /figures 查指标名。", "Find its id with /figures.",
)  # fmt: skip
_kind(
    7, "not-signed-in", 401, "需要令牌", "A token is needed",
    "此操作需要令牌或登录。", "This operation needs a token or a session.",
    "请在 Authorization 中写 Bearer 令牌；令牌在“我的令牌”页面生成。",
    "Send Authorization: Bearer with a token; make one on the page “My tokens”.",
)  # fmt: skip
_kind(
    8, "token-not-valid", 401, "令牌无效", "Token not valid",
    "令牌不存在、已过期或已撤销，或其持有人已停用。",
    "The token is unknown, expired or revoked, or its owner left.",
    "请重新生成令牌，并换下旧的。", "Make a new token and put it in the old one's place.",
)  # fmt: skip
_kind(
    9, "scope-missing", 403, "令牌权限范围不足", "Scope missing",
    "令牌没有 %(scope)s。", "The token lacks %(scope)s.",
    "请生成带有 %(scope)s 的令牌。", "Make a token that has %(scope)s.",
)  # fmt: skip
_kind(
    10, "area-not-granted", 403, "区域未授权", "Area not granted",
    "令牌持有人无权查看区划 %(area)s 的全部所需数据。",
    "The owner may not read all that area %(area)s needs.",
    "请改用已授权的区划（见 /me），或请安全管理员授权。",
    "Ask for an area that is granted (see /me), or ask a security administrator for a grant.",
)  # fmt: skip
_kind(
    11, "not-allowed", 403, "不允许", "Not allowed",
    "%(said)s", "%(said)s",
    "请安全管理员授予所需角色。", "Ask a security administrator for the role.",
)  # fmt: skip
_kind(
    12, "too-many-requests", 429, "请求过多", "Too many requests",
    "每分钟最多 %(limit)s 次。", "At most %(limit)s requests a minute.",
    "请等 %(wait)s 秒再试；批量取数请用 /figures/answers。",
    "Wait %(wait)s seconds; ask for many figures at once with /figures/answers.",
)  # fmt: skip
_kind(
    13, "file-refused", 400, "文件不能接收", "File refused",
    "%(said)s", "%(said)s", "%(remedy)s", "%(remedy)s",
)  # fmt: skip
_kind(
    14, "key-used-otherwise", 409, "幂等键已用于另一文件", "Idempotency-Key used for another file",
    "这个键已用于另一个文件。", "This key was used for another file.",
    "请为每个文件用新的键；重试同一文件才用同一个键。",
    "Use a fresh key for each file; the same key only to send the same file again.",
)  # fmt: skip
_kind(
    15, "month-closed", 409, "月份已关账", "Month closed",
    "%(said)s", "%(said)s",
    "已关账月份须写明事由并由第二人签字，请在页面上办理。",
    "A closed month needs a reason and a second signer; do it on the page.",
)  # fmt: skip
_kind(
    16, "too-large", 413, "内容过大", "Too large",
    "内容超过 %(limit)s。", "The content is larger than %(limit)s.",
    "请分成几份交。", "Hand it in in parts.",
)  # fmt: skip
_kind(
    17, "format-not-offered", 406, "没有这种格式", "Format not offered",
    "没有 %(asked)s 格式。", "%(asked)s is not offered.",
    "可用格式：%(offered)s。", "Ask for one of: %(offered)s.",
)  # fmt: skip
_kind(
    18, "not-sealed-yet", 404, "尚未封存", "Not sealed yet",
    "分录 %(seq)s 还没有封存，故无证明。",
    "Entry %(seq)s is not sealed yet, so nothing proves it.",
    "下次封存（最迟随下期简报）后再取。",
    "Ask again after the next seal, at the latest with the next bulletin.",
)  # fmt: skip
_kind(
    19, "key-missing", 400, "缺少幂等键", "Idempotency-Key missing",
    "交表须带 Idempotency-Key。", "Handing in a sheet needs an Idempotency-Key.",
    "请加上此首部，值为 1 至 80 个可见字符，如一个 UUID。",
    "Send that header with 1 to 80 visible characters, such as a UUID.",
)  # fmt: skip
_kind(
    20, "broken", 500, "系统出错", "Something broke",
    "系统出错，已记入日志。", "Something broke on our side; it is in the log.",
    "请稍后再试；若仍如此，请告知系统管理员时间。",
    "Try again later; if it stays, tell the system administrator when it happened.",
)  # fmt: skip


class Problem(Exception):
    """A problem of a request: its kind, the place it is at, and the facts its words take."""

    def __init__(self, kind: str, place: dict[str, str] | None = None, **facts: object) -> None:
        super().__init__(kind)
        self.kind, self.place, self.facts = KINDS[kind], place, facts
        self.errors: Sequence[dict[str, Any]] = ()

    def with_errors(self, errors: Sequence[dict[str, Any]]) -> "Problem":
        """Return it with the single errors it sums up."""
        self.errors = errors
        return self

    def response(self, request: HttpRequest) -> JsonResponse:
        """Return the answer, in the caller's language."""
        language, kind = get_language() or "zh", self.kind
        said: dict[str, Any] = {
            "type": request.build_absolute_uri(f"{reverse('api_problems')}#{kind.name}"),
            "title": kind.title.said(language),
            "status": kind.status,
            "detail": kind.detail.said(language) % self.facts,
            "remedy": kind.remedy.said(language) % self.facts,
            "number": kind.number,
        }
        if self.place:
            said["place"] = self.place
        if self.errors:
            said["errors"] = list(self.errors)
        answer = JsonResponse(said, status=kind.status, json_dumps_params={"ensure_ascii": False})
        answer["Content-Type"] = MEDIA
        answer["Content-Language"] = "en" if language.startswith("en") else "zh-Hans"
        return answer

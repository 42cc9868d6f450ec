"""Scopes 权限范围: what a token is for. A token does what its scopes and its owner's grants both allow."""

from nuanxin.plain.words import Words

SCOPES: dict[str, Words] = {
    "figures:read": Words("读取指标的数值", "read the values of figures"),
    "entries:read": Words("读取台账分录、凭证和证明", "read ledger entries, acts and proofs"),
    "records:read": Words("读取各项目的记录", "read the records of the programmes"),
    "places:read": Words("读取场所", "read places"),
    "parties:read": Words("读取单位和队伍", "read organisations and teams"),
    "sheets:write": Words("交表", "hand in sheets"),
    "forms:fill": Words("填上级报表", "fill forms of superior offices"),
}
"""Every scope with its words."""

READING = frozenset(scope for scope in SCOPES if scope.endswith(":read"))
"""What somebody signed in may do through the API in a browser: read."""

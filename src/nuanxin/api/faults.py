"""Faults 误读: what could not be read of a request, said with place and remedy."""

from typing import Any

from django.utils.translation import get_language

from nuanxin.api.problems import Problem
from nuanxin.plain.words import Words

_SAID: dict[str, tuple[Words, Words]] = {
    "missing": (Words("缺少此值。", "It is missing."), Words("请补上。", "Give it.")),
    "int_parsing": (
        Words("不是整数。", "It is no whole number."),
        Words("请写整数。", "Write a whole number."),
    ),
    "date": (Words("不是日期。", "It is no date."), Words("请写作 2024-05-31。", "Write it as 2024-05-31.")),
    "bool_parsing": (
        Words("不是真假值。", "It is no truth value."),
        Words("请写 true 或 false。", "true or false."),
    ),
    "literal_error": (
        Words("不在可选值之列。", "It is none of the choices."),
        Words("可选：%(expected)s。", "One of: %(expected)s."),
    ),
    "string_pattern_mismatch": (
        Words("格式不对。", "It is not of the form."),
        Words("格式为：%(pattern)s", "The form is: %(pattern)s"),
    ),
    "string_too_long": (
        Words("过长。", "It is too long."),
        Words("最多 %(max_length)s 个字符。", "At most %(max_length)s characters."),
    ),
    "greater_than_equal": (Words("过小。", "It is too small."), Words("最小 %(ge)s。", "At least %(ge)s.")),
    "less_than_equal": (Words("过大。", "It is too large."), Words("最大 %(le)s。", "At most %(le)s.")),
    "json": (Words("不是 JSON。", "It is no JSON."), Words("请发送 UTF-8 的 JSON。", "Send JSON in UTF-8.")),
}
_OTHER = (
    Words("无法识别。", "It is not understood."),
    Words("请对照接口说明改正。", "See the documentation."),
)


def misread(errors: list[dict[str, Any]]) -> Problem:
    """Return the Problem of a request whose values the library refused."""
    said = [_error(each) for each in errors]
    return Problem("value-not-understood", said[0]["place"], count=len(said)).with_errors(said)


def no_json() -> Problem:
    """Return the Problem of a body that is no JSON."""
    return misread([{"type": "json", "loc": ("body",)}])


def _error(fault: dict[str, Any]) -> dict[str, Any]:
    kind, language = str(fault.get("type", "")), get_language() or "zh"
    detail, remedy = _SAID.get("date" if kind.startswith("date") else kind, _OTHER)
    facts = {**_NO_FACTS, **{name: str(value) for name, value in (fault.get("ctx") or {}).items()}}
    return {
        "place": _place([str(step) for step in fault.get("loc", ())]),
        "detail": detail.said(language),
        "remedy": remedy.said(language) % facts,
    }


_NO_FACTS = dict.fromkeys(("expected", "pattern", "max_length", "ge", "le"), "-")


def _place(steps: list[str]) -> dict[str, str]:
    """Return where a value stands: a parameter by name, or a pointer (RFC 6901) into the body."""
    within = steps[0] if steps else "body"
    if within in ("body", "form", "file"):
        inner = [step for step in steps[1:] if step != "asked"]
        return {"in": "body", "pointer": "".join(f"/{step}" for step in inner) or "/"}
    return {"in": within, "name": steps[-1]}

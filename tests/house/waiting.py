"""Tests in a browser wait for what they expect: a page that is asked at once may not have come yet."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import modules, place

AT_ONCE = {
    "count",
    "is_visible",
    "is_hidden",
    "is_checked",
    "is_enabled",
    "is_disabled",
    "inner_text",
    "text_content",
    "all_inner_texts",
    "all_text_contents",
    "input_value",
    "get_attribute",
    "title",
    "content",
}
"""What a page or an element of it is asked and answers as it stands, or once any such element is there."""


def browser_tests_wait(root: Path) -> list[str]:
    """No assertion of a browser test asks a page what ``expect`` would wait for; a click is not over yet."""
    return [
        f"{place(root, path, node.lineno)}: {asked} is answered at once; let expect() wait for it"
        for path, tree in modules(root, "tests/browser")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assert)
        for asked in _asked(node.test)
    ]


def _asked(test: ast.expr) -> Iterator[str]:
    """Yield what an assertion asks a page for (``count`` of a text takes what it counts, and may stand)."""
    for node in ast.walk(test):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if name in AT_ONCE and (name != "count" or not node.args):
                yield f"{name}()"
        elif isinstance(node, ast.Attribute) and node.attr == "url" and _is_page(node.value):
            yield "the address"


def _is_page(node: ast.expr) -> bool:
    named = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return named in {"page", "other"}

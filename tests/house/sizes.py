"""How long things may be. Past these a reader loses the thread."""

import ast
from functools import cache
from pathlib import Path

from tests.house.tree import modules, place, texts

FUNCTION, FILE, TEMPLATE = 40, 400, 120


def functions_are_short(root: Path) -> list[str]:
    """No function is longer than ``FUNCTION`` lines, its docstring left out."""
    return [
        f"{place(root, path, line)}: {name} has {lines} lines, {FUNCTION} at most; split it"
        for path, tree in modules(root)
        for line, name, lines in _long_functions(tree)
    ]


@cache
def _long_functions(tree: ast.Module) -> list[tuple[int, str, int]]:
    """Return line, name and length of each function that is too long."""
    return [
        (node.lineno, node.name, lines)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or 0) - node.lineno + 1 - _docstring_lines(node)) > FUNCTION
    ]


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function's docstring takes."""
    first = node.body[0]
    said = isinstance(first, ast.Expr) and ast.get_docstring(node) is not None
    return (first.end_lineno or 0) - first.lineno + 1 if said else 0


def files_are_short(root: Path) -> list[str]:
    """No source file is longer than ``FILE`` lines."""
    return [
        f"{place(root, path)}: {lines} lines, {FILE} at most; give a part its own file"
        for path, text in texts(root, ".py", ".js", ".css")
        if (lines := text.count("\n")) > FILE
    ]


def templates_are_short(root: Path) -> list[str]:
    """No template is longer than ``TEMPLATE`` lines."""
    return [
        f"{place(root, path)}: {lines} lines, {TEMPLATE} at most; move a part to a template it includes"
        for path, text in texts(root, ".html", under="src")
        if (lines := text.count("\n")) > TEMPLATE
    ]

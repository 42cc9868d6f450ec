"""What a programme's rooms are called and hold (DESIGN.md section 6)."""

import ast
from pathlib import Path

from tests.house.tree import modules, place, programmes

ROOMS = {
    "__init__.py", "apps.py", "programme.py", "models.py", "work.py", "intake.py", "actions.py",
    "queries.py", "planning.py", "planning", "measures.py", "appraising", "pausing", "figures.toml",
    "pages.py", "README.md",
    "migrations", "templates", "locale", "samples", "tests",
}  # fmt: skip
NEEDED = {"programme.py", "models.py", "intake.py", "actions.py", "figures.toml", "README.md"}
LEDGER_COLUMNS = {
    "key", "area", "act", "row", "withdrawn", "status", "state", "deleted",
    "created", "created_at", "created_by", "updated", "updated_at", "updated_by", "modified", "modified_at",
}  # fmt: skip


def rooms_have_their_names(root: Path) -> list[str]:
    """A programme holds the known rooms and no other; those every programme needs are there."""
    faults = []
    for home in programmes(root):
        found = {path.name for path in home.iterdir()} - {"__pycache__"}
        faults += [
            f"{place(root, home / name)}: no room has this name; the rooms are {', '.join(sorted(ROOMS))}"
            for name in sorted(found - ROOMS)
        ]
        faults += [f"{place(root, home / name)}: every programme has it" for name in sorted(NEEDED - found)]
    return faults


def declarations_hold_no_if(root: Path) -> list[str]:
    """``programme.py`` declares; what depends on something belongs to another room."""
    return [
        f"{place(root, path, node.lineno)}: an `if`; declare, and decide in actions.py or queries.py"
        for path, tree in modules(root, "src/nuanxin/programmes")
        if path.name == "programme.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.If | ast.IfExp | ast.Match)
    ]


def writes_are_actions(root: Path) -> list[str]:
    """Every public function of ``actions.py`` is an ``@action``: one transaction, one act."""
    return [
        f"{place(root, path, node.lineno)}: {node.name} is no @action; mark it, or start its name with _"
        for path, tree in modules(root, "src/nuanxin/programmes")
        if path.name == "actions.py"
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not _action(node)
    ]


def _action(node: ast.FunctionDef) -> bool:
    marks = (mark.func if isinstance(mark, ast.Call) else mark for mark in node.decorator_list)
    return any(isinstance(mark, ast.Name) and mark.id == "action" for mark in marks)


def records_keep_the_ledgers_columns(root: Path) -> list[str]:
    """No programme types by hand what ``Record`` gives or the ledger tells: key, area, act, who, when."""
    return [
        f"{place(root, path, line.lineno)}: column {name}; Record or the ledger has it, so leave it out"
        for path, tree in modules(root, "src/nuanxin/programmes")
        if path.name == "models.py"
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for line in node.body
        for name in _columns(line)
        if name in LEDGER_COLUMNS
    ]


def _columns(line: ast.stmt) -> list[str]:
    """Return the names a line of a class gives to something called, such as a model field."""
    if isinstance(line, ast.AnnAssign) and isinstance(line.value, ast.Call):
        return [line.target.id] if isinstance(line.target, ast.Name) else []
    if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call):
        return [target.id for target in line.targets if isinstance(target, ast.Name)]
    return []

"""Public docstrings of the planners are numpydoc: whoever calls one need not read how it does it."""

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.tree import modules, place

ARRAYS = {"Ints", "Places", "Floats", "Flags", "NDArray", "ndarray"}
REFUSALS = {"Refused", "Unproven"}
"""What inputs are refused with, and certificates: the latter by checks alone, as those of an answer hold."""
SECTIONS = ["Parameters", "Returns", "Raises", "Notes"]
Entries = dict[str, tuple[str, str]]
"""What a section tells, by name: its kind and its meaning."""


def planners_are_documented(root: Path) -> list[str]:
    """All that a planner exports tells in numpydoc what it takes, returns and refuses, with shapes."""
    faults = []
    for home in sorted((root / "src/nuanxin/planners").glob("*/__init__.py")):
        found = list(modules(root, str(home.parent.relative_to(root))))
        exported = {place for path, tree in found if path == home for place in _exported(tree)}
        raising = _raising([tree for _, tree in found])
        for path, tree in found:
            for node, name in _public(tree, {name for module, name in exported if module == path.stem}):
                said = inspect.cleandoc(ast.get_docstring(node) or "")
                refusals = set() if isinstance(node, ast.ClassDef) else raising.get(name, set())
                refusals = refusals if name.startswith("check_") else refusals & {"Refused"}
                faults += [
                    f"{place(root, path, node.lineno)}: {name} {fault}"
                    for fault in _lacking(node, said, refusals)
                ]
    return faults


def _exported(tree: ast.Module) -> set[tuple[str, str]]:
    """Return the names that a package exports, each with the module it comes from."""
    return {
        (node.module.rpartition(".")[2], alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _public(tree: ast.Module, exported: set[str]) -> Iterator[tuple[ast.FunctionDef | ast.ClassDef, str]]:
    """Yield exported functions and classes, and the public methods of these."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in exported:
            yield node, node.name
        if isinstance(node, ast.ClassDef) and node.name in exported:
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    yield method, f"{node.name}.{method.name}"


def _lacking(node: ast.FunctionDef | ast.ClassDef, said: str, refusals: set[str]) -> Iterator[str]:
    """Yield what a docstring does not tell."""
    if not said:
        yield "has no docstring"
        return
    told = _sections(said)
    if [name for name in SECTIONS if name in told] != list(told):
        yield f"has the sections {', '.join(told)}; they are {', '.join(SECTIONS)}, in this order"
    if isinstance(node, ast.FunctionDef) and any(map(_is_property, node.decorator_list)):
        return
    yield from _parameters_lacking(_taken(node), told.get("Parameters", {}))
    if isinstance(node, ast.FunctionDef):
        given = ast.unparse(node.returns) if node.returns else "None"
        kinds = " ".join(f"{name} {kind}" for name, (kind, _) in told.get("Returns", {}).items())
        if given != "None" and not kinds:
            yield "does not tell what it returns"
        elif _is_array(given) and "shape" not in kinds:
            yield "does not tell the shape of what it returns"
    for name in sorted(refusals - set(told.get("Raises", {}))):
        yield f"does not tell that it raises {name}"


def _parameters_lacking(taken: dict[str, str], told: Entries) -> Iterator[str]:
    """Yield what the section of parameters does not tell, of those that there are by name and annotation."""
    if list(taken) != list(told):
        yield f"takes {', '.join(taken) or 'nothing'}; its docstring names {', '.join(told) or 'nothing'}"
    for name, (kind, meaning) in told.items():
        if not kind or not meaning:
            yield f"does not tell kind and meaning of {name}: `{name} : kind`, the meaning below"
        elif _is_array(taken.get(name, "")) and "shape (" not in kind:
            yield f"does not tell the shape of {name}"


def _taken(node: ast.FunctionDef | ast.ClassDef) -> dict[str, str]:
    """Return what a function takes, or a dataclass is made of: annotations by name."""
    if isinstance(node, ast.ClassDef):
        return {
            field.target.id: ast.unparse(field.annotation)
            for field in node.body
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        }
    each = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    kinds = {one.arg: ast.unparse(one.annotation) if one.annotation else "" for one in each}
    return {name: kind for name, kind in kinds.items() if name != "self"}


def _is_array(annotation: str) -> bool:
    return not ARRAYS.isdisjoint(re.findall(r"\w+", annotation))


def _is_property(decorator: ast.expr) -> bool:
    return ast.unparse(decorator).split(".")[-1] in {"property", "cached_property"}


def _sections(said: str) -> dict[str, Entries]:
    """Return what each section of a docstring tells, in the order in which it stands."""
    lines, found, told = said.splitlines(), dict[str, Entries](), Entries()
    name, under = "", {n for n, line in enumerate(lines) if n and line and line == "-" * len(lines[n - 1])}
    for number, line in enumerate(lines):
        if number + 1 in under:
            told = found.setdefault(line, {})
        elif number in under or not line:
            continue
        elif not line.startswith(" "):
            name, _, kind = line.partition(" : ")
            told |= {each.strip(): (kind, "") for each in ([name] if "(" in name else name.split(","))}
        elif name in told:
            told[name] = (told[name][0], (told[name][1] + line).strip())
    return found


def _raising(trees: list[ast.Module]) -> dict[str, set[str]]:
    """Return by name which refusals the functions of a package raise, themselves or by what they call."""
    raises, calls = dict[str, set[str]](), dict[str, set[str]]()
    for tree in trees:
        for name, node in _functions(tree):
            raised, called = _refusing(node)
            raises.setdefault(name, set()).update(raised)
            calls.setdefault(name, set()).update(called)
    grown = True
    while grown:
        grown = False
        for name, called in calls.items():
            more = set().union(*(raises.get(each, set()) for each in called)) - raises[name]
            grown |= bool(more)
            raises[name] |= more
    return raises


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the functions of a module, and what makes its classes by the name of the class."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    made = method.name in {"__post_init__", "__init__"}
                    yield node.name if made else f"{node.name}.{method.name}", method


@cache
def _refusing(node: ast.FunctionDef) -> tuple[set[str], set[str]]:
    """Return which refusals a function raises itself, and what it calls outside of ``try``."""
    every = list(ast.walk(node))
    tried = [part for each in every if isinstance(each, ast.Try) for part in each.body]
    inside = {id(each) for part in tried for each in ast.walk(part)}
    called = {
        each.func.id
        for each in every
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and id(each) not in inside
    }
    raised = {
        inner.exc.func.id
        for inner in every
        if isinstance(inner, ast.Raise) and isinstance(inner.exc, ast.Call)
        if isinstance(inner.exc.func, ast.Name)
    }
    return raised & REFUSALS, called

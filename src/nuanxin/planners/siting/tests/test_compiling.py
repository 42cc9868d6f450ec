"""Set-up compiles every loop that is begun from Python, so that nobody's first plan waits for one."""

import ast
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from nuanxin.planners import siting
from nuanxin.planners.siting.compiling import compile_all

HOME = Path(siting.__file__).parent


def is_compiled(function: ast.FunctionDef) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "compiled" for each in function.decorator_list)


def homes(tree: ast.Module, own: str) -> dict[str, str]:
    """Return the module in which each name of a module is at home."""
    found = {each.name: own for each in tree.body if isinstance(each, ast.FunctionDef)}
    for each in tree.body:
        if isinstance(each, ast.ImportFrom):
            found |= {name.name: (each.module or "").rpartition(".")[2] for name in each.names}
    return found


def begun_from_python() -> set[str]:
    """Return what is called where nothing is compiled, each with its module."""
    found = set[str]()
    for path in HOME.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known, waiting = homes(tree, path.stem), list[ast.AST]([tree])
        while waiting:
            node = waiting.pop()
            if isinstance(node, ast.FunctionDef) and is_compiled(node):
                continue
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found.add(f"{known.get(node.func.id)}.{node.func.id}")
            elif isinstance(node, ast.Call):
                found.add(ast.unparse(node.func))
            waiting.extend(ast.iter_child_nodes(node))
    return found


def test_every_loop_that_python_begins_is_compiled_at_set_up():
    compile_all()
    begun, cold = begun_from_python(), list[str]()
    for module in iter_modules([str(HOME)]):
        if module.name != "tests":
            held = import_module(f"{siting.__name__}.{module.name}")
            for name, each in vars(held).items():
                mine = getattr(each, "py_func", None)
                called = f"{module.name}.{name}"
                if mine and mine.__module__ == held.__name__ and called in begun and not each.signatures:
                    cold.append(called)
    assert cold == []

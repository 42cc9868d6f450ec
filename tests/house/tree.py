"""The tree under test: its files, as the rules see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {".git", ".venv", "var", "node_modules", "__pycache__", "build", "dist"}
TEXTS = {
    ".py", ".pyi", ".toml", ".html", ".css", ".js", ".json", ".md", ".txt", ".po", ".svg",
    ".csv", ".in", ".lock", ".cfg", ".yml", ".yaml", ".geojson", "",
}  # fmt: skip


@cache
def kept(root: Path) -> list[Path]:
    """Return every file of the tree that git keeps (all but the left-out folders, where there is no git).

    A tree stands still while it is told: it is walked once.
    """
    if (root / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root,
            capture_output=True,
            check=True,
        ).stdout.decode()
        return sorted(path for name in listed.split("\0") if name and (path := root / name).is_file())
    return sorted(path for path in root.rglob("*") if path.is_file() and not _left_out(path, root))


def _left_out(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    tools = path.suffix in {".pyc", ".mo"} or any(part.endswith(("_cache", ".egg-info")) for part in parts)
    return tools or not LEFT_OUT.isdisjoint(parts)


def texts(root: Path, *suffixes: str, under: str = "") -> Iterator[tuple[Path, str]]:
    """Yield kept text files with their text; ``suffixes`` and ``under`` narrow the choice."""
    for path in _under(root, under):
        if path.suffix in (suffixes or TEXTS):
            yield path, _text(path)


@cache
def _under(root: Path, under: str) -> list[Path]:
    return [path for path in kept(root) if path.is_relative_to(root / under)]


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")  # offices keep GB 18030 too


def modules(root: Path, under: str = "") -> Iterator[tuple[Path, ast.Module]]:
    """Yield kept Python files with their syntax trees, migrations left out."""
    for path, text in texts(root, ".py", under=under):
        if "migrations" not in path.parts:
            yield path, parsed(text)


@cache
def parsed(text: str) -> ast.Module:
    """Return the syntax tree of a module's text; rules only read it, so one is enough."""
    return ast.parse(text)


def programmes(root: Path) -> list[Path]:
    """Return the folders of the programmes."""
    home = root / "src/nuanxin/programmes"
    return sorted(path for path in home.iterdir() if path.is_dir() and path.name != "__pycache__")


def place(root: Path, path: Path, line: int = 0) -> str:
    """Return a place as people write it: ``src/nuanxin/x.py:12``."""
    return f"{path.relative_to(root)}:{line}" if line else str(path.relative_to(root))

"""Where things may come from: pages load from here alone, and no file names a registry or a machine."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from tests.house.tree import place, texts

LOADS = {
    "audio": ("src",), "base": ("href",), "embed": ("src",), "form": ("action",), "iframe": ("src",),
    "image": ("href", "xlink:href"), "img": ("src", "srcset"), "input": ("src",), "link": ("href",),
    "object": ("data",), "script": ("src",), "source": ("src", "srcset"), "track": ("src",),
    "use": ("href", "xlink:href"), "video": ("src", "poster"),
}  # fmt: skip
FOREIGN = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
STYLE = re.compile(r"""(?:url\(|@import)\s*["']?(?:https?:)?//""", re.IGNORECASE)
SCRIPT = re.compile(
    r"""(?:fetch|import|Worker|WebSocket|EventSource|sendBeacon|open|from)\s*\(?\s*["'`](?:https?:|wss?:)?//"""
)
REGISTRIES = (
    "pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "npmjs" + ".com", "npm" + "mirror.com",
    "registry" + ".yarnpkg", "mirrors" + ".aliyun", "mirrors" + ".tuna",
)  # fmt: skip
MACHINE = re.compile(r"(?<![\w.])/(?:root|home/\w+|Users/\w+|work/(?:main|shared)|opt/(?:wheels|pypi))\b")


class _Loads(HTMLParser):
    """Finds what a template loads from another host; the page's own links may go anywhere."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        loads = (value for name, value in attrs if name in LOADS.get(tag, ()) and value)
        if any(FOREIGN.match(part) for value in loads for part in value.split(",")):
            self.lines.append(self.getpos()[0])


def pages_load_from_here(root: Path) -> list[str]:
    """No template, style or script loads from another host: it works without a network."""
    faults = []
    for path, text in texts(root, ".html", ".css", ".js", ".svg", under="src"):
        page = _Loads()
        if path.suffix in (".html", ".svg"):
            page.feed(text)
        worn = [n for n, line in enumerate(text.splitlines(), 1) if STYLE.search(line) or SCRIPT.search(line)]
        faults += [
            f"{place(root, path, line)}: loads from another host; bring the file into static/"
            for line in sorted({*page.lines, *worn})
        ]
    return faults


def files_name_no_machine(root: Path) -> list[str]:
    """No kept file holds the address of a package registry or a path of somebody's machine."""
    return [
        f"{place(root, path, number)}: {found}; write it so that it holds on every machine"
        for path, text in texts(root)
        for number, found in _machines(text)
    ]


@cache
def _machines(text: str) -> list[tuple[int, str]]:
    """Return the lines of a text that hold what is true on one machine only, with what it is."""
    return [(number, found) for number, line in enumerate(text.splitlines(), 1) if (found := _machine(line))]


def _machine(line: str) -> str:
    if found := next((host for host in REGISTRIES if host in line), ""):
        return f"names the registry {found}"
    found_path = MACHINE.search(line)
    return f"names the path {found_path[0]}" if found_path else ""

"""What is written about the house, beside the code: true, linked, and the same in both languages."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

from django.conf import settings

from nuanxin.kernel.programme import all_programmes
from nuanxin.site.environment import VARIABLES
from nuanxin.site.reference import check_reference
from tests.house import declared, personal
from tests.house.declared import CHINESE
from tests.house.tree import place, texts

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMANDS = ("make ", "git ", "cd ", "nuanxin ", ".venv/")
GLOSSARY = Path("docs/glossary.md")


def programmes_have_pages(root: Path) -> list[str]:
    """Every programme has its page in ``docs/programmes``, headed with its names in both languages."""
    faults = []
    for each in all_programmes():
        page = root / f"docs/programmes/{each.name}.md"
        head = page.read_text(encoding="utf-8").partition("\n")[0] if page.exists() else ""
        if not head.startswith("# ") or each.zh not in head:
            faults.append(f"{place(root, page)}: write the page of this programme, headed `# … {each.zh}`")
    return faults


def glossary_rows(root: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of the glossary's tables with their line numbers: English, 中文, meaning, source."""
    rows = []
    for number, line in enumerate((root / GLOSSARY).read_text(encoding="utf-8").splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0] != "English" and not set(line) <= set("|-: "):
            rows.append((number, cells))
    return rows


def glossary_rows_are_whole(root: Path) -> list[str]:
    """A row of the glossary has English, 中文, meaning and source; a word has one row."""
    rows = glossary_rows(root)
    faults = [
        f"{GLOSSARY}:{number}: give the row its four cells: English, 中文, meaning, source"
        for number, cells in rows
        if len(cells) != 4 or not all(cells) or not CHINESE.search(cells[1])
    ]
    times = Counter(cells[0].lower() for _, cells in rows)
    return faults + [
        f"{GLOSSARY}: {word!r} has {n} rows; one word, one meaning" for word, n in times.items() if n > 1
    ]


def glossary_knows_the_nouns(root: Path) -> list[str]:
    """Every programme, kernel room and kernel record has a row in the glossary."""
    rows = glossary_rows(root)
    known = {cells[0].lower() for _, cells in rows}
    chinese = {cells[1] for _, cells in rows if len(cells) > 1}
    faults = [
        f"{GLOSSARY}: no row for {each.en} {each.zh}; add it"
        for each in all_programmes()
        if each.en.lower() not in known or each.zh not in chinese
    ]
    nouns = {**_rooms(), **_records(root)}
    return faults + [
        f"{GLOSSARY}: no row for {noun!r} ({where}); add it"
        for noun, where in nouns.items()
        if noun not in known
    ]


def _rooms() -> dict[str, str]:
    return {room: f"src/nuanxin/kernel/{room}" for room in settings.KERNEL}


def _records(root: Path) -> dict[str, str]:
    """Return the kernel's model classes as words (``TreeHead`` is "tree head") with their places."""
    found = {}
    for path in sorted((root / "src/nuanxin/kernel").glob("*/models.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[re.sub(r"(?<=[a-z])(?=[A-Z])", " ", node.name).lower()] = place(root, path, node.lineno)
    return found


def reference_pages_are_current(root: Path) -> list[str]:
    """``docs/reference`` is what the declarations say. Faulty declarations are another rule's finding."""
    faulty = any(
        rule(root)
        for rule in (
            declared.declared_names_are_chinese,
            declared.declared_names_are_english,
            declared.declared_things_are_documented,
            declared.needed_columns_say_why,
            declared.numbers_stand_in_their_hundred,
            declared.records_have_pages,
            personal.personal_fields_have_their_time,
        )
    )
    return [] if faulty else check_reference(root)


def links_resolve(root: Path) -> list[str]:
    """A link from a page to a file or heading of the tree finds it."""
    return [
        f"{place(root, path, number)}: {target} is not there; mend the link"
        for path, text in texts(root, ".md")
        for number, line in enumerate(_without_fences(text).splitlines(), 1)
        for match in LINK.finditer(line)
        if not _found(root, path, target := match[1] or match[2])
    ]


def _without_fences(text: str) -> str:
    return FENCE.sub(lambda match: "\n" * match[0].count("\n"), text)


def _found(root: Path, page: Path, target: str) -> bool:
    if re.match(r"[a-z]+:", target):
        return True
    name, _, heading = target.partition("#")
    path = (page.parent / name).resolve() if name else page
    if not path.exists() or not path.is_relative_to(root.resolve()):
        return False
    return not heading or heading in {_slug(line) for line in path.read_text(encoding="utf-8").splitlines()}


def _slug(line: str) -> str:
    """Return the anchor of a heading line, as forges make it."""
    words = re.sub(r"[^\w\s-]", "", line.lstrip("# ").lower()) if line.startswith("#") else ""
    return re.sub(r"\s", "-", words.strip())


def readmes_say_the_same(root: Path) -> list[str]:
    """The Chinese README gives the same commands, pictures and links as the English one."""
    english, chinese = (root / name for name in ("README.md", "README.zh-CN.md"))
    one, other = (_bones(path.read_text(encoding="utf-8")) for path in (english, chinese))
    return [
        f"{chinese.name}: {what} differ from README.md: {sorted(set(theirs) ^ set(ours))}; make them the same"
        for what, ours, theirs in zip(("commands", "links", "section counts"), one, other, strict=True)
        if ours != theirs
    ]


def _bones(text: str) -> tuple[list[str], list[str], list[str]]:
    commands = [
        line for block in FENCE.findall(text) for line in block.splitlines() if line.startswith(COMMANDS)
    ]
    links = [first or second for first, second in LINK.findall(text)]
    places = sorted(link for link in links if not link.startswith("README"))
    return commands, places, [str(len(re.findall("^#+ ", text, re.MULTILINE)))]


def settings_are_listed(root: Path) -> list[str]:
    """Every environment variable the code reads is in ``site/environment.py``, and so in the reference."""
    listed = {variable.name for variable in VARIABLES}
    return [
        f"{place(root, path)}: {name} is not in site/environment.py; add it with what it does"
        for path, text in texts(root, ".py", under="src")
        if "tests" not in path.parts
        for name in sorted(set(re.findall(r"\bNUANXIN_[A-Z_]+\b", text)) - listed)
    ]


def warnings_are_errors(root: Path) -> list[str]:
    """pytest turns every warning into a failure, but those named with a reason beside them."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    pytest = tomllib.loads(text)["tool"]["pytest"]["ini_options"]
    filters = pytest.get("filterwarnings", [])
    if not filters or filters[0] != "error":
        return ['pyproject.toml: filterwarnings must begin with "error"; a warning is a fault not yet felt']
    bare = [line for line in filters[1:] if not re.search(re.escape(line) + r"[\"'],?\s*#\s*\S", text)]
    return [f"pyproject.toml: {line!r} is let pass without a reason beside it" for line in bare]

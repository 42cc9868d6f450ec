"""The reference pages: written from the declarations, never typed.

``nuanxin docs`` writes ``docs/reference``; ``nuanxin docs --check`` and a house test compare it
with what the declarations say now. Each page is English with the Chinese term beside it.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from inspect import getdoc
from pathlib import Path

import click
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import override

from nuanxin.api.problems import KINDS
from nuanxin.kernel.figures.catalogue import all_checks, all_figures, owner
from nuanxin.kernel.figures.declare import Check, Figure
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.reasons import reason_of
from nuanxin.kernel.ledger.acts import all_actions
from nuanxin.kernel.ledger.measures import Measure, all_measures
from nuanxin.kernel.privacy.declare import Personal, all_personal
from nuanxin.kernel.programme import all_programmes
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.plain.units import BASES
from nuanxin.plain.words import Words
from nuanxin.site.commands import door
from nuanxin.site.environment import VARIABLES

HOME = Path("docs/reference")
NOTE = "Written by `nuanxin docs` from the declarations; do not edit."
KERNEL = "The kernel 内核"


def write_reference(root: Path) -> list[Path]:
    """Write every reference page below ``root``; return the pages that changed."""
    changed = []
    for path, text in _pages(root).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def check_reference(root: Path) -> list[str]:
    """Return what differs between the pages below ``root`` and the declarations, one line a page."""
    pages = _pages(root)
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text]
    extra = sorted(set((root / HOME).glob("*.md")) - set(pages))
    return [
        *(f"{path.relative_to(root)}: not what the declarations say; run `nuanxin docs`" for path in stale),
        *(f"{path.relative_to(root)}: no declaration makes this page; delete it" for path in extra),
    ]


def _pages(root: Path) -> dict[Path, str]:
    bodies = {
        "README": ("Reference", _index()),
        "programmes": ("Programmes 项目", _programmes()),
        "measures": ("Measures 计量", _measures()),
        "figures": ("Figures and checks 指标与核对", _figures()),
        "sheets": ("Sheets 表式", _sheets()),
        "actions": ("Actions 动作", _actions()),
        "urls": ("Addresses 网址", _urls()),
        "cli": ("Command line 命令行", _commands()),
        "settings": ("Settings 设置", _settings()),
        "personal": ("Personal fields 个人信息字段", _personal()),
        "problems": ("Problems of the API 接口问题", _problems()),
    }
    with override("en"):
        return {
            root / HOME / f"{name}.md": "\n".join([f"# {title}", "", NOTE, "", *lines]).rstrip() + "\n"
            for name, (title, lines) in bodies.items()
        }


def _index() -> Iterator[str]:
    yield "| page | what it lists |"
    yield "| --- | --- |"
    yield "| [programmes](programmes.md) | the programmes and what each step of the loop means in them |"
    yield "| [measures](measures.md) | what the ledger counts |"
    yield "| [figures](figures.md) | what is published, and the checks a publication passes or explains |"
    yield "| [sheets](sheets.md) | the spreadsheets that are read, column by column |"
    yield "| [actions](actions.md) | every verb that writes |"
    yield "| [urls](urls.md) | every address and who may come |"
    yield "| [cli](cli.md) | the `nuanxin` command |"
    yield "| [settings](settings.md) | what the environment may set |"
    yield "| [personal](personal.md) | what is kept of persons: purpose, ground, how long, who may open it |"
    yield "| [problems](problems.md) | every error of the API, by number |"


def _problems() -> Iterator[str]:
    heads = "number | name | status | what | remedy"
    yield from _table(
        heads,
        (
            (kind.number, f"`{kind.name}`", kind.status, _both(kind.title), _both(kind.remedy))
            for kind in KINDS.values()
        ),
    )


def _table(heads: str, rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield a Markdown table; ``heads`` are separated by bars."""
    yield f"| {heads} |"
    yield "| " + " | ".join("---" for _ in heads.split("|")) + " |"
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |"
    yield ""


def _both(said: Words) -> str:
    return f"{said.en}<br>{said.zh}"


def _programmes() -> Iterator[str]:
    for each in all_programmes():
        yield f"## {each.en} {each.zh}"
        yield ""
        yield f"{each.says.en}  \n{each.says.zh}"
        yield ""
        yield f"Package `{each.name}`; [its page](../programmes/{each.name}.md)."
        yield f"{len(each.measures)} measures, {len(each.sheets)} sheets, {len(each.figures)} figures."
        yield ""
        yield from _table(
            "step | in this programme", ((step, _both(said)) for step, said in each.steps.items())
        )
        yield from _table(
            "page | one row of it", ((f"`{p.slug}` {p.en} {p.zh}", _both(p.says)) for p in each.pages)
        )


def _measures() -> Iterator[str]:
    own = {measure.number for each in all_programmes() for measure in each.measures}
    kernel = [measure for measure in all_measures() if measure.number not in own]
    groups = [(f"{each.en} {each.zh}", list(each.measures)) for each in all_programmes()]
    heads = "code | number | 中文 | English | base unit | one unit of it"
    for title, measures in [*groups, (KERNEL, kernel)]:
        if measures:
            yield f"## {title}"
            yield ""
            yield from _table(heads, map(_measure, measures))


def _measure(one: Measure) -> tuple[object, ...]:
    base = f"{one.base.replace('_', ' ')} {BASES[one.base]}"
    return f"`{one.code}`", one.number, one.zh, one.en, base, _both(one.says)


def _figures() -> Iterator[str]:
    for each in all_programmes():
        yield f"## {each.en} {each.zh}"
        yield ""
        mine = [figure for figure in all_figures() if owner(figure.id) == each.name]
        yield from _table("id | 中文 | English | unit | how | what it means", map(_figure, mine))
    yield "## Checks 核对"
    yield ""
    yield from _table("id | 中文 | English | holds when | protects from", map(_check, _own_checks()))


def _own_checks() -> list[Check]:
    declared = {check.id for each in all_programmes() for check in each.checks}
    return [check for check in all_checks() if check.id in declared]


def _figure(one: Figure) -> tuple[object, ...]:
    return f"`{one.id}`", one.zh, one.en, one.unit, _how(one), _both(one.says)


def _how(one: Figure) -> str:
    """Say a definition in a line: the operator, what it works on, and how it is printed."""
    over = ", ".join(f"`{code}`" for code in one.measures or one.parts)
    notes = {
        "distinct": f" by {one.of}, {'standing' if one.standing else 'in the period'}",
        "compare": f" with {one.against.replace('_', ' ')}, as a {one.how}",
        "share": f" of the {one.whole_level}" if one.whole_level else "",
    }
    printed = "" if one.display == "exact" else f"; printed {one.display.replace('_', ' ')}"
    return f"{one.op} of {over}{notes.get(one.op, '')}{printed}"


def _check(one: Check) -> tuple[object, ...]:
    parts = " + ".join(f"`{part}`" for part in one.parts)
    return f"`{one.id}`", one.zh, one.en, f"{parts} = `{one.total}`", _both(one.says)


def _sheets() -> Iterator[str]:
    own = {sheet.name for each in all_programmes() for sheet in each.sheets}
    kernel = [sheet for sheet in all_sheets() if sheet.name not in own]
    for title, sheets in [
        *((f"{each.en} {each.zh}", each.sheets) for each in all_programmes()),
        (KERNEL, kernel),
    ]:
        for sheet in sheets:
            yield from _sheet(title, sheet)


def _sheet(title: str, sheet: Sheet) -> Iterator[str]:
    apart = ", ".join(f"`{field}`" for field in sheet.key)
    yield f"## {sheet.zh} `{sheet.name}`"
    yield ""
    yield f"{title}: {sheet.en}. A row is told apart by {apart};"
    yield f"its rows go to the action `{getattr(sheet.into, 'verb', sheet.into.__name__)}`."
    yield ""
    yield from _table(
        "heading | also read as | English | holds | may be blank? if not, why", map(_column, sheet.columns)
    )


def _column(one: Column) -> tuple[object, ...]:
    holds = one.kind.replace("_", " or " if one.kind == "yes_no" else " ")
    if one.kind == "choice":
        holds = "one of " + "、".join(one.choices or ())
    elif one.kind == "area":
        holds = f"area, down to the {one.level}"
    elif one.unit:
        holds = f"{holds} in {one.unit}, where none is named"
    return one.zh, "、".join(one.aliases), one.en, holds, _needed(one)


def _needed(one: Column) -> str:
    if not one.needed:
        return "may be blank"
    if isinstance(one.needed, str):
        return f"{reason_of(one)} `{one.needed}`"
    return _both(one.needed)


def _actions() -> Iterator[str]:
    list(_views(get_resolver().url_patterns))  # the views bring the rooms whose actions nothing else loads
    rows = ((f"`{one.verb}`", one.zh, one.en, _first_line(one)) for one in all_actions())
    yield from _table("verb | 中文 | English | what it does", rows)


def _first_line(thing: object) -> str:
    return (getdoc(thing) or "").partition("\n")[0]


def _urls() -> Iterator[str]:
    views = _views(get_resolver().url_patterns)
    marked = ((route, view) for route, view in views if getattr(view, "access", ""))
    rows = ((f"`/{route}`", getattr(view, "access", ""), _first_line(view)) for route, view in marked)
    yield from _table("address | who may come | what it shows", rows)


def _views(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, route)
        else:
            yield route, pattern.callback


def _commands() -> Iterator[str]:
    yield from _command(door, click.Context(door, info_name="nuanxin", terminal_width=100))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}"
    yield ""
    yield "```text"
    yield command.get_help(context)
    yield "```"
    yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if below := command.get_command(context, name):
                yield from _command(below, click.Context(below, context, info_name=name))


def _personal() -> Iterator[str]:
    yield "Every field lies sealed; it is shown masked and opened one at a time with a reason."
    yield ""
    heads = "field | 中文 | English | purpose | ground | kept | counted from | opened by"
    yield from _table(heads, map(_personal_row, all_personal()))


def _personal_row(one: Personal) -> tuple[object, ...]:
    kept = rule(one.kept, date.today())
    unit = {"月": "months", "日": "days"}.get(kept.unit, kept.unit)
    told = f"{kept.value} {unit} (`{one.kept}`)"
    words = (_both(one.purpose), _both(one.basis), told, _both(one.since))
    return f"`{one.name}`", one.zh, one.en, *words, ", ".join(one.seen_by)


def _settings() -> Iterator[str]:
    yield "All are environment variables; none is needed to begin."
    yield ""
    rows = ((f"`{one.name}`", one.default, _both(one.says)) for one in VARIABLES)
    yield from _table("variable | without it | what it does", rows)
    yield f"Time zone {settings.TIME_ZONE}; languages {', '.join(name for _, name in settings.LANGUAGES)}."

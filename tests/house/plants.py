"""The violations that are planted, each with the rule that must find it."""

from dataclasses import dataclass
from pathlib import Path

SRC = "src/nuanxin"
ROOM = f"{SRC}/kernel/places/planted.py"
PROGRAMME = f"{SRC}/programmes/stations"
WEB = f"{SRC}/web"


@dataclass(frozen=True)
class Plant:
    """A violation: what it is, the rule that must find it, the file, the text put in.

    The text goes to the end of the file, or takes the place of ``instead_of``.
    """

    what: str
    rule: str
    file: str
    text: str
    instead_of: str = ""

    def into(self, tree: Path) -> None:
        """Put the violation into a tree."""
        path = tree / self.file
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        assert self.instead_of in before, f"{self.file} holds no {self.instead_of!r} to plant in"
        after = before.replace(self.instead_of, self.text, 1) if self.instead_of else before + self.text
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(after, encoding="utf-8")


def _redeclared(part: str, change: str) -> str:
    """Return a line that changes the first of a programme's declared things."""
    return (
        "\nfrom dataclasses import replace\n"
        f"FIRST, *REST = PROGRAMME.{part}\n"
        f"PROGRAMME = replace(PROGRAMME, {part}=(replace(FIRST, {change}), *REST))\n"
    )


IMPORTS = [
    Plant(
        "the kernel imports a programme", "imports_go_one_way", ROOM, "import nuanxin.programmes.stations\n"
    ),
    Plant("a low room imports a higher one", "imports_go_one_way", ROOM, "import nuanxin.kernel.figures\n"),
    Plant(
        "a programme imports another",
        "imports_go_one_way",
        f"{PROGRAMME}/actions.py",
        "\nimport nuanxin.programmes.grid.models  # noqa\n",
    ),
    Plant("a planner imports Django", "imports_go_one_way", f"{SRC}/planners/planted.py", "import django\n"),
    Plant(
        "the web imports a planner", "imports_go_one_way", f"{WEB}/planted.py", "import nuanxin.planners\n"
    ),
    Plant("an unlisted kernel room", "imports_go_one_way", f"{SRC}/kernel/matters/__init__.py", ""),
    Plant("an unlisted folder", "imports_go_one_way", f"{SRC}/utils/__init__.py", ""),
]
ROOMS = [
    Plant("a room with another name", "rooms_have_their_names", f"{PROGRAMME}/helpers.py", ""),
    Plant(
        "an if in a declaration",
        "declarations_hold_no_if",
        f"{PROGRAMME}/programme.py",
        "\nif not PROGRAMME.sheets:\n    raise ValueError\n",
    ),
    Plant(
        "a write that is no action",
        "writes_are_actions",
        f"{PROGRAMME}/actions.py",
        "\n\ndef shut() -> None: ...\n",
    ),
    Plant(
        "a status column",
        "records_keep_the_ledgers_columns",
        f"{PROGRAMME}/models.py",
        "\n    status = models.CharField(max_length=8)\n    record_kind = 2",
        "\n    record_kind = 2",
    ),
]
SIZES = [
    Plant(
        "a function of 41 lines",
        "functions_are_short",
        ROOM,
        "def count() -> int:\n    n = 0\n" + "    n += 1\n" * 38 + "    return n\n",
    ),
    Plant("a file of 401 lines", "files_are_short", ROOM, "# line\n" * 401),
    Plant("a template of 121 lines", "templates_are_short", f"{WEB}/templates/planted.html", "<br>\n" * 121),
]
SITING = f"{SRC}/planners/siting"
DOCSTRINGS = [
    Plant(
        "a parameter of a planner that is not told",
        "planners_are_documented",
        f"{SITING}/layers.py",
        "def by_hours(whole: int, cover: Cover, ",
        "def by_hours(cover: Cover, ",
    ),
    Plant(
        "an array of a planner without its shape",
        "planners_are_documented",
        f"{SITING}/layers.py",
        "limits : array of float64\n",
        "limits : array of float64, shape (steps,)\n",
    ),
    Plant(
        "a field of an answer that is not told",
        "planners_are_documented",
        f"{SITING}/answer.py",
        "    gap: float\n    spare: float\n",
        "    gap: float\n",
    ),
    Plant(
        "a refusal of a planner that is not told",
        "planners_are_documented",
        f"{SITING}/limits.py",
        "    put(question)\n    ones = np.ones(question.cover.rows, np.int64)\n",
        "    ones = np.ones(question.cover.rows, np.int64)\n",
    ),
]
NAMES = [
    Plant("a module called utils", "modules_have_telling_names", f"{SRC}/kernel/places/utils.py", ""),
    Plant("a package called common", "modules_have_telling_names", f"{WEB}/common/__init__.py", ""),
    Plant("a function in pinyin", "identifiers_are_english", ROOM, "def xinjian_zhandian() -> None: ...\n"),
    Plant("a variable in pinyin", "identifiers_are_english", ROOM, "wangge = 1\n"),
    Plant("a city in the code", "code_names_no_city", ROOM, 'CITY = "巴彦淖尔"\n'),
    Plant("a city in English", "code_names_no_city", ROOM, 'CITY = "Manzhouli"\n'),
]
HOSTS = [
    Plant(
        "a script from another host",
        "pages_load_from_here",
        f"{WEB}/templates/planted.html",
        '<script src="//cdn.example.com/x.js"></script>\n',
    ),
    Plant(
        "a font from another host",
        "pages_load_from_here",
        f"{WEB}/static/planted.css",
        "@font-face { src: url(https://fonts.example.com/x.woff2) }\n",
    ),
    Plant(
        "a registry in a file",
        "files_name_no_machine",
        ".npmrc",
        "registry=https://registry.npm" + "js.org/\n",
    ),
    Plant("a path of one machine", "files_name_no_machine", ROOM, 'HOME = "/ro' + 'ot/nuanxin"\n'),
]
DECLARED = [
    Plant(
        "a measure that says nothing",
        "declared_things_are_documented",
        f"{PROGRAMME}/programme.py",
        _redeclared("measures", 'says=Words("", "")'),
    ),
    Plant(
        "a figure without an English meaning",
        "declared_things_are_documented",
        f"{PROGRAMME}/programme.py",
        _redeclared("figures", 'says=Words("驿站数。", "")'),
    ),
    Plant(
        "a column that is needed for no reason",
        "needed_columns_say_why",
        f"{PROGRAMME}/intake.py",
        'object.__setattr__(REGISTER.columns[1], "needed", "stations.no_such_rule")\n',
    ),
    Plant(
        "a measure without a Chinese term",
        "declared_names_are_chinese",
        f"{PROGRAMME}/programme.py",
        _redeclared("measures", 'zh=""'),
    ),
    Plant(
        "a sheet without a Chinese term",
        "declared_names_are_chinese",
        f"{PROGRAMME}/programme.py",
        _redeclared("sheets", 'zh="stations"'),
    ),
    Plant(
        "a figure without a Chinese term",
        "declared_names_are_chinese",
        f"{PROGRAMME}/figures.toml",
        '[figure."stations.planted"]\nen = "planted"\nop = "stock"\nmeasure = "stations.open"\nunit = "家"\n'
        'says_zh = "驿站数。"\nsays_en = "Stations."\n',
    ),
    Plant(
        "a figure without an English term",
        "declared_names_are_english",
        f"{PROGRAMME}/programme.py",
        _redeclared("figures", 'en=""'),
    ),
    Plant(
        "a measure in another's hundred",
        "numbers_stand_in_their_hundred",
        f"{PROGRAMME}/programme.py",
        _redeclared("measures", "number=1250"),
    ),
    Plant(
        "a record without a page",
        "records_have_pages",
        f"{PROGRAMME}/programme.py",
        "\nfrom dataclasses import replace\nPROGRAMME = replace(PROGRAMME, pages=())\n",
    ),
    Plant(
        "a page that shows who it was",
        "pages_keep_persons_closed",
        f"{SRC}/programmes/power_inspection/programme.py",
        _redeclared("pages", "personal=()"),
    ),
]
PERSONAL = [
    Plant(
        "a phone in clear",
        "personal_columns_are_sealed",
        f"{PROGRAMME}/models.py",
        "\n    keeper_phone = models.CharField(max_length=20)\n    record_kind = 2",
        "\n    record_kind = 2",
    ),
    Plant(
        "a personal column that goes nowhere",
        "personal_sheet_columns_are_declared",
        f"{SRC}/programmes/volunteers/intake.py",
        'personal="party.nowhere"',
        'personal="party.name"',
    ),
    Plant(
        "a personal field kept for ever",
        "personal_fields_have_their_time",
        f"{SRC}/kernel/rules/packs/privacy.toml",
        'unit = "世纪"',
        'unit = "月"',
    ),
]
BROWSERS = [
    Plant(
        "a style newer than Chromium 90",
        "pages_suit_chromium_90",
        f"{WEB}/static/nuanxin/house.css",
        "label:has(+ input) { font-weight: 700; }\n",
    ),
    Plant(
        "a rule within a rule",
        "pages_suit_chromium_90",
        f"{WEB}/static/nuanxin/house.css",
        ".bar {\n  color: red;\n  & a { color: blue; }\n}\n",
    ),
    Plant(
        "a script newer than Chromium 90",
        "pages_suit_chromium_90",
        f"{WEB}/static/nuanxin/sheet.js",
        "const last = [1, 2].at(-1);\n",
    ),
]
SCREEN = [
    Plant(
        "a page that lets in anybody",
        "routes_say_who_may_come",
        f"{SRC}/site/urls.py",
        "\nfrom django.urls import path as planted\n"
        'urlpatterns += [planted("planted/", lambda request: None)]  # type: ignore\n',
    ),
    Plant(
        "a text without its Chinese",
        "screen_texts_are_translated",
        f"{WEB}/templates/planted.html",
        '{% load i18n %}{% translate "A text nobody has put into Chinese." %}\n',
    ),
    Plant(
        "a text with two Chinese",
        "texts_have_one_chinese",
        f"{WEB}/rounds/locale/zh_Hans/LC_MESSAGES/django.po",
        '\nmsgid "Find"\nmsgstr "找寻"\n',
    ),
]
PAGES = [
    Plant(
        "a programme page without a head", "programmes_have_pages", "docs/programmes/stations.md", "#", "# "
    ),
    Plant(
        "a word without meaning",
        "glossary_rows_are_whole",
        "docs/glossary.md",
        "| Planted | 植入 | | here |\n",
    ),
    Plant(
        "a kernel noun nobody explains",
        "glossary_knows_the_nouns",
        f"{SRC}/kernel/places/models.py",
        "\n\nclass Planted(models.Model):\n    class Meta:\n        abstract = True\n",
    ),
    Plant(
        "a reference page typed by hand",
        "reference_pages_are_current",
        "docs/reference/measures.md",
        "Planted.\n",
    ),
    Plant("a link to nowhere", "links_resolve", "docs/loop.md", "[planted](nowhere.md)\n"),
    Plant("a heading that is not there", "links_resolve", "docs/loop.md", "[planted](glossary.md#nowhere)\n"),
    Plant("a command only in English", "readmes_say_the_same", "README.md", "\n```sh\nmake planted\n```\n"),
    Plant("a setting nobody lists", "settings_are_listed", ROOM, 'NAME = "NUANXIN_PLANTED"\n'),
    Plant("a warning let pass", "warnings_are_errors", "pyproject.toml", '= ["default"]', '= ["error"]'),
]
WAITING = [
    Plant(
        "a browser test that counts at once",
        "browser_tests_wait",
        "tests/browser/test_pages.py",
        "\n\ndef test_planted(page):\n    assert page.locator('tr').count() > 1\n",
    ),
    Plant(
        "a browser test that takes the address at once",
        "browser_tests_wait",
        "tests/browser/test_explore.py",
        "\n\ndef test_planted(page):\n    assert page.url.endswith('/')\n",
    ),
]

PLANTS = {
    plant.what: plant
    for plant in [
        *IMPORTS,
        *ROOMS,
        *SIZES,
        *DOCSTRINGS,
        *NAMES,
        *HOSTS,
        *DECLARED,
        *PERSONAL,
        *BROWSERS,
        *SCREEN,
        *PAGES,
        *WAITING,
    ]
}

"""What the first release leaves behind, as text: ``python -m tests.operation.first_release`` writes it.

Until 0.1.0 is released its migrations are still remade, and the text with them. From then on
``first_release.jsonl`` is not written again: it is what an office may come from. Its first line
names the migrations it stands on and what was asked and answered; then a line a row, a line a file.

Left out: the divisions and Django's own rights (set-up brings them), the seal's private key, and the sheets
handed in. The key of personal values is there, for they cannot be read without it; both are made up here.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

ROOT = Path(__file__).parents[2]
TEXT = Path(__file__).with_name("first_release.jsonl")
SHEETS = ROOT / "cities/demo/sheets"
ASKED = (
    "tourism.attractions 1501 ..2024-05-31",
    "works.investment 150622 2024",
    "works.households_covered 150622 2024",
)
FILES = ("segments/0*", "keys/*.pub", "keys/personal/*.key")
LEFT_OUT = ("areas", "auth", "contenttypes")
DRAFT = """
number = "first"
title_zh = "首版简报（示例）"
title_en = "First bulletin (demonstration)"
issue_zh = "第 1 期"
issue_en = "No. 1"
area = "1501"
as_of = "2024-05-31"

[[story]]
weight = 3
programmes = ["industrial_tourism"]
kicker_zh = "呼和浩特"
kicker_en = "Hohhot"
headline_zh = "乳业可看的地方"
headline_en = "Where dairy can be seen"
body_zh = "园内已开放景点{tourism.attractions 1501 ..2024-05-31}。"
body_en = "The park has {tourism.attractions 1501 ..2024-05-31} attractions open."
"""


def nuanxin(*words: str) -> str:
    """Run a command on the installation of the environment; return what it says."""
    command = [sys.executable, "-m", "nuanxin.site.cli", *words]
    return subprocess.run(command, text=True, stdout=subprocess.PIPE, check=True, cwd=ROOT).stdout


def make(work: Path) -> None:
    """Make a small installation by its commands: sealed history, a tail, a correction, a closed month."""
    nuanxin("setup")
    for name in ("乳业草原公园景点台账", "参考值登记表"):
        nuanxin("import", "--yes", str(SHEETS / f"{name}.xlsx"))
    draft = work / "first.toml"
    draft.write_text(DRAFT, encoding="utf-8")
    nuanxin("publish", str(draft))
    works = SHEETS / "准格尔旗2024年温暖工程.xlsx"
    nuanxin("import", "--yes", str(works))
    nuanxin("close", "capital_works", "150622", "2024-05")
    corrected = work / works.name
    correct(works, corrected)
    why = ("--reason", "correction", "--second", "reviewer", "--note", "更正一处（示例）")
    nuanxin("import", "--yes", *why, str(corrected))


def correct(sheet: Path, target: Path) -> None:
    """Write a workbook again with the greatest amount of its last sheet one greater."""
    book = openpyxl.load_workbook(sheet)
    cells = [cell for row in book.worksheets[-1] for cell in row if isinstance(cell.value, int | float)]
    last = max(cells, key=lambda cell: cell.value)
    last.value += 1
    book.save(target)


def lines(data: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of an installation's text; Django must be connected to it."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    import nuanxin as program
    from nuanxin.site.tables import APPENDED, rewritten, rows

    applied = sorted(MigrationRecorder(connection).applied_migrations())
    answers = {asked: nuanxin("figure", *asked.split()).splitlines()[0] for asked in ASKED}
    yield {"release": program.__version__, "migrations": dict(applied), "answers": answers}
    for model in (*APPENDED, *rewritten()):
        for row in rows("default", model) if model._meta.app_label not in LEFT_OUT else ():
            fields = zip(model._meta.concrete_fields, row, strict=True)
            yield {
                "in": model._meta.label_lower,
                "row": {field.attname: cell(value) for field, value in fields},
            }
    for path in sorted(found for pattern in FILES for found in data.glob(pattern)):
        content = base64.b64encode(path.read_bytes()).decode()
        yield {"file": path.relative_to(data).as_posix(), "content": content}


def cell(value: Any) -> Any:
    """Return a value as JSON has it; bytes as hexadecimal after a mark, the rest as it is written."""
    if isinstance(value, bytes):
        return f"hex:{value.hex()}"
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def main() -> None:
    """Make the installation and write its text."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir()
        os.environ |= {"NUANXIN_DATA": str(data), "NUANXIN_DATABASE": "", "NUANXIN_LANGUAGE": "en"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "nuanxin.site.settings"
        import django

        django.setup()
        make(Path(folder))
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines(data))
        TEXT.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{TEXT.name}: {len(text.splitlines())} lines, {len(text.encode())} bytes\n")


if __name__ == "__main__":
    main()

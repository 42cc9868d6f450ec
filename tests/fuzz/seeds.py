"""What fuzzing begins with: a database with the area tree, and small files of every format."""

import os
from pathlib import Path

KINDS = {".xlsx": 0, ".xls": 1, ".ods": 2, ".csv": 3, ".xlsb": 4, ".txt": 5}


def sown(corpus: Path) -> None:
    """Put the seeds into a corpus folder: a byte for the way of reading, then the content."""
    corpus.mkdir(parents=True, exist_ok=True)
    for path in sorted((corpus.parent / "sheets").glob("*.*")):
        if path.suffix in KINDS and path.stat().st_size < 12_000:
            (corpus / path.name).write_bytes(bytes([KINDS[path.suffix]]) + path.read_bytes())
    for turn in range(24):
        (corpus / f"drawn-{turn}").write_bytes(bytes([6 + turn % 6]) + os.urandom(400))


def prepare() -> None:
    """Make the database and write the workbooks, in a process of its own."""
    import django

    django.setup()
    from django.core.management import call_command

    from nuanxin.kernel.areas.tree import load_divisions
    from nuanxin.kernel.intake.catalogue import all_sheets
    from nuanxin.kernel.intake.torture.corpus import write_corpus

    call_command("migrate", verbosity=0)
    load_divisions()
    write_corpus(all_sheets(), 1, 60, Path(os.environ["NUANXIN_FUZZ_FINDS"]).parent / "sheets")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanxin.site.settings")
    prepare()

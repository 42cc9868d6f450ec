"""A filled form opened in LibreOffice looks as it did when blank, with the numbers in it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from nuanxin.kernel.bulletins.forms.filling import fill
from nuanxin.kernel.intake.files import kept_file
from tests.loop.test_forms import BLANK
from tests.people import account_of

pytestmark = pytest.mark.office
DARK = 128


def pages(book: Path, folder: Path) -> list[Image.Image]:
    """Print a workbook as LibreOffice does, and return its pages as black and white pictures."""
    home = f"-env:UserInstallation=file://{folder}/home"
    office = shutil.which("soffice") or "soffice"
    order = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book)]
    subprocess.run(order, check=True, capture_output=True, timeout=300)
    pdf, stem = folder / f"{book.stem}.pdf", folder / book.stem
    subprocess.run(["pdftoppm", "-r", "70", "-l", "2", "-png", str(pdf), str(stem)], check=True)
    found = sorted(folder.glob(f"{book.stem}-*.png"))
    return [Image.open(each).convert("L").point(lambda ink: 255 if ink < DARK else 0) for each in found]


def ink(picture: Image.Image) -> int:
    """Return how many dots are dark."""
    return picture.histogram()[255]


def test_a_filled_form_looks_as_it_did_when_blank(demo, tmp_path):
    copy = fill(account_of("clerk").actor, "warm-service", "2024-05")
    blank, filled = tmp_path / "blank.xlsx", tmp_path / "filled.xlsx"
    blank.write_bytes(BLANK.read_bytes())
    filled.write_bytes(kept_file(bytes(copy.digest)).read().content)
    before, after = pages(blank, tmp_path), pages(filled, tmp_path)
    assert len(before) == len(after) == 2
    for old, new in zip(before, after, strict=True):
        assert old.size == new.size
        gone = ImageChops.subtract(old, new.filter(ImageFilter.MaxFilter(3)))
        assert ink(gone) < ink(old) * 0.01, "lines or labels of the form moved or went"
        added = ink(new) - ink(old)
        assert ink(old) * 0.02 < added < ink(old), "the numbers are in it, and nothing else"

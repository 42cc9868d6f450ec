"""The operator's guide says the same in both languages, and names what there is."""

import re
import shlex

import pytest

from conftest import ROOT
from nuanxin.site import examinations
from nuanxin.site.commands import door
from tests.house.pages import FENCE, LINK

ENGLISH, CHINESE = (
    (ROOT / f"docs/howto/operate{tail}.md").read_text(encoding="utf-8") for tail in ("", ".zh-CN")
)


def test_both_guides_have_the_same_bones():
    for bones in (
        lambda text: FENCE.findall(text),
        lambda text: [link for link, _ in LINK.findall(text) if not link.startswith("operate")],
        lambda text: re.findall("^(#+ |[0-9]+[.] |- )", text, re.MULTILINE),
        lambda text: len(re.findall(r"^\|", text, re.MULTILINE)),
        lambda text: re.findall(r"\d[\d,]+\d", FENCE.sub("", text)),
    ):
        assert bones(ENGLISH) == bones(CHINESE)


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_every_examination_is_explained(text):
    rows = re.findall(r"^\| [^|]+ \| `(\w+)` \|", text, re.MULTILINE)
    declared = [each.__name__ for _, each in (*examinations.OF_SETTINGS, *examinations.OF_DATABASE)]
    rows.remove("id")
    assert sorted(rows) == sorted([*declared, examinations.reached.__name__])


def test_every_command_is_one_of_ours():
    lines = [line for block in FENCE.findall(ENGLISH) for line in block.splitlines()]
    called = [shlex.split(line) for line in lines if line.startswith("nuanxin ")]
    assert len(called) > 10
    for words in called:
        known = {word for each in door.commands[words[1]].params for word in each.opts}
        assert {word for word in words if word.startswith("--")} <= known


def test_every_file_of_deploy_that_is_named_is_there():
    for name in re.findall(r"deploy/[\w.-]+\w", ENGLISH):
        assert (ROOT / name).exists(), name

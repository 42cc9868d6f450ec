"""What modules and identifiers may be called."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.tree import modules, place

EMPTY = {
    "utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "service", "services",
    "handler", "handlers", "data", "info", "misc", "process",
}  # fmt: skip
GUARDED = {"src/nuanxin", "src/nuanxin/kernel"}  # the import contracts refuse unknown names here
INITIALS = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?"
FINALS = (
    "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue|er|a|o|e|i|u"
)
SYLLABLES = re.compile(f"(?:(?:{INITIALS})(?:{FINALS}))+")
CHINESE_ONLY = re.compile("zh[aeiou]|xi[aeou]|xu[ae]|qi[ao]|uang|iong|jia|jie|gong|zuo")
PINYIN = {
    "baifen", "bangban", "baogao", "beizhu", "biaoge", "bianhao", "bumen", "daiban", "danwei", "danhao",
    "daoru", "dianhua", "dizhi", "fabu", "fenlu", "gongdan", "gongshi", "guanli", "hecha", "heji",
    "hongchong", "huizong", "jiandu", "jianbao", "jiaofu", "jiedao", "jihua", "jilu", "leibie", "leixing",
    "lianmeng", "luru", "mingcheng", "mingzi", "paiqian", "pingzheng", "qianming", "qimo", "quhua", "quxian",
    "renci", "renshu", "riqi", "shangbao", "shehui", "shenhe", "shequ", "shijian", "shuju", "shuliang",
    "shuoming", "sushe", "taizhang", "tongji", "wangge", "wenjian", "xiangmu", "yanglao", "yizhan", "yonghu",
    "yuefen", "zhandian", "zhengfu", "zhibiao", "zhiyuan", "zongshu", "zuzhi",
}  # fmt: skip
WORDS = {"nuanxin"}


def modules_have_telling_names(root: Path) -> list[str]:
    """No module is called by a word that could hold anything."""
    return [
        f"{place(root, path)}: {name!r} says nothing; name the thing it holds"
        for path, _ in modules(root)
        for name, home in _names(path)
        if name in EMPTY and str(home.relative_to(root)) not in GUARDED and home.parent.name != "programmes"
    ]


def _names(path: Path) -> Iterator[tuple[str, Path]]:
    """Yield what a module file names, with the folder that holds it: itself, or its package."""
    yield (path.parent.name, path.parent.parent) if path.stem == "__init__" else (path.stem, path.parent)


def identifiers_are_english(root: Path) -> list[str]:
    """No identifier is pinyin: the code says it in English, the declaration in Chinese."""
    return [
        f"{place(root, path, line)}: {name!r} reads as pinyin; use the field's English word"
        for path, tree in modules(root, "src")
        for name, line in [*([(path.stem, 0)] if _reads_as_pinyin(path.stem) else []), *_in_pinyin(tree)]
    ]


@cache
def _in_pinyin(tree: ast.Module) -> list[tuple[str, int]]:
    """Return the identifiers that read as pinyin, with their lines."""
    return [(name, line) for name, line in _identifiers(tree) if _reads_as_pinyin(name)]


@cache
def _reads_as_pinyin(name: str) -> bool:
    return any(_pinyin(word) for word in re.split(r"_|(?<=[a-z])(?=[A-Z])", name))


def _pinyin(word: str) -> bool:
    word = word.lower()
    if word in PINYIN:
        return True
    whole = len(word) > 4 and word not in WORDS and SYLLABLES.fullmatch(word)
    return bool(whole and CHINESE_ONLY.search(word))


def _identifiers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno

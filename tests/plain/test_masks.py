"""Masks hide what tells a person; normal forms even out how people type."""

import pytest

from nuanxin.plain.masks import KINDS, masked, normal


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("name", "张三", "张*"),
        ("name", "张小三", "张*三"),
        ("name", "欧阳小三", "欧**三"),
        ("name", "张", "*"),
        ("name", "张小三（示例）", "张*三"),
        ("phone", "13812341234", "138****1234"),
        ("phone", "8212345", "****45"),
        ("id_number", "150802194910010024", "150***********0024"),
        ("id_number", "1234", "***"),
        ("address", "临河区解放街道团结社区3号楼2单元501", "临河区解放街****"),
        ("email", "clerk@example.cn", "c***@example.cn"),
        ("health", "高血压", "***"),
        ("text", "家中有事", "***"),
        ("name", " ", ""),
    ],
)
def test_what_is_shown(kind, text, shown):
    assert masked(kind, text) == shown


def test_every_kind_hides_something():
    for kind in KINDS:
        assert "150802194910010024" not in masked(kind, "150802194910010024")


def test_normal_forms():
    assert normal("phone", "+86 138-1234-1234") == normal("phone", "１３８１２３４１２３４") == "13812341234"
    assert normal("id_number", "15080219491001002ｘ") == "15080219491001002X"
    assert normal("name", " Ｗang 小三 ") == "wang小三"

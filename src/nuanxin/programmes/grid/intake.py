"""The sheet of the grid: the ledger of hazards found and what became of them."""

from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.plain.words import Words
from nuanxin.programmes.grid.actions import record_hazards

KINDS = {
    "治安线索": "public_order",
    "消防隐患": "fire",
    "燃气隐患": "gas",
    "井盖破损": "manhole",
    "道路设施损坏": "road",
    "线缆垂落": "cable",
    "其他安全隐患": "other",
}
FOUND = Words("台账按发现日期排列", "the register is kept by the day found")

HAZARDS_SHEET = Sheet(
    name="grid.hazards",
    zh="治安线索和安全隐患台账",
    en="log of public-order clues and safety hazards",
    columns=(
        Column("number", "事件编号", "report number"),
        Column("found_on", "发现日期", "found on", kind="day", needed=FOUND),
        Column("kind", "问题类别", "kind", kind="choice", choices=KINDS),
        Column("area", "所在社区（村）", "community", kind="area", level="village"),
        Column("place", "具体位置", "place"),
        Column("handler", "处理人编号", "dealt with by (number)", personal="party.name"),
        Column("handled_on", "处理日期", "dealt with on", kind="day"),
        Column("verifier", "核查人编号", "verified by (number)", personal="party.name"),
        Column("verified_on", "核查日期", "verified on", kind="day"),
    ),
    key=("number",),
    into=record_hazards,
)

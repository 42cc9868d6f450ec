"""Sheets of the warm project of Jungar Banner: ten projects, and the total as it was announced.

The projects sum to 66,173 万元 and the announcement says 66,500: the demo city keeps what the page
printed, so that the check has something to find. How each category's money falls on its projects
is invented; the categories' sums are the page's.
"""

from datetime import date
from pathlib import Path
from random import Random

from cities.writer.office import Table, write_workbook

OFFICE = "准格尔旗项目办（示例填报）"
TOWN = "准格尔旗薛家湾镇"
LISTED = date(2024, 4, 18)
PROJECTS = (
    ("供暖", "薛家湾镇供热主管网工程一标段", TOWN, 19_800),
    ("供暖", "薛家湾镇供热主管网工程二标段", TOWN, 12_650.5),
    ("供暖", "薛家湾镇老旧小区供热管网改造工程（铁西片）", TOWN, 6_420),
    ("供暖", "薛家湾镇老旧小区供热管网改造工程（铁东片）", TOWN, 5_379.5),
    ("供暖", "沙圪堵镇供热管网工程", "准格尔旗沙圪堵镇", 8_130),
    ("供暖", "沙圪堵镇换热站工程", "准格尔旗沙圪堵镇", 3_620),
    ("供水", "薛家湾镇供水工程", TOWN, 7_386.4),
    ("供水", "十二连城乡水源置换工程", "准格尔旗十二连城乡", 2_536.6),
    ("供气", "薛家湾镇、大路镇燃气管网及餐饮场所“瓶改管”工程", "准格尔旗", 172),
    ("供气", "液化石油气用户改造工程", "准格尔旗", 78),
)
GAS_MAIN_KM, HOUSEHOLDS = 1.08, 60_213
ANNOUNCED = 66_500


def write(out: Path, rng: Random) -> None:
    """Write the workbook of the list and the announced total."""
    write_workbook(out / "准格尔旗2024年温暖工程.xlsx", [_list(), _announcement()])


def _list() -> Table:
    return Table(
        part="重点项目清单",
        title="准格尔旗2024年“温暖工程”重点项目清单",
        office=OFFICE,
        corner="单位：万元、公里、户",
        headings=(
            "年度",
            "类别",
            "项目名称",
            "建设地点",
            "列入日期",
            ("投资", "计划总投资（万元）"),
            ("建设内容", "新建燃气管网（公里）"),
            ("建设内容", "覆盖居民（户）"),
        ),
        rows=[(2024, *head, LISTED, money, *_reach(head[1])) for *head, money in PROJECTS],
        sums=("计划总投资（万元）",),
        merged=("类别",),
        note="说明：管网长度按沟槽长度计，双管同沟只计一次。",
    )


def _reach(name: str) -> tuple[float | None, int | None]:
    return (GAS_MAIN_KM, HOUSEHOLDS) if "燃气管网" in name else (None, None)


def _announcement() -> Table:
    return Table(
        part="公布总投资",
        title="准格尔旗“温暖工程”公布总投资",
        office=OFFICE,
        corner="单位：万元",
        headings=("年度", "旗县区", "公布日期", "公布总投资（万元）", "公布方式"),
        rows=[(2024, "准格尔旗", date(2024, 5, 8), ANNOUNCED, "新闻稿")],
        note="说明：照公布原数登记，不改。",
    )

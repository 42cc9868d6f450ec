"""Reference values 参考值: figures from outside the city's sheets, each with its source and its standing."""

from datetime import date
from pathlib import Path
from random import Random

from cities.writer.office import Table, write_workbook

REGION_TASK = 6_538
"""2,550 万亩 over 39 %, to the nearest 万亩: nobody printed the region's own number."""


def write(out: Path, rng: Random) -> None:
    """Write the register of reference values."""
    source = "由版面所载“占全区总任务39%”和本市总任务2550万亩倒推（2550÷39%≈6538），非自治区公布数，待核实"
    table = Table(
        part="参考值",
        title="参考值登记表",
        office="赤峰市林草局（示例填报）",
        headings=("指标", "区域", "日期", "数值", "单位", "来源", "已核"),
        rows=[("全区林草建设总任务", "内蒙古自治区", date(2024, 1, 1), REGION_TASK, "万亩", source, False)],
        note="说明：本表只登记表外数据；未核实的，“已核”一栏填否。",
    )
    write_workbook(out / "参考值登记表.xlsx", [table])

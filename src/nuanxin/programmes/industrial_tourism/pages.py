"""Pages of industrial tourism: the visitor log and the attractions."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.industrial_tourism import intake, models

PAGES = (
    Page(
        slug="days",
        zh="接待日志",
        en="visitor log",
        says=Words("一个接待点的一天。", "One day of one site."),
        record=models.VisitDay,
        sheet=intake.DAYS,
        columns=("site", "day", "area", "opened", "visitors", "in_groups"),
        day="day",
        filters=("opened",),
        search=("site",),
        measure="visitors",
        sort="-day",
        needs=(
            Need(
                "no_visitors",
                "开放日没有游客，请核实",
                "open days without a visitor, to be looked at",
                models.NO_VISITORS,
                "day",
            ),
        ),
    ),
    Page(
        slug="attractions",
        zh="景点",
        en="attractions",
        says=Words("工业旅游区里的一个景点。", "One attraction of an industrial site."),
        record=models.Attraction,
        sheet=intake.ATTRACTIONS,
        columns=("name", "site", "area", "opened_on", "closed_on"),
        day="opened_on",
        search=("name", "site"),
    ),
)

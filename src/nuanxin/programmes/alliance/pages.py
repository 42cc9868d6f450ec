"""Pages of the alliance: services, and the two registers of pairings."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.alliance import intake, models

PAGES = (
    Page(
        slug="services",
        zh="企业服务",
        en="services to firms",
        says=Words("一家企业在一天得到的一次服务。", "One service given to one firm on one day."),
        record=models.Service,
        sheet=intake.SERVICES_SHEET,
        columns=("firm", "served_on", "area", "kind", "way", "settled"),
        day="served_on",
        filters=("kind", "way", "settled"),
        search=("key",),
        needs=(
            Need(
                "unsettled",
                "企业服务还没有办结",
                "services to firms not settled yet",
                models.UNSETTLED,
                "served_on",
            ),
        ),
    ),
    Page(
        slug="pairings",
        zh="村企结对",
        en="pairings of firms with villages",
        says=Words("一家企业和一个村结成的一对。", "One firm paired with one village."),
        record=models.Pairing,
        sheet=intake.PAIRINGS_SHEET,
        columns=("firm", "area", "started_on", "ended_on"),
        day="started_on",
        search=("key",),
    ),
    Page(
        slug="households",
        zh="结对帮扶",
        en="households paired with helpers",
        says=Words(
            "一户困难家庭和一个帮扶单位；户号不公开。",
            "One needy household and the organisation that helps it; the number stays closed.",
        ),
        record=models.HouseholdPairing,
        sheet=intake.HOUSEHOLDS_SHEET,
        columns=("helper", "area", "household", "persons", "started_on", "ended_on"),
        day="started_on",
        personal=("household",),
        measure="persons",
    ),
)

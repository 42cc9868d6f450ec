"""The page of the stations."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.stations import intake, models

PAGES = (
    Page(
        slug="stations",
        zh="暖心驿站",
        en="warm stations",
        says=Words("一个驿站，从启用到撤销。", "One station, from its opening to its withdrawal."),
        record=models.Station,
        sheet=intake.REGISTER,
        columns=("name", "key", "kind", "area", "address", "opened_on", "closed_on"),
        day="opened_on",
        filters=("kind",),
        search=("key", "name", "address"),
        headed={"key": "number"},
        needs=(
            Need(
                "unaddressed",
                "在用驿站没有填地址",
                "stations in use without an address",
                models.UNADDRESSED,
                "opened_on",
            ),
        ),
    ),
)

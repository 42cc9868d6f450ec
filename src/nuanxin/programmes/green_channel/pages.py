"""The page of the green channel."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.green_channel import intake, models

PAGES = (
    Page(
        slug="declarations",
        zh="出口报关单",
        en="export declarations",
        says=Words("一份果蔬出口报关单。", "One export declaration of fruit and vegetables."),
        record=models.Declaration,
        sheet=intake.DECLARATIONS,
        columns=("key", "firm", "area", "goods", "trucks", "weight_g", "value_fen", "released_on"),
        day="released_on",
        search=("key", "goods"),
        measure="weight_g",
        headed={"key": "number", "weight_g": "weight", "value_fen": "value"},
        needs=(
            Need(
                "unreleased",
                "报关单还没有放行日期",
                "declarations without a day of release",
                models.UNRELEASED,
            ),
        ),
    ),
)

"""Pages of the power inspection: check-ups and hazards."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.power_inspection import intake, models

PAGES = (
    Page(
        slug="check-ups",
        zh="用电体检",
        en="check-ups",
        says=Words("对一个配电室的一次体检。", "One check-up of one distribution room."),
        record=models.CheckUp,
        sheet=intake.CHECK_UPS,
        columns=("firm", "room", "area", "checked_on", "checked_by"),
        day="checked_on",
        search=("key", "room"),
        personal=("checked_by",),
    ),
    Page(
        slug="hazards",
        zh="用电隐患",
        en="power hazards",
        says=Words(
            "配电室里的一处隐患：整改，再由他人复核。",
            "One hazard in a distribution room: fixed, then looked at by another.",
        ),
        record=models.Hazard,
        sheet=intake.HAZARDS,
        columns=(
            "number",
            "firm",
            "room",
            "area",
            "matter",
            "grade",
            "found_on",
            "fixed_on",
            "verified_on",
            "fixed_by",
            "verified_by",
        ),
        day="found_on",
        filters=("grade",),
        search=("number", "room", "matter"),
        personal=("fixed_by", "verified_by"),
        needs=(
            Need("unfixed", "用电隐患还没有整改", "power hazards not fixed yet", models.UNFIXED, "found_on"),
            Need(
                "unverified",
                "用电隐患整改了还没有复核",
                "power hazards fixed and not looked at yet",
                models.UNVERIFIED,
                "fixed_on",
            ),
            Need(
                "self_verified",
                "整改人自己复核的隐患，不算销号",
                "power hazards looked at by whoever fixed them; they do not count",
                models.SELF_VERIFIED,
                "found_on",
            ),
        ),
    ),
)

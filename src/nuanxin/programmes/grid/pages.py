"""The page of the grid."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.grid import intake, models

PAGES = (
    Page(
        slug="hazards",
        zh="问题隐患",
        en="hazards",
        says=Words(
            "一处问题或隐患：地点、处理、核查；只记事，不记人。",
            "One hazard at one place: dealt with, then verified. Things, never persons.",
        ),
        record=models.Hazard,
        sheet=intake.HAZARDS_SHEET,
        columns=(
            "key",
            "kind",
            "area",
            "place",
            "found_on",
            "handled_on",
            "verified_on",
            "handler",
            "verifier",
        ),
        day="found_on",
        filters=("kind",),
        search=("key", "place"),
        personal=("handler", "verifier"),
        headed={"key": "number"},
        needs=(
            Need("unhandled", "隐患还没有处理", "hazards not dealt with yet", models.UNHANDLED, "found_on"),
            Need(
                "unverified",
                "隐患处理了还没有核查",
                "hazards dealt with and not verified yet",
                models.UNVERIFIED,
                "handled_on",
            ),
            Need(
                "self_verified",
                "处理人自己核查的隐患，不计数",
                "hazards verified by whoever dealt with them; they do not count",
                models.SELF_VERIFIED,
                "found_on",
            ),
        ),
    ),
)

"""Pages of the pauses: the list of them, and what is said of them on a round."""

from django.db.models import Q

from nuanxin.kernel.pages import Decision, Page
from nuanxin.kernel.rounds import Deed
from nuanxin.plain.words import Words
from nuanxin.programmes.stations import intake, models
from nuanxin.programmes.stations.pausing.actions import announce_pause, reopen_pause, reopen_stations
from nuanxin.programmes.stations.pausing.shown import pauses_of_station

PAGES = (
    Page(
        slug="pauses",
        zh="暂停开放",
        en="closed for a time",
        says=Words(
            "一个驿站公告暂停开放的一段日子；末日空着，就是恢复时间另行通知。同一首日再报一次，就是缩短或延长。",
            "Days a station announced to be closed; a blank last day is until further notice. The same first "
            "day said again shortens or extends it.",
        ),
        record=models.StationPause,
        sheet=intake.PAUSES,
        columns=("station", "since", "until", "reason", "announced_on"),
        day="since",
        filters=("reason",),
        search=("key",),
        sort="-since",
        decisions=(
            Decision(
                "reopen",
                "今天起恢复开放",
                "open again from today",
                Words(
                    "提前恢复了：今天起照常开放；还没到首日的，这次暂停就取消。",
                    "It opens early: as usual from today on. One that has not begun is called off.",
                ),
                Q(),
                reopen_pause,
            ),
        ),
    ),
)
DEEDS = (
    Deed(
        name="pause",
        keepers=True,
        zh="暂停开放",
        en="closed for a time",
        do=Words("公告暂停开放", "announce it"),
        says=Words(
            "写上首日和末日（末日当天还不开），公开页面随即照此显示；末日空着，就是恢复时间另行通知。要缩短或延长，同一首日"
            "再报一次。",
            "Give the first and the last day it is closed: the public pages say so at once. A blank last day "
            "is until further notice. To shorten or extend it, say the same first day again.",
        ),
        sheet=intake.PAUSES,
        asks=("since", "until", "reason"),
        into=announce_pause,
        day="announced_on",
    ),
    Deed(
        name="reopen",
        keepers=True,
        zh="恢复开放",
        en="open again",
        do=Words("今天起照常开放", "open as usual from today"),
        says=Words(
            "提前恢复了就点一下；还没到首日的，这次暂停就取消。",
            "Tap where it opens early; a closing that has not begun is called off.",
        ),
        sheet=intake.PAUSES,
        asks=(),
        into=reopen_stations,
        day="announced_on",
        lines=pauses_of_station,
    ),
)

"""Fields 栏目: a working copy's content as a form's fields, and back."""

from collections.abc import Mapping

from nuanxin.kernel.bulletins.content import STORY, TITLES, Content, blank_story
from nuanxin.kernel.bulletins.imprint import FIELDS

MOST_STORIES = 60


def content_from(posted: Mapping[str, str], before: Content) -> Content:
    """Return the content a form says; what the form does not show stays as it was."""
    count = min(int(posted.get("stories", "0") or 0), MOST_STORIES)
    corrects = before.get("corrects") or {}
    return {
        **before,
        **{name: posted[name].strip() for name in TITLES if name in posted},
        "imprint": _imprint(posted, before.get("imprint", {})),
        "story": [_story(posted, number, before) for number in range(count)] or before["story"],
        "corrects": corrects
        and {**corrects, **{name: posted.get(name, corrects[name]) for name in ("reason_zh", "reason_en")}},
    }


def _story(posted: Mapping[str, str], number: int, before: Content) -> Content:
    old = before["story"][number] if number < len(before["story"]) else blank_story()

    def posted_words(name: str, otherwise: str) -> str:
        return posted.get(f"story-{number}-{name}", otherwise).replace("\r\n", "\n")

    stats = [
        line.strip() for line in posted_words("stats", "\n".join(old["stats"])).splitlines() if line.strip()
    ]
    weight = posted_words("weight", str(old["weight"]))
    return {
        **old,
        "weight": int(weight) if weight in ("1", "2", "3") else 2,
        "stats": stats,
        **{name: posted_words(name, old[name]) for name in STORY},
    }


def _imprint(posted: Mapping[str, str], before: Content) -> Content:
    given = {name: posted[f"imprint-{name}"].strip() for name in FIELDS if f"imprint-{name}" in posted}
    kept = {name: value for name, value in {**before, **given}.items() if value not in ("", None)}
    for name in {"total", "copies"} & set(kept):
        text = str(kept[name])
        kept[name] = int(text) if text.isascii() and text.isdigit() else None
    return {name: value for name, value in kept.items() if value is not None}


def rearranged(content: Content, deed: str) -> Content:
    """Return a content with a story added, taken out or moved: "add", "remove-2", "up-2", "down-2"."""
    stories = list(content["story"])
    verb, _dash, place = deed.partition("-")
    number = int(place) if place.isdigit() else -1
    if verb == "add" and len(stories) < MOST_STORIES:
        stories.append(blank_story())
    elif verb == "remove" and 0 <= number < len(stories) > 1:
        stories.pop(number)
    elif verb in ("up", "down") and 0 <= number < len(stories):
        stories.insert(max(0, number + (1 if verb == "down" else -1)), stories.pop(number))
    return {**content, "story": stories}

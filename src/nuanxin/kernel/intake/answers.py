"""Answers 已答: what an office has answered about a sheet, as the reader and the checks look it up."""

from collections import Counter

from nuanxin.kernel.intake.models import WAITING, Answer, Question
from nuanxin.kernel.privacy.ring import Ring
from nuanxin.plain.masks import normal


class KeptAnswers:
    """The standing answers of an office about a sheet; ``used`` counts those that settled something.

    They are read once; what is asked after is found by its blind index, so that no text is compared in clear.
    """

    def __init__(self, office: str, sheet: str) -> None:
        self.used: Counter[tuple[str, str]] = Counter()
        self._exact: dict[tuple[str, str, bytes], str] = {}
        self._alike: dict[tuple[str, str], str] = {}
        standing = Answer.objects.filter(question__office=office, question__sheet=sheet, ended=None)
        columns = ("question__field", "question__kind", "question__text_index", "alike", "option")
        for field, kind, index, alike, option in standing.values_list(*columns):
            if alike:
                self._alike[field, kind] = option
            elif index is not None:
                self._exact[field, kind, bytes(index)] = option
        self._asked = {(field, kind, index) for field, kind, index in self._exact} | _open(office, sheet)
        self._ring = Ring() if self._asked else None

    def find(self, field: str, kind: str, text: str) -> str | None:
        """Return the option chosen for a text of a column and kind, else for all of that kind; or None."""
        found = self._exact_one(field, kind, text) or self._alike.get((field, kind))
        if found is not None:
            self.used[field, kind] += 1
        return found

    def remembers(self, field: str, kind: str) -> bool:
        """Return whether anything of a column and kind was asked before, and is open or answered still."""
        return any(asked[:2] == (field, kind) for asked in self._asked)

    def asked_before(self, field: str, kind: str, text: str) -> bool:
        """Return whether a text is open or answered: no posting that came since settles it unasked."""
        return any((field, kind, index) in self._asked for index in self._indexes(text))

    def _indexes(self, text: str) -> list[bytes]:
        return self._ring.indexes("text", normal("text", text)) if self._ring else []

    def _exact_one(self, field: str, kind: str, text: str) -> str | None:
        for index in self._indexes(text):
            if found := self._exact.get((field, kind, index)):
                return found
        return None


def _open(office: str, sheet: str) -> set[tuple[str, str, bytes]]:
    """Return the questions of an office's sheet that rows wait for."""
    waiting = Question.objects.filter(
        office=office, sheet=sheet, rows__state=WAITING, text_index__isnull=False
    )
    found = waiting.order_by().values_list("field", "kind", "text_index").distinct()
    return {(field, kind, bytes(index or b"")) for field, kind, index in found}

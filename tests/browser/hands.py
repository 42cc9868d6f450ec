"""The two ways people use a page: by keyboard alone, and with a finger."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

REACHED = "element => element.tabIndex >= 0 && document.activeElement === element"


class Keyboard:
    """Focuses what the Tab key can reach and presses keys; never clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def _go_to(self, place: Locator) -> None:
        place.focus()
        assert place.evaluate(REACHED), f"no keyboard reaches {place}"

    def press(self, place: Locator) -> None:
        """Follow a link, press a button, open a fold."""
        self._go_to(place)
        self.page.keyboard.press("Enter")

    def write(self, place: Locator, text: str) -> None:
        """Write into a field, in place of what stands there."""
        self._go_to(place)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        expect(place).to_have_value(text)

    def tick(self, place: Locator) -> None:
        """Tick a box or one of several dots."""
        self._go_to(place)
        self.page.keyboard.press("Space")
        expect(place).to_be_checked()

    def choose(self, place: Locator, value: str) -> None:
        """Choose a line of a list by arrow keys."""
        self._go_to(place)
        here, there = place.evaluate(
            "(list, value) => [list.selectedIndex, [...list.options].findIndex(one => one.value === value)]",
            value,
        )
        for _step in range(abs(there - here)):
            self.page.keyboard.press("ArrowDown" if there > here else "ArrowUp")
        expect(place).to_have_value(value)

    def hand_in(self, place: Locator, file: Path) -> None:
        """Hand a file in: the field is reached by keyboard; the dialogue is the system's, and passed over."""
        self._go_to(place)
        place.set_input_files(file)


class Finger:
    """Taps what it sees."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, place: Locator) -> None:
        """Tap a link, a button, a fold."""
        place.click()

    def write(self, place: Locator, text: str) -> None:
        """Write into a field, in place of what stands there."""
        place.fill(text)

    def tick(self, place: Locator) -> None:
        """Tick a box or one of several dots."""
        place.check()

    def choose(self, place: Locator, value: str) -> None:
        """Choose a line of a list."""
        place.select_option(value)

    def hand_in(self, place: Locator, file: Path) -> None:
        """Hand a file in."""
        place.set_input_files(file)

"""What axe finds serious or critical on a page, asked alike by every file of tests."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
GRAVE = """async () => {
  const slight = axe._audit.rules.filter(({ impact }) => ["minor", "moderate"].includes(impact));
  const rules = Object.fromEntries(slight.map(({ id }) => [id, { enabled: false }]));
  const { violations } = await axe.run({ resultTypes: ["violations"], reporter: "no-passes", rules });
  return violations
    .filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]);
}"""
"""Rules whose faults are slight whatever they find are not asked: a seventh of the time."""


def grave(page: Page) -> list[tuple[str, list[str]]]:
    """Return what keeps people from using a page: the rule's name, and the first places it is broken at."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [(rule, places) for rule, places in page.evaluate(GRAVE)]

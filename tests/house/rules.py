"""The rules of the house, by name: each takes the root of a tree and returns its faults, a line each."""

from collections.abc import Callable
from pathlib import Path

from tests.house import (
    browsers,
    cities,
    declared,
    docstrings,
    hosts,
    imports,
    names,
    pages,
    personal,
    rooms,
    routes,
    sizes,
    translations,
    waiting,
)

Rule = Callable[[Path], list[str]]

RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        imports.imports_go_one_way,
        rooms.rooms_have_their_names,
        rooms.declarations_hold_no_if,
        rooms.writes_are_actions,
        rooms.records_keep_the_ledgers_columns,
        sizes.functions_are_short,
        sizes.files_are_short,
        sizes.templates_are_short,
        names.modules_have_telling_names,
        names.identifiers_are_english,
        cities.code_names_no_city,
        hosts.pages_load_from_here,
        hosts.files_name_no_machine,
        browsers.pages_suit_chromium_90,
        declared.declared_names_are_chinese,
        declared.declared_names_are_english,
        declared.declared_things_are_documented,
        declared.needed_columns_say_why,
        declared.numbers_stand_in_their_hundred,
        declared.records_have_pages,
        declared.pages_keep_persons_closed,
        personal.personal_columns_are_sealed,
        personal.personal_sheet_columns_are_declared,
        personal.personal_fields_have_their_time,
        routes.routes_say_who_may_come,
        translations.screen_texts_are_translated,
        translations.texts_have_one_chinese,
        docstrings.planners_are_documented,
        pages.programmes_have_pages,
        pages.glossary_rows_are_whole,
        pages.glossary_knows_the_nouns,
        pages.reference_pages_are_current,
        pages.links_resolve,
        pages.readmes_say_the_same,
        pages.settings_are_listed,
        pages.warnings_are_errors,
        waiting.browser_tests_wait,
    )
}


def faults(root: Path) -> dict[str, list[str]]:
    """Return what is wrong with a tree, by the name of the rule; nothing where the house is in order."""
    return {name: found for name, rule in RULES.items() if (found := rule(root))}

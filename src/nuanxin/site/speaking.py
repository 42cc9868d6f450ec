"""Commands that speak the terminal's language: help texts are looked up when they are shown."""

from collections.abc import Callable
from typing import Any, TypeVar

import click
from django.utils.translation import gettext


def said(text: str) -> str:
    """Mark a help text for translation and return it as written."""
    return text


class SpokenOption(click.Option):
    """An option whose help is shown in the terminal's language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return names and help, translated."""
        written = self.help
        self.help = gettext(written) if written else written
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = written


class SpokenCommand(click.Command):
    """A command whose help is shown in the terminal's language."""

    def get_short_help_str(self, limit: int = 80) -> str:
        """Return the help's first sentence, translated, for the list of commands."""
        return (gettext(self.help) if self.help else "").split("\n")[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, translated."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(gettext(self.help) if self.help else "")


class SpokenGroup(click.Group):
    """The door itself, or a room of commands: its help is shown in the terminal's language too."""

    command_class = SpokenCommand

    def get_short_help_str(self, limit: int = 80) -> str:
        """Return the help's first sentence, translated, for the list of commands."""
        return SpokenCommand.get_short_help_str(self, limit)  # type: ignore[arg-type]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, translated."""
        SpokenCommand.format_help_text(self, ctx, formatter)  # type: ignore[arg-type]


F = TypeVar("F", bound=Callable[..., Any])


def option(*names: str, **facts: Any) -> Callable[[F], F]:
    """Declare an option that speaks the terminal's language."""
    return click.option(*names, cls=SpokenOption, **facts)

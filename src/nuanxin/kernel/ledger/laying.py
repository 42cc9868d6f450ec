"""How the first migration of a room lays its tables."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel, RunPython
from django.db.migrations.state import ProjectState


class FirstMigration(migrations.Migration):
    """A migration that only makes tables, and steps that stand on no others: each model is built once.

    Django builds every related model anew for each table that is made, and nearly all are related to the
    ledger's acts: with a hundred tables that was most of the time of setting up. A new table changes
    nothing in the models that stand, so here only the new ones are built.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Make the tables and take the steps; return the state after them."""
        built = project_state.__dict__.get("apps")
        plain = all(isinstance(each, CreateModel | RunPython) for each in self.operations)
        if built is None or collect_sql or not plain:
            return super().apply(project_state, schema_editor, collect_sql)
        del project_state.__dict__["apps"]  # so that what is added is not built yet
        for each in self.operations:
            each.state_forwards(self.app_label, project_state)
        models = [each for each in self.operations if isinstance(each, CreateModel)]
        built.render_multiple([project_state.models[self.app_label, each.name_lower] for each in models])
        project_state.__dict__["apps"] = built
        for each in self.operations:
            each.database_forwards(self.app_label, schema_editor, project_state, project_state)
        _finish(schema_editor)
        return project_state


def _finish(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Lay indexes now, and not after: with none left Django records the step in the same transaction.

    Whoever is killed between the tables and their record could not begin again: they are there already.
    """
    for statement in schema_editor.deferred_sql:
        schema_editor.execute(statement, None)
    schema_editor.deferred_sql.clear()

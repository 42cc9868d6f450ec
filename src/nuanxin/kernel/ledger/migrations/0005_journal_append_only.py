"""Make the journal append-only."""

from django.db import migrations

from nuanxin.kernel.ledger.journal_triggers import guard_journal


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_journal")]
    operations = [migrations.RunPython(guard_journal, migrations.RunPython.noop)]

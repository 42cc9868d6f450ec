"""Make the ledger's tables append-only."""

from django.db import migrations

from nuanxin.kernel.ledger.triggers import raise_guard


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(raise_guard, migrations.RunPython.noop)]

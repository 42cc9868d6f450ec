"""What a later release might bring: a column, rows moved into it, an index."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations, models

from nuanxin.kernel.places import migrations as today

LAST = max(path.stem for path in Path(today.__path__[0]).glob("[0-9]*.py"))


def fill(apps, schema_editor):
    """Move something over, as data steps do."""
    apps.get_model("places", "Place").objects.update(remark="moved")


class Migration(migrations.Migration):
    """The step."""

    dependencies: ClassVar = [("places", LAST)]
    operations: ClassVar = [
        migrations.AddField("Place", "remark", models.CharField(max_length=40, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex("Place", models.Index("remark", name="places_by_remark")),
    ]

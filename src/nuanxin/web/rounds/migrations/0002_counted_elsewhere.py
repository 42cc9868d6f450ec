"""The tokens of taps move to the room that passers-by's reports share with the rounds."""

from datetime import timedelta

from django.db import migrations

KEPT = timedelta(days=120)


def move(apps, schema):
    """Take every token along, so that a tap still on its way counts once."""
    counted, here = apps.get_model("later", "Counted"), schema.connection.alias
    counted.objects.using(here).bulk_create(
        counted(token=each.token, by_id=each.by_id, until=each.at + KEPT)
        for each in apps.get_model("rounds", "Counted").objects.using(here).all()
    )


class Migration(migrations.Migration):

    dependencies = [
        ('rounds', '0001_initial'),
        ('later', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel('Counted'),
    ]

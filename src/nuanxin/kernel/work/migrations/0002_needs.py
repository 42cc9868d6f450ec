"""Nothing: the first migration has the column of the precision already, and PostgreSQL refuses it twice."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('work', '0001_initial'),
    ]

    operations = []

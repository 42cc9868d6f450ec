import django.db.models.deletion
import nuanxin.kernel.ledger.columns
from django.db import migrations, models

from nuanxin.kernel.ledger.laying import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', nuanxin.kernel.ledger.columns.RowNumber(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('area', models.BigIntegerField()),
                ('row', models.IntegerField(null=True)),
                ('withdrawn', models.BooleanField(default=False)),
                ('precision', models.JSONField(blank=True, default=dict)),
                ('longitude', models.FloatField(null=True)),
                ('latitude', models.FloatField(null=True)),
                ('crs_entered', models.CharField(choices=[('wgs84', 'wgs84'), ('gcj02', 'gcj02'), ('bd09', 'bd09')], default='wgs84', max_length=5)),
                ('opening_hours', models.CharField(blank=True, max_length=240)),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(blank=True, max_length=240)),
                ('act', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.act')),
            ],
            options={
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='place_on_the_globe_or_nowhere'), models.CheckConstraint(condition=models.Q(('crs_entered__in', ('wgs84', 'gcj02', 'bd09'))), name='place_known_crs')],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

from nuanxin.kernel.ledger.laying import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('name', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('stamp', models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('code', models.BigIntegerField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('english', models.CharField(blank=True, max_length=60)),
                ('level', models.CharField(choices=[('province', 'province'), ('prefecture', 'prefecture'), ('county', 'county'), ('town', 'town'), ('village', 'village'), ('grid', 'grid')], max_length=10)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
                ('local', models.BooleanField(default=False)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='areas.area')),
                ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='areas.area')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('code__range', (100000000000, 999999999999)), ('level__in', ('province', 'prefecture', 'county', 'town', 'village'))), models.Q(('code__range', (100000000000000, 999999999999999)), ('level', 'grid'), ('local', True)), _connector='OR'), name='area_code_of_its_level'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'province'), ('parent', None)), models.Q(models.Q(('level', 'province'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='area_has_a_parent'), models.CheckConstraint(condition=models.Q(('successor', None), ('valid_to__isnull', False), _connector='OR'), name='area_merged_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='FormerName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('last_day', models.DateField()),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='areas.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('area'), models.F('last_day'), name='one_name_a_day')],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

from nuanxin.kernel.ledger.laying import FirstMigration


class Migration(FirstMigration):

    initial = True

    dependencies = [
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=40)),
                ('query', models.CharField(blank=True, max_length=1000)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='parties.party')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('owner'), models.F('page'), models.F('name'), name='one_view_of_a_name')],
            },
        ),
    ]

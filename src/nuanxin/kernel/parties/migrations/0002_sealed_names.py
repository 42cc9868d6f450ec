"""Seal the names of persons and households; those of organisations and teams stay as they are."""

from django.db import migrations, models
from django.db.models import Q

import nuanxin.kernel.privacy.fields
from nuanxin.kernel.privacy.ring import Ring, place
from nuanxin.plain.masks import normal

PRIVATE = ("person", "household")


def seal(apps, editor):
    """Seal each private name for its row and give it its blind index."""
    parties = apps.get_model("parties", "Party").objects.using(editor.connection.alias)
    held = parties.filter(kind__in=PRIVATE).order_by("pk")
    if not held.exists():
        return
    ring, taken = Ring(), set()
    for each in held.iterator(5_000):
        said = each.kind, each.area, normal("name", each.public_name)
        if said not in taken:  # of names that differ only in width, case or blanks the first one is found
            each.name_index = ring.index("name", said[-1])
        taken.add(said)
        where = place("parties_party", "sealed_name", each.pk)
        each.sealed_name, each.public_name = ring.seal("party.name", each.public_name, where), ""
        each.save(update_fields=["sealed_name", "name_index", "public_name"])
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial"), ("privacy", "0001_initial")]
    operations = [
        migrations.RemoveConstraint("Party", "one_party_of_a_name"),
        migrations.RemoveConstraint("Party", "one_party_without_area"),
        migrations.RenameField("Party", "name", "public_name"),
        migrations.AlterField("Party", "public_name", models.CharField(blank=True, max_length=120)),
        migrations.AddField("Party", "sealed_name", nuanxin.kernel.privacy.fields.SealedField(null=True)),
        migrations.AddField("Party", "name_index", models.BinaryField(max_length=16, null=True)),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.AddConstraint(
            "Party",
            models.UniqueConstraint(
                "kind", "public_name", "area", name="one_party_of_a_name", condition=~Q(public_name="")
            ),
        ),
        migrations.AddConstraint(
            "Party",
            models.UniqueConstraint(
                "kind",
                "public_name",
                name="one_party_without_area",
                condition=Q(area=None) & ~Q(public_name=""),
            ),
        ),
        migrations.AddConstraint(
            "Party", models.UniqueConstraint("kind", "name_index", "area", name="one_person_of_a_name")
        ),
        migrations.AddConstraint(
            "Party",
            models.UniqueConstraint(
                "kind", "name_index", name="one_person_without_area", condition=Q(area=None)
            ),
        ),
        migrations.AddConstraint(
            "Party",
            models.CheckConstraint(
                condition=Q(kind__in=PRIVATE, public_name="")
                | (~Q(kind__in=PRIVATE) & Q(sealed_name=None, name_index=None)),
                name="names_of_persons_are_sealed",
            ),
        ),
    ]

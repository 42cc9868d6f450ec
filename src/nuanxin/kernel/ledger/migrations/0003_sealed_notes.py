"""Seal the words of reasons: what was kept in clear goes, and nothing of it stays."""

from django.db import migrations

import nuanxin.kernel.privacy.fields
from nuanxin.kernel.privacy.ring import Ring, place


def seal(apps, editor):
    """Write every note anew, sealed. Words are never rewritten in place: triggers refuse it."""
    notes = apps.get_model("ledger", "Note").objects.using(editor.connection.alias)
    kept = list(notes.values_list("act_id", "salt", "text"))
    if not kept:
        return  # nothing to seal: an installation to be moved into has no keys of its own yet
    ring = Ring()
    notes.all().delete()
    for act, salt, text in kept:
        sealed = ring.seal("note.text", text, place("ledger_note", "sealed", act))
        notes.create(act_id=act, salt=bytes(salt), text="", sealed=sealed)
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only"), ("privacy", "0001_initial")]
    operations = [
        migrations.AddField("Note", "sealed", nuanxin.kernel.privacy.fields.SealedField(null=True)),
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RemoveField("Note", "text"),
    ]

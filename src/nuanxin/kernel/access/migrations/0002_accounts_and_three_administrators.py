"""The one administrator becomes the security administrator; two more kinds and the accounts join."""

from django.db import migrations, models
from django.db.models import deletion

ROLES = ["reader", "clerk", "reviewer", "publisher", "auditor", "system", "security", "audit"]


def divide(apps, editor):
    """Who could grant before grants now, as security administrator."""
    grants = apps.get_model("access", "Grant").objects.using(editor.connection.alias)
    grants.filter(role="administrator").update(role="security")


def join(apps, editor):
    """Go back to one kind of administrator."""
    grants = apps.get_model("access", "Grant").objects.using(editor.connection.alias)
    grants.filter(role="security").update(role="administrator")


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("parties", "0001_initial")]
    # These name the account model by its app's first migration, and need the table.
    run_before = [
        ("account", "0001_initial"),
        ("mfa", "0001_initial"),
        ("socialaccount", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint("grant", "known_role"),
        migrations.AlterField("grant", "role", models.CharField(choices=[(role, role) for role in ROLES], max_length=14)),
        migrations.RunPython(divide, join),
        migrations.AddConstraint(
            "grant", models.CheckConstraint(condition=models.Q(role__in=ROLES), name="known_role")
        ),
        migrations.CreateModel(
            "Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=40, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                (
                    "party",
                    models.OneToOneField(on_delete=deletion.PROTECT, related_name="account", to="parties.party"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(username=""), name="account_has_a_name")
                ]
            },
        ),
    ]

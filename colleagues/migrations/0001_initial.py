import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from typing import Any


DESK = {
    "articles": ["article"],
    "pages": ["page"],
    "profiles": ["person"],
    "references": ["reference", "publisher"],
    "publishing": ["tag"],
    "images": ["image"],
}
WRITING = [
    (app, f"{right}_{model}")
    for app, models_of_app in DESK.items()
    for model in models_of_app
    for right in ("view", "add", "change")
]
PUBLISHING = [
    *WRITING,
    ("articles", "publish_article"),
    ("pages", "publish_page"),
    ("profiles", "publish_person"),
    ("publishing", "change_public"),
]
MANAGING = [
    *PUBLISHING,
    *(("accounts", f"{right}_user") for right in ("view", "add", "change")),
    *(("masthead", f"{right}_newsroom") for right in ("view", "add", "change")),
]
ROLES = {"Reporters": WRITING, "Editors": PUBLISHING, "Administrators": MANAGING}


def make_roles(apps: Any, schema_editor: Any) -> None:
    """Make each role with its permissions, which otherwise come only after the last migration."""
    using = schema_editor.connection.alias
    for label in sorted({app for app, _codename in MANAGING}):
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, verbosity=0, interactive=False, using=using, apps=apps)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, rights in ROLES.items():
        group = apps.get_model("auth", "Group").objects.using(using).create(name=name)
        group.permissions.set(
            permissions.get(content_type__app_label=app, codename=codename) for app, codename in rights
        )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("masthead", "0001_initial"),
        ("pages", "0001_initial"),
        ("articles", "0001_initial"),
        ("profiles", "0001_initial"),
        ("references", "0001_initial"),
        ("images", "0001_initial"),
        ("publishing", "0001_initial"),
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="works until")),
                ("used_at", models.DateTimeField(null=True, verbose_name="used")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="taken back")),
                ("first_name", models.CharField(max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(max_length=254, verbose_name="email address")),
                (
                    "accepted_by",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitation",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="accepted by",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="auth.group",
                        verbose_name="role",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="PasswordLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("expires_at", models.DateTimeField(verbose_name="works until")),
                ("used_at", models.DateTimeField(null=True, verbose_name="used")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="taken back")),
                ("password_mark", models.CharField(editable=False, max_length=64)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="password_links",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleague",
                    ),
                ),
            ],
            options={
                "verbose_name": "password link",
                "verbose_name_plural": "password links",
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]

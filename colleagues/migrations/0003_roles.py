import django.db.models.deletion
from typing import Any

from django.db import migrations, models

DESK = {
    "article": "articles",
    "page": "pages",
    "person": "profiles",
    "reference": "references",
    "publisher": "references",
    "tag": "publishing",
    "image": "images",
}
WRITING = {f"{app}.{right}_{kind}" for kind, app in DESK.items() for right in ("view", "add", "change")}
PUBLISHING = WRITING | {
    "articles.publish_article",
    "pages.publish_page",
    "profiles.publish_person",
    "publishing.change_public",
    "moving.view_oldaddress",
    "moving.add_oldaddress",
    "moving.change_oldaddress",
}
MANAGING = (
    PUBLISHING
    | {f"accounts.{right}_user" for right in ("view", "add", "change")}
    | {f"masthead.{right}_newsroom" for right in ("view", "add", "change")}
)
THERE = {"Reporters": WRITING, "Editors": PUBLISHING, "Administrators": MANAGING}
CHECKERS = "Fact checkers"
KNOWN = [
    "read",
    "articles",
    "people",
    "pages",
    "records",
    "public",
    "publish",
    "old-addresses",
    "newsroom",
    "colleagues",
]


def note_roles(apps: Any, schema_editor: Any) -> None:
    """Note which roles are as they came, and add fact checkers; what they may do follows the migrations."""
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using)
    roles = apps.get_model("colleagues", "Role").objects.using(using)
    for group in groups.order_by("pk"):
        pairs = group.permissions.values_list("content_type__app_label", "codename")
        held = {f"{app}.{codename}" for app, codename in pairs}
        came = THERE.get(group.name)
        kind = group.name.lower() if came else ""
        roles.create(group=group, kind=kind, is_changed=held != came, known=KNOWN)
    if not groups.filter(name__iexact=CHECKERS).exists():
        roles.create(group=groups.create(name=CHECKERS), kind="fact-checkers")


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("colleagues", "0002_old_addresses"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auth.group",
                verbose_name="role",
            ),
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=20)),
                ("version", models.PositiveIntegerField(default=1)),
                ("is_changed", models.BooleanField(default=False)),
                ("known", models.JSONField(default=list)),
                ("undecided", models.JSONField(default=list)),
                (
                    "group",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="role", to="auth.group"
                    ),
                ),
            ],
            options={
                "verbose_name": "role",
                "verbose_name_plural": "roles",
                "ordering": ["group_id"],
                "default_permissions": (),
            },
        ),
        migrations.RunPython(note_roles, migrations.RunPython.noop),
    ]

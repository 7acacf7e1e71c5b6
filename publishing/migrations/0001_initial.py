import django.db.models.deletion
import django.utils.timezone
import publishing.finding
import publishing.folding
import publishing.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                (
                    "slug",
                    models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name="slug"),
                ),
                (
                    "key",
                    models.CharField(
                        default=publishing.identifiers.random_key, editable=False, max_length=12, unique=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="created"
                    ),
                ),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="last saved"
                    ),
                ),
                ("find_text", publishing.finding.FindTextField(blank=True, default="", editable=False)),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "synonyms",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Other words for the same subject.",
                        verbose_name="also called",
                    ),
                ),
                ("sort_key", publishing.folding.SortKeyField(editable=False, max_length=200)),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["sort_key", "id"],
                "indexes": [models.Index(fields=["find_text", "changed_at"], name="tag_find")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("create", "started"),
                            ("save", "saved"),
                            ("keep", "saved second; the text was kept aside"),
                            ("submit", "handed to the editors"),
                            ("send_back", "sent back"),
                            ("publish", "published"),
                            ("schedule", "scheduled"),
                            ("cancel", "cancelled the schedule"),
                            ("withdraw", "took down"),
                            ("republish", "published again"),
                            ("restore", "brought back an earlier version"),
                            ("discard", "went back to what readers see"),
                            ("fix", "fixed what readers see"),
                            ("carry", "carried it into what is scheduled"),
                            ("correct", "published a correction"),
                            ("retract", "retracted"),
                            ("bin", "put in the bin"),
                            ("put_back", "put back from the bin"),
                            ("remove", "removed for good"),
                            ("take_over", "took over"),
                            ("invite", "invited"),
                            ("renew", "made a new invitation link"),
                            ("revoke", "took back the invitation"),
                            ("join", "joined"),
                            ("link", "made a password link"),
                            ("password", "chose a new password"),
                            ("deactivate", "deactivated"),
                            ("reactivate", "reactivated"),
                            ("unlock", "lifted a locked login"),
                        ],
                        max_length=12,
                        verbose_name="did",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("object_key", models.CharField(max_length=40, verbose_name="key")),
                ("label", models.CharField(max_length=300, verbose_name="what")),
                ("revision_number", models.PositiveIntegerField(null=True, verbose_name="version")),
                ("edition_number", models.PositiveIntegerField(null=True, verbose_name="published version")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("data", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
            ],
            options={
                "verbose_name": "history entry",
                "verbose_name_plural": "history",
                "ordering": ["-id"],
                "permissions": [("change_public", "Can change at once what readers see")],
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["kind", "object_key", "id"], name="event_of_object")],
            },
        ),
        migrations.CreateModel(
            name="TagName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=255)),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="publishing.tag"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("key",), name="tag_name_once")],
            },
        ),
    ]

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import publishing.finding
import publishing.folding
import publishing.identifiers
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Publisher",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "domain",
                    models.CharField(
                        blank=True, help_text="For example cgtn.com", max_length=253, verbose_name="domain"
                    ),
                ),
                ("sort_key", publishing.folding.SortKeyField(editable=False, max_length=200)),
                ("name_key", models.CharField(default="", editable=False, max_length=255)),
            ],
            options={
                "verbose_name": "publisher",
                "verbose_name_plural": "publishers",
                "ordering": ["sort_key", "id"],
                "indexes": [
                    models.Index(fields=["find_text", "changed_at"], name="publisher_find"),
                    models.Index(fields=["name_key"], name="publisher_name"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("domain", ""), _negated=True),
                        fields=("domain",),
                        name="publisher_domain_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
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
                ("match_key", models.CharField(editable=False, max_length=255)),
                (
                    "variant",
                    models.CharField(
                        blank=True,
                        help_text="Only when one address or title holds several sources: say which this is.",
                        max_length=60,
                        verbose_name="another item at this address",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("webpage", "Web page"),
                            ("article-newspaper", "News article"),
                            ("article-journal", "Journal article"),
                            ("book", "Book"),
                            ("chapter", "Chapter"),
                            ("report", "Report"),
                            ("legislation", "Law"),
                            ("speech", "Speech"),
                            ("interview", "Interview"),
                            ("broadcast", "Broadcast"),
                            ("dataset", "Data set"),
                            ("document", "Other document"),
                        ],
                        default="webpage",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=500, verbose_name="title")),
                ("authors", models.JSONField(blank=True, default=list, verbose_name="authors")),
                (
                    "container_title",
                    models.CharField(blank=True, max_length=300, verbose_name="site, paper or journal"),
                ),
                (
                    "issued",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                                "Write a year, a month or a day: 2025, 2025-01 or 2025-01-27.",
                            )
                        ],
                        verbose_name="date",
                    ),
                ),
                (
                    "accessed",
                    models.CharField(
                        blank=True,
                        max_length=10,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^\\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$",
                                "Write a year, a month or a day: 2025, 2025-01 or 2025-01-27.",
                            )
                        ],
                        verbose_name="read on",
                    ),
                ),
                (
                    "url",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="address",
                    ),
                ),
                ("doi", models.CharField(blank=True, max_length=200, verbose_name="DOI")),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language")),
                (
                    "archive_url",
                    models.CharField(
                        blank=True,
                        max_length=2000,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="archive copy",
                    ),
                ),
                ("archived_at", models.DateField(blank=True, null=True, verbose_name="archived on")),
                (
                    "health",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not checked"),
                            ("fine", "Works"),
                            ("moved", "Moved"),
                            ("gone", "Gone"),
                            ("blocked", "Cannot be checked"),
                        ],
                        default="",
                        editable=False,
                        max_length=10,
                        verbose_name="link",
                    ),
                ),
                (
                    "reliability",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not rated"),
                            ("reliable", "Reliable"),
                            ("mixed", "Check what it says elsewhere"),
                            ("unreliable", "Not to be relied on"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="reliability",
                    ),
                ),
                (
                    "confidential",
                    models.BooleanField(
                        default=False,
                        help_text="Readers never see this source, nor that there is one.",
                        verbose_name="confidential",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note for colleagues")),
                (
                    "publisher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="references",
                        to="references.publisher",
                        verbose_name="publisher",
                    ),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["find_text", "changed_at"], name="reference_find")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("match_key", "variant"),
                        name="reference_once",
                        violation_error_message="This source is already there.",
                    )
                ],
            },
        ),
    ]

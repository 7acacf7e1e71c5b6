import datetime
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import publishing.constraints
import publishing.finding
import publishing.identifiers
import publishing.languages
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("images", "0001_initial"),
        ("profiles", "0001_initial"),
        ("references", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Page",
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
                    "stage",
                    models.CharField(
                        choices=[("writing", "Being written"), ("submitted", "With the editors")],
                        default="writing",
                        editable=False,
                        max_length=12,
                        verbose_name="stage",
                    ),
                ),
                ("handover_note", models.TextField(blank=True, editable=False, verbose_name="note")),
                ("body", models.TextField(blank=True, verbose_name="text")),
                (
                    "language",
                    models.CharField(
                        default=publishing.languages.site_language, max_length=12, verbose_name="language"
                    ),
                ),
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
                (
                    "binned_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="put in the bin"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences for search engines. Left empty, the text's beginning is used.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="What follows the site's own address, such as “about”. Left empty, it is made from the title.",
                        max_length=120,
                        verbose_name="web address",
                    ),
                ),
                (
                    "binned_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="put in the bin by",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who has it",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
                "ordering": ["-changed_at"],
                "permissions": [("publish_page", "Can publish and take down pages")],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PageAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.CharField(max_length=120, unique=True, verbose_name="web address")),
                (
                    "claimed_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="claimed"),
                ),
                (
                    "working_copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addresses", to="pages.page"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PageCitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live_from", models.DateTimeField(verbose_name="public from")),
                (
                    "live_until",
                    models.DateTimeField(
                        default=datetime.datetime(9000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                        verbose_name="public until",
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="published")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "reference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="references.reference",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PageCitationPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("locator", models.CharField(blank=True, max_length=100)),
                ("sentence", models.TextField()),
                (
                    "citation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="pages.pagecitation",
                    ),
                ),
            ],
            options={
                "ordering": ["ordinal"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PageEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live_from", models.DateTimeField(verbose_name="public from")),
                (
                    "live_until",
                    models.DateTimeField(
                        default=datetime.datetime(9000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                        verbose_name="public until",
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="published")),
                (
                    "key",
                    models.CharField(
                        default=publishing.identifiers.random_key, editable=False, max_length=12, unique=True
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="published version")),
                ("slug", models.CharField(max_length=120, verbose_name="web address")),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("first", "First publication"),
                            ("minor", "Small fix, no note"),
                            ("update", "Update"),
                            ("clarification", "Clarification"),
                            ("correction", "Correction"),
                            ("retraction", "Retraction"),
                        ],
                        default="first",
                        max_length=16,
                        verbose_name="what changed",
                    ),
                ),
                ("public_note", models.TextField(blank=True, verbose_name="public note")),
                ("corrections", models.JSONField(default=list, verbose_name="corrections")),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="ends")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="taken down")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelled")),
                (
                    "backdated_to",
                    models.DateTimeField(blank=True, null=True, verbose_name="first published elsewhere"),
                ),
                ("updated_at", models.DateTimeField(verbose_name="updated")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("body_html", models.TextField(blank=True)),
                ("renderer", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(verbose_name="created")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("summary", models.TextField(blank=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "working_copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="pages.page"
                    ),
                ),
            ],
            options={
                "verbose_name": "published version of a page",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="pagecitation",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="pages.pageedition"
            ),
        ),
        migrations.CreateModel(
            name="PageImageUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live_from", models.DateTimeField(verbose_name="public from")),
                (
                    "live_until",
                    models.DateTimeField(
                        default=datetime.datetime(9000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                        verbose_name="public until",
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="published")),
                ("position", models.PositiveSmallIntegerField()),
                ("alt", models.CharField(blank=True, max_length=300)),
                ("caption", models.TextField(blank=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="image_uses",
                        to="pages.pageedition",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="images.image", verbose_name="image"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PageMention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live_from", models.DateTimeField(verbose_name="public from")),
                (
                    "live_until",
                    models.DateTimeField(
                        default=datetime.datetime(9000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                        verbose_name="public until",
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="published")),
                ("position", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=200)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="pages.pageedition",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="profiles.person"),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PageRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("save", "Saved"),
                            ("kept", "Kept: somebody else had saved first"),
                            ("restore", "Earlier version brought back"),
                            ("discard", "Back to what readers see"),
                            ("fix", "Fix of what readers see"),
                            ("carried", "Fix carried into the draft"),
                            ("waiting", "What readers see now, carried into what is scheduled"),
                        ],
                        default="save",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("based_on", models.PositiveIntegerField(verbose_name="based on version")),
                ("payload", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="saved")),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="saved by",
                    ),
                ),
                (
                    "working_copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="revisions", to="pages.page"
                    ),
                ),
            ],
            options={
                "verbose_name": "saved version of a page",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="pageedition",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="pages.pagerevision"
            ),
        ),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(fields=["find_text", "changed_at", "binned_at"], name="page_find"),
        ),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(
                condition=models.Q(("binned_at__isnull", False)), fields=["binned_at"], name="page_bin"
            ),
        ),
        migrations.AddIndex(
            model_name="page",
            index=models.Index(fields=["slug"], name="page_slug"),
        ),
        migrations.AddConstraint(
            model_name="pagecitationplace",
            constraint=models.UniqueConstraint(fields=("citation", "ordinal"), name="pagecitationplace_once"),
        ),
        migrations.AddIndex(
            model_name="pagecitation",
            index=models.Index(
                fields=["reference", "published_at", "edition", "live_until", "live_from"],
                name="pagecitation_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="pagecitation",
            constraint=models.UniqueConstraint(fields=("edition", "reference"), name="pagecitation_once"),
        ),
        migrations.AddIndex(
            model_name="pageimageuse",
            index=models.Index(
                fields=["image", "published_at", "edition", "live_until", "live_from"],
                name="pageimageuse_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="pageimageuse",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="pageimageuse_order"),
        ),
        migrations.AddIndex(
            model_name="pagemention",
            index=models.Index(
                fields=["person", "published_at", "edition", "live_until", "live_from"],
                name="pagemention_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="pagemention",
            constraint=models.UniqueConstraint(fields=("edition", "person"), name="pagemention_once"),
        ),
        migrations.AddConstraint(
            model_name="pagerevision",
            constraint=models.UniqueConstraint(fields=("working_copy", "number"), name="pagerevision_number"),
        ),
        migrations.AddIndex(
            model_name="pageedition",
            index=models.Index(
                fields=["published_at", "id", "live_until", "live_from"], name="pageedition_listing"
            ),
        ),
        migrations.AddIndex(
            model_name="pageedition",
            index=models.Index(fields=["slug"], name="pageedition_slug"),
        ),
        migrations.AddConstraint(
            model_name="pageedition",
            constraint=models.UniqueConstraint(fields=("working_copy", "number"), name="pageedition_number"),
        ),
        migrations.AddConstraint(
            model_name="pageedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_from__lte", models.F("live_until"))),
                name="pageedition_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="pageedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_at__lte", models.F("live_from"))),
                name="pageedition_published_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="pageedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_at", None), ("live_from", models.F("live_until")), _connector="OR"
                ),
                name="pageedition_cancelled_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="pageedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None),
                    ("live_until__lte", models.F("withdrawn_at")),
                    ("live_from", models.F("live_until")),
                    _connector="OR",
                ),
                name="pageedition_withdrawn_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="pageedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("live_until__lte", models.F("expires_at")),
                    ("live_from", models.F("live_until")),
                    _connector="OR",
                ),
                name="pageedition_expired_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="pageedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("change__in", ["update", "clarification", "correction", "retraction"]), _negated=True
                    ),
                    models.Q(("public_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="pageedition_says_what_changed",
            ),
        ),
        migrations.AddConstraint(
            model_name="pageedition",
            constraint=publishing.constraints.NoOverlap(field="working_copy", name="pageedition_no_overlap"),
        ),
    ]

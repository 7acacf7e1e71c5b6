import datetime
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import publishing.constraints
import publishing.finding
import publishing.identifiers
import publishing.languages
import taggit.managers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("images", "0001_initial"),
        ("profiles", "0001_initial"),
        ("publishing", "0001_initial"),
        ("references", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Article",
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
                (
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="The last part of the page's address. Left empty, it is made from what stands on top.",
                        max_length=120,
                        verbose_name="web address",
                    ),
                ),
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
                (
                    "label",
                    models.CharField(
                        choices=[
                            ("news", "News"),
                            ("analysis", "Analysis"),
                            ("opinion", "Opinion"),
                            ("interview", "Interview"),
                            ("explainer", "Explainer"),
                        ],
                        default="news",
                        max_length=12,
                        verbose_name="label",
                    ),
                ),
                ("headline", models.CharField(max_length=200, verbose_name="headline")),
                (
                    "short_headline",
                    models.CharField(
                        blank=True,
                        help_text="For lists and small screens.",
                        max_length=80,
                        verbose_name="short headline",
                    ),
                ),
                (
                    "standfirst",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences under the headline.",
                        max_length=600,
                        verbose_name="summary",
                    ),
                ),
                (
                    "main_image_alt",
                    models.CharField(
                        blank=True,
                        help_text="For readers who cannot see it. Left empty, the picture's own is used.",
                        max_length=300,
                        verbose_name="description of the picture",
                    ),
                ),
                ("main_image_caption", models.CharField(blank=True, max_length=500, verbose_name="caption")),
                ("imported_digest", models.CharField(blank=True, default="", editable=False, max_length=64)),
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
                    "main_image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="images.image",
                        verbose_name="main picture",
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
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["-changed_at"],
                "permissions": [("publish_article", "Can publish and take down articles")],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ArticleAddress",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addresses",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ArticleRevision",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved version of an article",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ArticleEdition",
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
                (
                    "label",
                    models.CharField(
                        choices=[
                            ("news", "News"),
                            ("analysis", "Analysis"),
                            ("opinion", "Opinion"),
                            ("interview", "Interview"),
                            ("explainer", "Explainer"),
                        ],
                        max_length=12,
                        verbose_name="label",
                    ),
                ),
                ("headline", models.CharField(max_length=200, verbose_name="headline")),
                (
                    "short_headline",
                    models.CharField(blank=True, max_length=80, verbose_name="short headline"),
                ),
                ("standfirst", models.TextField(blank=True, verbose_name="summary")),
                ("summary", models.TextField(blank=True)),
                ("words", models.PositiveIntegerField(verbose_name="words")),
                ("byline", models.JSONField(default=list, verbose_name="byline")),
                ("main_image_alt", models.CharField(blank=True, max_length=300)),
                ("main_image_caption", models.CharField(blank=True, max_length=500)),
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
                    "main_image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="images.image",
                    ),
                ),
                (
                    "working_copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="articles.article",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="articles.articlerevision",
                    ),
                ),
            ],
            options={
                "verbose_name": "published version of an article",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ArticleTag",
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
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tag_links",
                        to="articles.articleedition",
                    ),
                ),
                ("tag", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="publishing.tag")),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Citation",
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
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="articles.articleedition",
                    ),
                ),
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
            name="CitationPlace",
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
                        to="articles.citation",
                    ),
                ),
            ],
            options={
                "ordering": ["ordinal"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Credit",
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
                ("name", models.CharField(max_length=200)),
                ("role", models.CharField(blank=True, max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="articles.articleedition",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="profiles.person",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="DraftCredit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="For example Reuters, or Staff.",
                        max_length=200,
                        verbose_name="or a name",
                    ),
                ),
                (
                    "is_agency",
                    models.BooleanField(
                        default=False,
                        help_text="The name is an agency or a desk, not a person.",
                        verbose_name="an agency",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True, help_text="Empty for the writer.", max_length=60, verbose_name="role"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft_credits",
                        to="articles.article",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="profiles.person",
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "byline",
                "verbose_name_plural": "bylines",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DraftSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft_sources",
                        to="articles.article",
                    ),
                ),
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
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DraftTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft_tags",
                        to="articles.article",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft_tags",
                        to="publishing.tag",
                        verbose_name="tag",
                    ),
                ),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ["position", "id"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="article",
            name="tags",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="articles.DraftTag",
                to="publishing.Tag",
                verbose_name="tags",
            ),
        ),
        migrations.CreateModel(
            name="ImageUse",
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
                        to="articles.articleedition",
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
            name="Mention",
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
                        to="articles.articleedition",
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
            name="Quotation",
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
                ("speaker", models.CharField(blank=True, max_length=200)),
                ("parts", models.JSONField()),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotation_links",
                        to="articles.articleedition",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotations",
                        to="profiles.person",
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotations",
                        to="references.reference",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Related",
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
                ("score", models.PositiveSmallIntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="related_links",
                        to="articles.articleedition",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="related_from",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "ordering": ["-score", "id"],
            },
        ),
        migrations.AddConstraint(
            model_name="articlerevision",
            constraint=models.UniqueConstraint(
                fields=("working_copy", "number"), name="articlerevision_number"
            ),
        ),
        migrations.AddIndex(
            model_name="articleedition",
            index=models.Index(
                fields=["published_at", "id", "live_until", "live_from"], name="articleedition_listing"
            ),
        ),
        migrations.AddIndex(
            model_name="articleedition",
            index=models.Index(fields=["slug"], name="articleedition_slug"),
        ),
        migrations.AddConstraint(
            model_name="articleedition",
            constraint=models.UniqueConstraint(
                fields=("working_copy", "number"), name="articleedition_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="articleedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_from__lte", models.F("live_until"))),
                name="articleedition_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_at__lte", models.F("live_from"))),
                name="articleedition_published_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_at", None), ("live_from", models.F("live_until")), _connector="OR"
                ),
                name="articleedition_cancelled_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None),
                    ("live_until__lte", models.F("withdrawn_at")),
                    ("live_from", models.F("live_until")),
                    _connector="OR",
                ),
                name="articleedition_withdrawn_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("live_until__lte", models.F("expires_at")),
                    ("live_from", models.F("live_until")),
                    _connector="OR",
                ),
                name="articleedition_expired_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("change__in", ["update", "clarification", "correction", "retraction"]), _negated=True
                    ),
                    models.Q(("public_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="articleedition_says_what_changed",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleedition",
            constraint=publishing.constraints.NoOverlap(
                field="working_copy", name="articleedition_no_overlap"
            ),
        ),
        migrations.AddIndex(
            model_name="articletag",
            index=models.Index(
                fields=["tag", "published_at", "edition", "live_until", "live_from"],
                name="articletag_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="articletag",
            constraint=models.UniqueConstraint(fields=("edition", "tag"), name="articletag_once"),
        ),
        migrations.AddConstraint(
            model_name="articletag",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="articletag_order"),
        ),
        migrations.AddIndex(
            model_name="citation",
            index=models.Index(
                fields=["reference", "published_at", "edition", "live_until", "live_from"],
                name="citation_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.UniqueConstraint(fields=("edition", "reference"), name="citation_once"),
        ),
        migrations.AddConstraint(
            model_name="citationplace",
            constraint=models.UniqueConstraint(fields=("citation", "ordinal"), name="citationplace_once"),
        ),
        migrations.AddIndex(
            model_name="credit",
            index=models.Index(
                fields=["person", "published_at", "edition", "live_until", "live_from"], name="credit_listing"
            ),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="credit_order"),
        ),
        migrations.AddConstraint(
            model_name="draftcredit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), ("person__isnull", False)),
                    models.Q(("person", None), models.Q(("name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="draft_credit_person_or_name",
                violation_error_message="Choose a person or write a name, one of the two.",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftcredit",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_agency", False), ("person", None), _connector="OR"),
                name="draft_credit_person_is_no_agency",
                violation_error_message="Somebody with a profile is no agency. Take the mark away.",
            ),
        ),
        migrations.AddConstraint(
            model_name="draftcredit",
            constraint=models.UniqueConstraint(fields=("article", "person"), name="draft_credit_person_once"),
        ),
        migrations.AddConstraint(
            model_name="draftsource",
            constraint=models.UniqueConstraint(fields=("article", "reference"), name="draft_source_once"),
        ),
        migrations.AddConstraint(
            model_name="drafttag",
            constraint=models.UniqueConstraint(fields=("content_object", "tag"), name="draft_tag_once"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-changed_at"], name="article_changed"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["find_text", "changed_at", "binned_at"], name="article_find"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("binned_at__isnull", False)), fields=["binned_at"], name="article_bin"
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["slug"], name="article_slug"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                condition=models.Q(("imported_digest", ""), _negated=True),
                fields=("imported_digest",),
                name="article_imported_once",
            ),
        ),
        migrations.AddIndex(
            model_name="imageuse",
            index=models.Index(
                fields=["image", "published_at", "edition", "live_until", "live_from"],
                name="imageuse_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="imageuse",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="imageuse_order"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                fields=["person", "published_at", "edition", "live_until", "live_from"],
                name="mention_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(fields=("edition", "person"), name="mention_once"),
        ),
        migrations.AddIndex(
            model_name="quotation",
            index=models.Index(
                fields=["person", "published_at", "edition", "live_until", "live_from"],
                name="quotation_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="quotation",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="quotation_order"),
        ),
        migrations.AddIndex(
            model_name="related",
            index=models.Index(
                fields=["other", "published_at", "edition", "live_until", "live_from"], name="related_listing"
            ),
        ),
        migrations.AddConstraint(
            model_name="related",
            constraint=models.UniqueConstraint(fields=("edition", "other"), name="related_once"),
        ),
    ]

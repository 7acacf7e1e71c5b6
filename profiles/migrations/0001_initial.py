import datetime
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
import publishing.constraints
import publishing.finding
import publishing.folding
import publishing.identifiers
import publishing.languages
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("images", "0001_initial"),
        ("references", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("sort_key", publishing.folding.SortKeyField(editable=False, max_length=200)),
                (
                    "aliases",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Other names and spellings, one a line.",
                        verbose_name="also known as",
                    ),
                ),
                (
                    "page",
                    models.CharField(
                        choices=[
                            ("when_published", "When published"),
                            ("never", "Never: known to colleagues only"),
                        ],
                        default="when_published",
                        max_length=16,
                        verbose_name="page for readers",
                    ),
                ),
                (
                    "occupation",
                    models.CharField(
                        blank=True,
                        help_text="A few words shown under the name, such as Founder of DeepSeek.",
                        max_length=200,
                        verbose_name="who they are",
                    ),
                ),
                ("body", models.TextField(blank=True, verbose_name="profile")),
                (
                    "links",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Addresses of their own pages, one a line.",
                        verbose_name="elsewhere",
                    ),
                ),
                (
                    "portrait_alt",
                    models.CharField(blank=True, max_length=300, verbose_name="description of the portrait"),
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
                    "colleague",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="colleague",
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
                    "portrait",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="images.image",
                        verbose_name="portrait",
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
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "ordering": ["sort_key", "id"],
                "permissions": [("publish_person", "Can publish and take down profiles")],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DraftPersonSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "reference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="references.reference",
                        verbose_name="source",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft_sources",
                        to="profiles.person",
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
            name="PersonAddress",
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
                        to="profiles.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PersonCitation",
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
            name="PersonCitationPlace",
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
                        to="profiles.personcitation",
                    ),
                ),
            ],
            options={
                "ordering": ["ordinal"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonEdition",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("sort_key", publishing.folding.SortKeyField(editable=False, max_length=200)),
                ("occupation", models.CharField(blank=True, max_length=200, verbose_name="who they are")),
                ("summary", models.TextField(blank=True)),
                ("facts", models.JSONField(default=dict)),
                ("portrait_alt", models.CharField(blank=True, max_length=300)),
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
                    "portrait",
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
                        to="profiles.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "published version of a person",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="personcitation",
            name="edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="citations",
                to="profiles.personedition",
            ),
        ),
        migrations.CreateModel(
            name="PersonImageUse",
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
                        to="profiles.personedition",
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
            name="PersonMention",
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
                        to="profiles.personedition",
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
            name="PersonName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=255)),
                ("first_word", models.CharField(default="", editable=False, max_length=255)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="profiles.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="PersonRevision",
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
                        to="profiles.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved version of a person",
                "ordering": ["-number"],
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="personedition",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="editions",
                to="profiles.personrevision",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["find_text", "changed_at", "binned_at"], name="person_find"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("binned_at__isnull", False)), fields=["binned_at"], name="person_bin"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["slug"], name="person_slug"),
        ),
        migrations.AddConstraint(
            model_name="draftpersonsource",
            constraint=models.UniqueConstraint(
                fields=("person", "reference"), name="draft_person_source_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="personcitationplace",
            constraint=models.UniqueConstraint(
                fields=("citation", "ordinal"), name="personcitationplace_once"
            ),
        ),
        migrations.AddIndex(
            model_name="personcitation",
            index=models.Index(
                fields=["reference", "published_at", "edition", "live_until", "live_from"],
                name="personcitation_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="personcitation",
            constraint=models.UniqueConstraint(fields=("edition", "reference"), name="personcitation_once"),
        ),
        migrations.AddIndex(
            model_name="personimageuse",
            index=models.Index(
                fields=["image", "published_at", "edition", "live_until", "live_from"],
                name="personimageuse_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="personimageuse",
            constraint=models.UniqueConstraint(fields=("edition", "position"), name="personimageuse_order"),
        ),
        migrations.AddIndex(
            model_name="personmention",
            index=models.Index(
                fields=["person", "published_at", "edition", "live_until", "live_from"],
                name="personmention_listing",
            ),
        ),
        migrations.AddConstraint(
            model_name="personmention",
            constraint=models.UniqueConstraint(fields=("edition", "person"), name="personmention_once"),
        ),
        migrations.AddIndex(
            model_name="personname",
            index=models.Index(fields=["first_word", "person"], name="person_name_first_word"),
        ),
        migrations.AddConstraint(
            model_name="personname",
            constraint=models.UniqueConstraint(fields=("key", "person"), name="person_name_once"),
        ),
        migrations.AddConstraint(
            model_name="personrevision",
            constraint=models.UniqueConstraint(
                fields=("working_copy", "number"), name="personrevision_number"
            ),
        ),
        migrations.AddIndex(
            model_name="personedition",
            index=models.Index(
                fields=["published_at", "id", "live_until", "live_from"], name="personedition_listing"
            ),
        ),
        migrations.AddIndex(
            model_name="personedition",
            index=models.Index(fields=["slug"], name="personedition_slug"),
        ),
        migrations.AddIndex(
            model_name="personedition",
            index=models.Index(
                fields=["sort_key", "id", "live_until", "live_from"], name="personedition_by_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="personedition",
            constraint=models.UniqueConstraint(
                fields=("working_copy", "number"), name="personedition_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="personedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_from__lte", models.F("live_until"))),
                name="personedition_not_backwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="personedition",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_at__lte", models.F("live_from"))),
                name="personedition_published_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="personedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cancelled_at", None), ("live_from", models.F("live_until")), _connector="OR"
                ),
                name="personedition_cancelled_is_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="personedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None),
                    ("live_until__lte", models.F("withdrawn_at")),
                    ("live_from", models.F("live_until")),
                    _connector="OR",
                ),
                name="personedition_withdrawn_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="personedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("live_until__lte", models.F("expires_at")),
                    ("live_from", models.F("live_until")),
                    _connector="OR",
                ),
                name="personedition_expired_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="personedition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("change__in", ["update", "clarification", "correction", "retraction"]), _negated=True
                    ),
                    models.Q(("public_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="personedition_says_what_changed",
            ),
        ),
        migrations.AddConstraint(
            model_name="personedition",
            constraint=publishing.constraints.NoOverlap(
                field="working_copy", name="personedition_no_overlap"
            ),
        ),
    ]

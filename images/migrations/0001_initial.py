import django.db.models.deletion
import django.utils.timezone
import images.models
import publishing.finding
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
            name="Image",
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
                (
                    "original",
                    models.FileField(
                        max_length=200,
                        storage=images.models.originals,
                        upload_to=images.models.original_path,
                        verbose_name="file",
                    ),
                ),
                ("sha256", models.CharField(editable=False, max_length=64, unique=True)),
                ("format", models.CharField(editable=False, max_length=4)),
                ("width", models.PositiveIntegerField(editable=False, verbose_name="width")),
                ("height", models.PositiveIntegerField(editable=False, verbose_name="height")),
                ("title", models.CharField(max_length=200, verbose_name="name")),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What the picture shows, in one sentence. Offered wherever it is used.",
                        max_length=300,
                        verbose_name="description for those who cannot see it",
                    ),
                ),
                ("caption", models.TextField(blank=True, verbose_name="caption")),
                ("credit", models.CharField(blank=True, max_length=200, verbose_name="credit")),
                ("creator", models.CharField(blank=True, max_length=200, verbose_name="creator")),
                ("copyright_notice", models.CharField(blank=True, max_length=300, verbose_name="copyright")),
                ("rights_url", models.URLField(blank=True, verbose_name="rights statement")),
                (
                    "digital_source_type",
                    models.CharField(blank=True, max_length=100, verbose_name="how it was made"),
                ),
                ("offered", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "image",
                "verbose_name_plural": "images",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["find_text", "changed_at"], name="image_find")],
            },
        ),
    ]

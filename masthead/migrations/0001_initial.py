import django.db.models.deletion
import django.utils.timezone
import masthead.colours
import masthead.web_addresses
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("images", "0001_initial"),
        ("pages", "0001_initial"),
        ("publishing", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Newsroom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "key",
                    models.CharField(
                        default="newsroom",
                        editable=False,
                        error_messages={
                            "unique": "Somebody has filled in this page since you opened it, so nothing was saved. Open it again and repeat your change."
                        },
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                ("tagline", models.CharField(blank=True, max_length=160, verbose_name="tagline")),
                (
                    "accent",
                    models.CharField(
                        blank=True,
                        max_length=7,
                        validators=[masthead.colours.check_accent],
                        verbose_name="colour",
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language")),
                ("time_zone", models.CharField(blank=True, max_length=64, verbose_name="time zone")),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "contact_address",
                    models.TextField(blank=True, max_length=500, verbose_name="postal address"),
                ),
                ("links", models.JSONField(blank=True, default=list, verbose_name="elsewhere")),
                (
                    "footer_text",
                    models.TextField(blank=True, max_length=1000, verbose_name="text at the foot"),
                ),
                ("shows_checklist", models.BooleanField(default=True, verbose_name="first steps")),
                (
                    "icon",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="images.image",
                        verbose_name="icon",
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="images.image",
                        verbose_name="logo",
                    ),
                ),
                (
                    "logo_dark",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="images.image",
                        verbose_name="logo for dark pages",
                    ),
                ),
            ],
            options={
                "verbose_name": "your newsroom",
                "verbose_name_plural": "your newsroom",
            },
        ),
        migrations.CreateModel(
            name="MenuItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, it is the name of the tag or page.",
                        max_length=60,
                        verbose_name="label",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="Of this site, such as /people/, or of another, with https://.",
                        max_length=300,
                        validators=[masthead.web_addresses.check_address],
                        verbose_name="or an address",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="pages.page",
                        verbose_name="or a page",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="publishing.tag",
                        verbose_name="tag",
                    ),
                ),
                (
                    "newsroom",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="menu",
                        to="masthead.newsroom",
                    ),
                ),
            ],
            options={
                "verbose_name": "menu",
                "verbose_name_plural": "menu",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("page", None), ("tag__isnull", False)),
                            models.Q(("address", ""), ("page__isnull", False), ("tag", None)),
                            models.Q(("page", None), ("tag", None), models.Q(("address", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="menu_item_leads_to_one",
                        violation_error_message="Choose a tag or a page or write an address, one of the three.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("address", ""), models.Q(("label", ""), _negated=True), _connector="OR"
                        ),
                        name="menu_item_has_words",
                        violation_error_message="Write what the link to this address says.",
                    ),
                ],
            },
        ),
    ]

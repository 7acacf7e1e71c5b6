"""What the newsroom says of itself, and the menu its readers find their way with."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from images.models import Image
from masthead.colours import check_accent
from masthead.web_addresses import check_address, check_contact
from pages.models import Page
from publishing.bases import Record, StandingUse
from publishing.checks import SetsReasons
from publishing.models import Tag

KEY = "newsroom"


def chosen(model: type[models.Model], label: Any) -> Any:
    """Return a field for something readers are shown for as long as it is chosen."""
    return models.ForeignKey(
        model, verbose_name=label, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )


class Newsroom(SetsReasons, Record, StandingUse):
    """The one row of what every page shows; what is empty in it is as the environment says."""

    key = models.CharField(
        max_length=12,
        unique=True,
        default=KEY,
        editable=False,
        error_messages={
            "unique": gettext_lazy(
                "Somebody has filled in this page since you opened it, so nothing was saved. "
                "Open it again and repeat your change."
            )
        },
    )
    # The one row there is has a page of its own; nobody searches for it.
    find_text = None  # type: ignore[assignment]
    name = models.CharField(gettext_lazy("name"), max_length=80, blank=True)
    tagline = models.CharField(gettext_lazy("tagline"), max_length=160, blank=True)
    logo = chosen(Image, gettext_lazy("logo"))
    logo_dark = chosen(Image, gettext_lazy("logo for dark pages"))
    icon = chosen(Image, gettext_lazy("icon"))
    accent = models.CharField(gettext_lazy("colour"), max_length=7, blank=True, validators=[check_accent])
    language = models.CharField(gettext_lazy("language"), max_length=12, blank=True)
    time_zone = models.CharField(gettext_lazy("time zone"), max_length=64, blank=True)
    contact_email = models.EmailField(gettext_lazy("e-mail address"), blank=True)
    contact_address = models.TextField(gettext_lazy("postal address"), max_length=500, blank=True)
    links = models.JSONField(gettext_lazy("elsewhere"), default=list, blank=True)
    footer_text = models.TextField(gettext_lazy("text at the foot"), max_length=1000, blank=True)
    lets_search_in = models.BooleanField(gettext_lazy("search engines"), default=True, db_default=True)
    lets_answers_in = models.BooleanField(
        gettext_lazy("answers of AI assistants"), default=True, db_default=True
    )
    lets_training_in = models.BooleanField(
        gettext_lazy("training of AI models"), default=False, db_default=False
    )
    security_contact = models.CharField(
        gettext_lazy("where to write about security"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        validators=[check_contact],
    )
    shows_checklist = models.BooleanField(gettext_lazy("first steps"), default=True)

    class Meta:
        verbose_name = gettext_lazy("your newsroom")
        verbose_name_plural = gettext_lazy("your newsroom")

    def __str__(self) -> str:
        return self.name or _("Your newsroom")


class MenuItem(StandingUse):
    """One entry of the menu: a tag, a page or an address, in order; every save writes them anew."""

    newsroom = models.ForeignKey(Newsroom, on_delete=models.CASCADE, related_name="menu")
    position = models.PositiveSmallIntegerField(gettext_lazy("order"), default=0)
    label = models.CharField(
        gettext_lazy("label"),
        max_length=60,
        blank=True,
        help_text=gettext_lazy("Left empty, it is the name of the tag or page."),
    )
    tag = chosen(Tag, gettext_lazy("tag"))
    page = chosen(Page, gettext_lazy("or a page"))
    address = models.CharField(
        gettext_lazy("or an address"),
        max_length=300,
        blank=True,
        validators=[check_address],
        help_text=gettext_lazy("Of this site, such as /people/, or of another, with https://."),
    )

    class Meta:
        verbose_name = gettext_lazy("menu")
        verbose_name_plural = gettext_lazy("menu")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tag__isnull=False, page=None, address="")
                | Q(tag=None, page__isnull=False, address="")
                | (Q(tag=None, page=None) & ~Q(address="")),
                name="menu_item_leads_to_one",
                violation_error_message=gettext_lazy(
                    "Choose a tag or a page or write an address, one of the three."
                ),
            ),
            models.CheckConstraint(
                condition=Q(address="") | ~Q(label=""),
                name="menu_item_has_words",
                violation_error_message=gettext_lazy("Write what the link to this address says."),
            ),
        ]

    def __str__(self) -> str:
        return self.label or str(self.tag or self.page or self.address)

    @property
    def leads_to(self) -> str:
        """Say where it leads, as the history and a comparison show it."""
        if self.page:
            return str(self.page)
        return self.tag.get_absolute_url() if self.tag else self.address

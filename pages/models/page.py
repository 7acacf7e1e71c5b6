"""The working copy of a page: what editors change and readers never see."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from pages.models import content
from pages.models.editions import PageEdition
from pages.models.freezing import freeze
from publishing import richtext
from publishing.bases import Frozen, Payload, WorkingCopy
from publishing.search.parts import SearchParts


class Page(WorkingCopy):
    """What editors change of a page that is about the newsroom rather than the news."""

    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences for search engines. Left empty, the text's beginning is used."),
    )
    slug = models.CharField(
        _("web address"),
        max_length=120,
        blank=True,
        help_text=_(
            "What follows the site's own address, such as “about”. Left empty, it is made from the title."
        ),
    )

    class Meta(WorkingCopy.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["-changed_at"]
        permissions = [
            ("publish_page", "Can publish pages"),
            ("withdraw_page", "Can take down, correct and retract pages"),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled"))

    def payload(self) -> Payload:
        return content.payload_of(self)

    def apply(self, payload: Payload) -> None:
        content.apply_to(self, payload)

    search_kinds = ("page",)

    def found_by(self) -> list[str]:
        return content.names_of(self)

    def search_parts(self) -> list[SearchParts]:
        text = richtext.extract(self.body).text
        return [
            SearchParts(
                kind="page", headline=self.title, text=text, names=(self.title,), language=self.language
            )
        ]

    def missing(self, payload: Payload) -> list[str]:
        return content.missing_from(payload)

    def freeze_into(self, payload: Payload, *, at: datetime) -> Frozen[PageEdition]:
        frozen = freeze(payload, at=at)
        frozen.edition.working_copy = self
        return frozen

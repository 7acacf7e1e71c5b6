"""What readers see of a person, each state kept for good."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from images.models import Image
from publishing.bases import AddressBase, EditionBase, LinkBase, Payload, RevisionBase
from publishing.folding import SortKeyField, sort_key
from publishing.paths import path_to
from publishing.richtext import plain_text
from publishing.search.linked import marks_of
from publishing.search.parts import SearchParts


class PersonRevision(RevisionBase):
    """One saved state of a profile."""

    working_copy = models.ForeignKey("profiles.Person", on_delete=models.PROTECT, related_name="revisions")

    class Meta(RevisionBase.Meta):
        verbose_name = _("saved version of a person")


class PersonEdition(EditionBase):
    """A profile as readers see it."""

    working_copy = models.ForeignKey("profiles.Person", on_delete=models.PROTECT, related_name="editions")
    revision = models.ForeignKey(PersonRevision, on_delete=models.PROTECT, related_name="editions")
    name = models.CharField(_("name"), max_length=200)
    sort_key = SortKeyField()
    occupation = models.CharField(_("who they are"), max_length=200, blank=True)
    summary = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    portrait = models.ForeignKey(Image, null=True, on_delete=models.PROTECT, related_name="+")
    portrait_alt = models.CharField(max_length=300, blank=True)

    search_kinds = ("person",)

    class Meta(EditionBase.Meta):
        verbose_name = _("published version of a person")
        indexes = [
            *EditionBase.Meta.indexes,
            models.Index(fields=["sort_key", "id", "live_until", "live_from"], name="personedition_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("person", self.slug)

    def worked_out(self, links: Sequence[LinkBase]) -> Payload:
        return {"sort_key": sort_key(self.name)}

    def search_parts(self, links: Sequence[LinkBase]) -> list[SearchParts]:
        return [
            SearchParts(
                kind="person",
                headline=self.name,
                text="\n".join(filter(None, [self.occupation, plain_text(self.body_html)])),
                names=(self.name, *self.facts.get("aliases", [])),
                marks=marks_of(links),
                language=self.language,
            )
        ]


class PersonAddress(AddressBase):
    """An address under /people/, claimed for good."""

    working_copy = models.ForeignKey("profiles.Person", on_delete=models.PROTECT, related_name="addresses")

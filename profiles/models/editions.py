"""What readers see of a person, each state kept for good."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from images.models import Image
from publishing.bases import AddressBase, EditionBase, RevisionBase
from publishing.folding import SortKeyField


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

    class Meta(EditionBase.Meta):
        verbose_name = _("published version of a person")
        indexes = [
            *EditionBase.Meta.indexes,
            models.Index(fields=["sort_key", "id", "live_until", "live_from"], name="personedition_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])


class PersonAddress(AddressBase):
    """An address under /people/, claimed for good."""

    working_copy = models.ForeignKey("profiles.Person", on_delete=models.PROTECT, related_name="addresses")

"""Links that lead to a person, and where an edition of a profile leads."""

from django.db import models

from images.models import UseBase
from publishing.bases import LinkBase
from references.models import CitationBase, CitationPlaceBase


class MentionBase(LinkBase):
    """A person linked in the text, by the words the text uses."""

    person = models.ForeignKey("profiles.Person", on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=200)

    class Meta:
        abstract = True
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["person", "published_at", "edition", "live_until", "live_from"],
                name="%(class)s_listing",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="%(class)s_once"),
        ]


class PersonMention(MentionBase):
    """Somebody else named in a profile."""

    edition = models.ForeignKey("profiles.PersonEdition", on_delete=models.PROTECT, related_name="mentions")


class PersonCitation(CitationBase):
    """A source a profile rests on."""

    edition = models.ForeignKey("profiles.PersonEdition", on_delete=models.PROTECT, related_name="citations")


class PersonCitationPlace(CitationPlaceBase):
    """One note in a profile's text."""

    citation = models.ForeignKey(PersonCitation, on_delete=models.PROTECT, related_name="places")


class PersonImageUse(UseBase):
    """The portrait, or a picture in a profile's text."""

    edition = models.ForeignKey("profiles.PersonEdition", on_delete=models.PROTECT, related_name="image_uses")

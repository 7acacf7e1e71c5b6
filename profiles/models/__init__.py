"""People: the working copy, its editions, and the links that lead to a person."""

from profiles.models.editions import PersonAddress, PersonEdition, PersonRevision
from profiles.models.links import (
    MentionBase,
    PersonCitation,
    PersonCitationPlace,
    PersonImageUse,
    PersonMention,
)
from profiles.models.never_asked import NeverAsked
from profiles.models.notes import PersonNote
from profiles.models.person import DraftPersonSource, Person, PersonName

__all__ = [
    "DraftPersonSource",
    "MentionBase",
    "NeverAsked",
    "Person",
    "PersonAddress",
    "PersonCitation",
    "PersonCitationPlace",
    "PersonEdition",
    "PersonImageUse",
    "PersonMention",
    "PersonName",
    "PersonNote",
    "PersonRevision",
]

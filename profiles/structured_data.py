"""A profile for machines: schema.org ProfilePage about a Person."""

from typing import Any

from images.pictures import Picture
from profiles.models import PersonEdition
from publishing.site import absolute


def profile_page(profile: PersonEdition, portrait: Picture | None) -> dict[str, Any]:
    """Return a person's page as one JSON-LD object, without empty fields."""
    address = absolute(profile.get_absolute_url())
    person = {
        "@type": "Person",
        "@id": address,
        "url": address,
        "name": profile.name,
        "alternateName": profile.facts.get("aliases", []),
        "jobTitle": profile.occupation,
        "sameAs": profile.facts.get("links", []),
        "image": absolute(portrait.address("square.jpg")) if portrait else "",
        "description": profile.summary,
    }
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": address,
        "inLanguage": profile.language,
        "dateCreated": profile.published_at.isoformat(),
        "dateModified": profile.updated_at.isoformat(),
        "mainEntity": {name: value for name, value in person.items() if value},
    }

"""Addresses right behind the site's own that belong to other parts of the site, now or later."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# In use, or named by the site's own plan of addresses.
USED = """
    admin articles corrections edit feed health images local news-sitemap opensearch pages people
    references robots search security site sitemap static style styles tags
"""
# Kept free, because a site of this kind is likely to need them.
LIKELY = """
    account accounts api archive assets author authors demo favicon feeds fonts history home icon icons index
    invitation invitations login logo logout manifest media page password preview sources topics
"""
RESERVED = frozenset((USED + LIKELY).split())


def check_not_reserved(slug: str) -> None:
    """Refuse a slug that would hide another part of the site, or be hidden by it."""
    if slug in RESERVED:
        raise ValidationError(
            _("The web address “%(slug)s” is kept for another part of the site. Choose a different one.")
            % {"slug": slug}
        )

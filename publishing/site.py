"""The site's own address: every absolute URL starts from the setting, never from a request."""

from django.conf import settings


def absolute(path: str) -> str:
    """Return a path of this site as an address for the whole world."""
    return f"{settings.SITE_URL}{path}"

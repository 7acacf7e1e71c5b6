"""What every template may name without being told: the site itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the site's name, address and language, and the day its front page is of."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_language": settings.LANGUAGE_CODE,
        "today": getattr(request, "moment", None) or timezone.now(),
    }

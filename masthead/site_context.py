"""What every template may name without being told: the newsroom itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the newsroom, by themselves its name, address and language, and the day its front page is of."""
    return {
        "newsroom": request.site,
        "site_name": request.site.name,
        "site_url": settings.SITE_URL,
        "site_language": request.site.language,
        "today": getattr(request, "moment", None) or timezone.now(),
    }

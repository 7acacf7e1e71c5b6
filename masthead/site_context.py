"""What every template may name without being told: the newsroom itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the newsroom, and by themselves its name, address and language."""
    return {
        "newsroom": request.site,
        "site_name": request.site.name,
        "site_url": settings.SITE_URL,
        "site_language": request.site.language,
    }

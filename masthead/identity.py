"""Small files that say whose site this is: its colours, its icon, its name for a phone's first screen."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from images.renditions import TAB_ICON
from images.views import StampedRequest, image
from masthead.models import KEY, Newsroom
from publishing.caching import keyed, shows

FOR_GOOD = "public, max-age=31536000, immutable"
BUILT_IN_ICON = "newsroom/icon.svg"


def style(request: HttpRequest, digest: str) -> HttpResponse:
    """Answer with the newsroom's colours; an address of earlier ones leads to those of today."""
    found = request.site.stylesheet
    if found is None:
        raise Http404
    if digest != found.digest:
        # A page somebody still keeps names the old ones.
        return redirect("style", found.digest)
    shows(keyed(Newsroom, KEY))
    response = HttpResponse(found.text, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_GOOD
    return response


def icon(request: StampedRequest) -> HttpResponseBase:
    """Answer browsers that look for an icon where the first ones did."""
    if request.site.icon is None:
        return redirect(static(BUILT_IN_ICON))
    return image(request, request.site.icon.key, TAB_ICON)


def manifest(request: HttpRequest) -> HttpResponse:
    """Tell a phone what to call the site among its other pages, and with which icon."""
    site = request.site
    shows(keyed(Newsroom, KEY))
    own = [{"src": address, "sizes": f"{size}x{size}", "type": "image/png"} for address, size in site.icons]
    built_in = [{"src": static(BUILT_IN_ICON), "sizes": "any", "type": "image/svg+xml"}]
    data = {
        "name": site.name,
        "description": site.tagline,
        "lang": site.language,
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "start_url": reverse("home"),
        "display": "browser",
        "icons": own or built_in,
    }
    said = {name: value for name, value in data.items() if value}
    return JsonResponse(said, content_type="application/manifest+json")

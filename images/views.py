"""Pictures for readers: those a live edition or the newsroom itself shows, and nothing else."""

import logging
from datetime import datetime

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from images.models import Image
from images.renditions import (
    VERSION,
    Rendition,
    focused_name,
    is_crop,
    kept,
    name_of,
    parted,
    produce,
    renditions_for,
)
from images.storages import StorageAway
from publishing.caching import keep_until, leading_to, row, shows

logger = logging.getLogger(__name__)

LONGEST = 300
"""Seconds a picture may be kept at most: it may stop being public, and a crop may be moved."""
PRIVATE = "private, no-store"
RETRY_AFTER = 10
"""Seconds."""


class StampedRequest(HttpRequest):
    """A request that knows the one moment it is answered for."""

    moment: datetime


@require_safe
def image(request: StampedRequest, key: str, rendition: str) -> HttpResponseBase:
    """Answer with one rendition of a picture that is public now, or to staff who may see it."""
    at = request.moment
    picture = public = Image.objects.live(at).with_end(at).filter(key=key).first()
    if picture is None and _may_see_unpublished(request):
        picture = Image.objects.filter(key=key).first()
    if picture is None:
        raise Http404
    # An address that names an earlier crop gets the one of now: it may stand in feeds and on other sites.
    found = renditions_for(picture.width, picture.height).get(parted(rendition)[0])
    if found is None:
        raise Http404
    etag = f'"{picture.sha256[:16]}-{VERSION}-{focused_name(found.name, picture.focus)}"'
    changed = int((picture.changed_at if is_crop(found.stem) else picture.uploaded_at).timestamp())
    try:
        response = get_conditional_response(request, etag=etag, last_modified=changed) or _file(
            picture, found
        )
    except StorageAway:
        return _not_now()
    if public is None:
        response["Cache-Control"] = PRIVATE
    else:
        shows(row(public), leading_to(public))
        keep_until(response, at=at, ends=[public.used_until], longest=LONGEST)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _may_see_unpublished(request: HttpRequest) -> bool:
    """Look at the session only when the browser sent one, so that readers never cause a query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return request.user.is_staff and request.user.has_perm("images.view_image")


def _file(picture: Image, rendition: Rendition) -> HttpResponseBase:
    """Return the file itself, made now if it is not there yet."""
    try:
        file = kept().open(name_of(picture, rendition.name))
    except FileNotFoundError:
        try:
            data = produce(picture, rendition.name)
        except FileNotFoundError:
            logger.exception("The original of picture %s is missing", picture.key)
            raise Http404 from None
        return HttpResponse(data, content_type=rendition.content_type)
    return FileResponse(file, content_type=rendition.content_type)


def _not_now() -> HttpResponse:
    """Say that what keeps the pictures does not answer; pages go on without them."""
    response = HttpResponse(
        _("The picture cannot be fetched at this moment."), content_type="text/plain", status=503
    )
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(RETRY_AFTER)
    return response

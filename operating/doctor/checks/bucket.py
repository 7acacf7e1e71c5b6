"""Whether the bucket of the pictures answers, and gives nothing to whoever brings no key."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from images.models import originals
from images.storages import StorageAway
from operating.doctor.findings import Asked, Finding, check


@check("bucket", gettext_lazy("The bucket of the pictures"))
def bucket(ask: Asked) -> Iterator[Finding]:
    """Ask the bucket for a picture, as Newsroom does and as a stranger would."""
    if not settings.IMAGES_S3:
        return
    name = settings.IMAGES_S3["bucket_name"]
    try:
        is_open = originals().is_open_to_all()
    except (StorageAway, OSError):
        yield Finding(
            "error",
            _("The bucket %(name)s does not answer, or refuses.") % {"name": name},
            _("Look at IMAGES_S3_ENDPOINT and at what the key may do; the log has the reason."),
            _("Readers get no pictures that are not kept in front, and none can be uploaded."),
            code="bucket.reach",
        )
        return
    if is_open:
        yield Finding(
            "error",
            _("Anybody can read what is in the bucket %(name)s.") % {"name": name},
            _("Take public access from it, in its policy and its access lists."),
            _("Pictures of drafts and what was taken down can be had by their address in it."),
            code="bucket.open",
        )
        return
    yield Finding("good", _("The bucket %(name)s answers, and nobody without the key.") % {"name": name})

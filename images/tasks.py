"""The sizes of a new picture are made before the first reader asks for them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from images import renditions
from images.models import Image
from jobs.kinds import kind
from jobs.running import Running

RENDITIONS = "images.renditions"


@kind(RENDITIONS, _("Make the sizes of a picture"))
def make_renditions(running: Running, *, picture: int) -> dict[str, Any] | None:
    """Make every size pages offer; what is there already is not made again."""
    image = Image.objects.filter(pk=picture).first()
    if image is None:
        return None
    names = list(renditions.renditions_for(image.width, image.height))
    for done, name in enumerate(names, start=1):
        if not renditions.path_of(image, name).exists():
            renditions.produce(image, name)
        running.report(done, len(names), "sizes")
    return {"made": len(names)}

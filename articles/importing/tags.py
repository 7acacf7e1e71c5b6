"""The tags asked for: found by name or synonym, made where there is none."""

from publishing.models import Tag
from publishing.records import save_record
from publishing.workflow.locking import Actor


def find_or_make_tag(name: str, *, actor: Actor) -> Tag:
    """Return the tag of this name or synonym, made if there is none."""
    return Tag.objects.named(name) or save_record(
        record=Tag(), changes={"name": " ".join(name.split())}, version=0, actor=actor
    )

"""The tags asked for: found by name or synonym, made where there is none."""

from publishing.folding import fold
from publishing.models import Tag
from publishing.records import save_record
from publishing.workflow.locking import Actor


def tag_named(name: str) -> Tag | None:
    """Return the tag of this name or synonym."""
    wanted = fold(name)
    for tag in Tag.objects.all():
        if wanted in {fold(word) for word in (tag.name, *tag.synonyms)}:
            return tag
    return None


def find_or_make_tag(name: str, *, actor: Actor) -> Tag:
    """Return the tag of this name or synonym, made if there is none."""
    return tag_named(name) or save_record(
        record=Tag(), changes={"name": " ".join(name.split())}, version=0, actor=actor
    )

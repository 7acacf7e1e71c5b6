"""Tags and categories of a site as tags here: a name that is known is that tag."""

from django.db import transaction

from articles.importing.tags import find_or_make_tag
from moving.models import Arrival
from publishing.errors import WorkflowError
from publishing.models import Tag
from publishing.records import save_record
from publishing.richtext import has_words, one_line
from publishing.workflow.locking import Actor

from .arrivals import Arrivals
from .reading import in_batches
from .site import Site, Term

AT_ONCE = 50
LONGEST_NAME = Tag._meta.get_field("name").max_length or 100


def tags_of(site: Site, arrivals: Arrivals, *, actor: Actor) -> tuple[dict[str, Tag], list[str]]:
    """Return the tag of each term by its id, made where there is none, and what could not be made."""
    found: dict[str, Tag] = {}
    problems: list[str] = []
    for some in in_batches(site.terms(), AT_ONCE):
        known = arrivals.of(Arrival.Kind.TERM, [term.id for term in some], "tag")
        found |= {id: row.tag for id, row in known.items() if row.tag is not None}
        with transaction.atomic():
            for term in some:
                if term.id in found:
                    continue
                try:
                    found[term.id] = _tag_of(term, actor=actor)
                except WorkflowError as problem:
                    problems.append(f"{term.name}: {problem}")
                else:
                    arrivals.hold(Arrival.Kind.TERM, term.id, found[term.id])
    return found, problems


def _tag_of(term: Term, *, actor: Actor) -> Tag:
    name = one_line(term.name, LONGEST_NAME)
    known = Tag.objects.named(name)
    if known is None and has_words(name) and term.description.strip():
        changes = {"name": name, "description": term.description.strip()}
        return save_record(record=Tag(), changes=changes, version=0, actor=actor)
    return known or find_or_make_tag(name, actor=actor)

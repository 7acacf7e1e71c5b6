"""Whom a pasted article names, and until when it may not be public."""

from datetime import tzinfo

import manuscripts
from articles.importing.embargo import in_time
from articles.importing.people import People, full_names
from manuscripts import Manuscript, find_mentions
from manuscripts.layout import Line
from publishing.admin.writing.pasted_article import FoundPeople
from publishing.embargoes import Embargo


def with_people(manuscript: Manuscript) -> tuple[Manuscript, FoundPeople]:
    """Return a pasted article and its people, as the importer would link them; nobody is made by it."""
    people = People()
    mentions = find_mentions(manuscript.blocks, people.for_linking(manuscript.blocks))
    manuscript = manuscripts.with_quotations(manuscript, known=full_names(manuscript.blocks, mentions))
    spoken = {said.id: people.one(said.speaker) for said in manuscript.quotations if said.speaker}
    writers = {name: people.one(name) for name in manuscript.byline}
    return manuscript, FoundPeople(
        mentions=tuple(mentions.spans),
        speakers={id: person.key for id, person in spoken.items() if person},
        byline=tuple(
            {"name": name, "id": person.pk, "key": person.key, "label": person.name}
            for name, person in writers.items()
            if person
        ),
    )


def embargo_in(aside: str, *, zone: tzinfo) -> Embargo | None:
    """Return the strictest embargo among the lines that a paste set aside, if there is one."""
    said = manuscripts.stricter(*(manuscripts.read_embargo(Line(0, line)) for line in aside.splitlines()))
    return in_time(said, zone=zone) if said else None

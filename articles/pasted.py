"""Whom a pasted article names: found among those the newsroom knows, and nobody is made by it."""

from articles.importing.people import People
from manuscripts import Manuscript, find_mentions
from publishing.admin.writing.pasted_article import FoundPeople


def people_for(manuscript: Manuscript) -> FoundPeople:
    """Return the people of a pasted article, as the importer would link them."""
    people = People()
    mentions = find_mentions(manuscript.blocks, people.for_linking(manuscript.blocks))
    spoken = {said.id: people.one(said.speaker) for said in manuscript.quotations if said.speaker}
    writers = {name: people.one(name) for name in manuscript.byline}
    return FoundPeople(
        mentions=tuple(mentions.spans),
        speakers={id: person.key for id, person in spoken.items() if person},
        byline=tuple(
            {"name": name, "id": person.pk, "key": person.key, "label": person.name}
            for name, person in writers.items()
            if person
        ),
    )

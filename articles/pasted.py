"""Whom a pasted article names: found among those the newsroom knows, and nobody is made by it."""

from articles.importing.people import People, full_names
from manuscripts import Manuscript, find_mentions, with_quotations
from publishing.admin.writing.pasted_article import FoundPeople


def with_people(manuscript: Manuscript) -> tuple[Manuscript, FoundPeople]:
    """Return a pasted article and its people, as the importer would link them."""
    people = People()
    mentions = find_mentions(manuscript.blocks, people.for_linking(manuscript.blocks))
    manuscript = with_quotations(manuscript, known=full_names(manuscript.blocks, mentions))
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

"""Where one edition of an article leads, a row each."""

import json

from articles.models import ArticleTag, Citation, CitationPlace, Credit, Mention, Quotation, Related
from benchmarks.archive.people import People
from benchmarks.archive.pouring import Pour
from benchmarks.archive.sources import Things
from benchmarks.archive.story import Story
from benchmarks.archive.texts import Variant

TIMES = ("live_from", "live_until", "published_at")


class Linking:
    """Writes the rows that hang on an edition, as `articles.models.freezing` makes them."""

    def __init__(self, pour: Pour, *, tags: Things, sources: Things, people: People) -> None:
        self._tag_numbers, self._source_numbers = tags.numbers, sources.numbers
        self._people = people
        link = ("id", "edition_id", *TIMES)
        self._tags = pour.sheet(ArticleTag, *link, "tag_id", "position")
        self._credits = pour.sheet(Credit, *link, "person_id", "name", "position")
        self._mentions = pour.sheet(Mention, *link, "person_id", "words", "position")
        self._citations = pour.sheet(Citation, *link, "reference_id", "position")
        self._places = pour.sheet(CitationPlace, "id", "citation_id", "ordinal", "locator", "sentence")
        self._quotations = pour.sheet(
            Quotation, *link, "person_id", "speaker", "reference_id", "parts", "position"
        )
        self._related = pour.sheet(Related, *link, "other_id", "score")

    def byline(self, story: Story) -> str:
        """Return the byline as it is frozen."""
        people = self._people
        lines = [{"name": people.names[w], "role": "", "person": people.keys[w]} for w in story.writers]
        return json.dumps(lines)

    def leads_to(self, story: Story, text: Variant) -> str:
        """Return what the edition keeps of where it leads."""
        cited = [*(story.sources[slot] for slot, _places in text.cited), *story.general]
        people = [story.people[slot] for slot, _words in text.mentions]
        found = {
            "reference": [self._source_numbers[source] for source in cited],
            "person": [self._people.numbers[person] for person in people],
            "tag": [self._tag_numbers[tag] for tag in story.tags],
            "other": [other for other, _score in story.related],
        }
        return json.dumps({kind: numbers for kind, numbers in found.items() if numbers})

    def add(self, story: Story, text: Variant, edition: int, times: tuple[str, str, str]) -> None:
        """Write all the rows of one edition."""
        people, names = self._people.numbers, self._people.names
        for at, tag in enumerate(story.tags):
            self._tags.add((next(self._tags.numbers), edition, *times, self._tag_numbers[tag], at))
        for at, writer in enumerate(story.writers):
            row = (next(self._credits.numbers), edition, *times, people[writer], names[writer], at)
            self._credits.add(row)
        for at, (slot, words) in enumerate(text.mentions):
            person = people[story.people[slot]]
            self._mentions.add((next(self._mentions.numbers), edition, *times, person, words, at))
        self._cite(story, text, edition, times)
        for at, (slot, speaker, source, parts) in enumerate(text.quotations):
            said_by = people[story.people[slot]] if slot is not None else None
            rests_on = self._source_numbers[story.sources[source]] if source is not None else None
            number = next(self._quotations.numbers)
            self._quotations.add((number, edition, *times, said_by, speaker, rests_on, parts, at))
        for other, score in story.related:
            self._related.add((next(self._related.numbers), edition, *times, other, score))

    def _cite(self, story: Story, text: Variant, edition: int, times: tuple[str, str, str]) -> None:
        numbers = self._source_numbers
        for at, (slot, places) in enumerate(text.cited):
            citation = next(self._citations.numbers)
            self._citations.add((citation, edition, *times, numbers[story.sources[slot]], at))
            for ordinal, locator, sentence in places:
                self._places.add((next(self._places.numbers), citation, ordinal, locator, sentence))
        for at, source in enumerate(story.general, len(text.cited)):
            self._citations.add((next(self._citations.numbers), edition, *times, numbers[source], at))

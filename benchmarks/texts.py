"""Articles that never were, as a newsroom writes them: people, sources and tags shared by many."""

from random import Random
from typing import Any

from articles.models import Article
from profiles.models import Person
from publishing.bases import Payload
from publishing.models import Tag
from publishing.records import save_record
from publishing.richtext import build
from publishing.workflow import create, publish
from references.models import Reference

PEOPLE, SOURCES, TAGS = 80, 300, 40
CITED, LINKED = 200, 60
PARAGRAPHS, WORDS = 12, 55
SYLLABLES = ("ba", "den", "fi", "gor", "hal", "ki", "lo", "mer", "nu", "pas", "ri", "sto", "tu", "vel", "wa")


class Texts:
    """Makes payloads, each another; of one seed always the same."""

    def __init__(self, seed: int = 1, keys: dict[str, list[str]] | None = None) -> None:
        self.seed, self.chance = seed, Random(seed)
        self.number = 0
        self.vocabulary = [self._word(Random(number)) for number in range(4_000)]
        self.keys = keys or _rows()

    def article(self) -> Payload:
        """Return one of 700 words with four sources, three people, a quotation, three tags and a byline."""
        self.number += 1
        cited = self.chance.sample(self.keys["sources"], 4)
        linked = self.chance.sample(self.keys["people"], 3)
        blocks = [build.paragraph(build.text(self.sentences(WORDS))) for _each in range(PARAGRAPHS)]
        for place, key in enumerate(cited):
            blocks[place] = blocks[place].replace("</p>", f"{build.citation(key)}</p>")
        for place, key in enumerate(linked, start=len(cited)):
            blocks[place] = blocks[place].replace("</p>", f" {build.mention(key, 'Somebody')}</p>")
        said = build.quotation("q1", build.text("“Nothing happened.”"), person=linked[0])
        blocks.append(build.paragraph(build.text("It was said: ") + said))
        return self._payload("".join(blocks)) | {
            "tags": self.chance.sample(self.keys["tags"], 3),
            "credits": [{"person": linked[1], "name": "", "role": "", "is_agency": False}],
        }

    def change(self, article: Any) -> Payload:
        """Return one paragraph more for a draft as it is."""
        self.number += 1
        more = build.paragraph(build.text(f"Change {self.number}: {self.sentences(8)}"))
        return {"body": f"{article.body.partition('<p>Change ')[0]}{more}"}

    def short(self) -> Payload:
        """Return a single sentence."""
        return self._payload(build.paragraph(build.text(self.sentences(12))))

    def long(self) -> Payload:
        """Return a text of 5,000 words with 200 citations and 60 people, 20 of them quoted."""
        blocks = []
        for number in range(CITED // 2):
            person = self.keys["people"][number % LINKED]
            first, second = (build.citation(self.keys["sources"][2 * number + part]) for part in range(2))
            inside = (
                build.text(self.sentences(25)) + first + build.text(" ") + build.mention(person, "Somebody")
            )
            if number < 20:
                inside += build.text(" said: ")
                inside += build.quotation(f"q{number}", build.text("“Nothing happened.”"), person=person)
            blocks.append(build.paragraph(inside + build.text(f" {self.sentences(25)}") + second))
        return self._payload("".join(blocks)) | {"tags": self.keys["tags"][:5]}

    def sentences(self, words: int) -> str:
        """Return so many words in sentences."""
        chosen = self.chance.choices(self.vocabulary, k=words)
        parts = (chosen[at : at + 14] for at in range(0, words, 14))
        return " ".join(" ".join(part).capitalize() + "." for part in parts)

    def _payload(self, body: str) -> Payload:
        headline = f"{self.sentences(7).rstrip('.')} {self.seed} {self.number}"
        return Article().payload() | {"headline": headline, "standfirst": self.sentences(14), "body": body}

    @staticmethod
    def _word(chance: Random) -> str:
        return "".join(chance.choices(SYLLABLES, k=chance.randint(1, 4)))


def _rows() -> dict[str, list[str]]:
    """Make the people, sources and tags that texts share, and return their keys."""
    people = [Person() for _each in range(PEOPLE)]
    for number, person in enumerate(people):
        said = {"name": f"Somebody Number{number}", "body": "<p>Somebody.</p>"}
        create(working_copy=person, payload=said, actor=None)
        if number % 2:
            publish(working_copy=person, version=person.version, actor=None)
    sources = [
        {"title": f"Source {number}", "url": f"https://source{number}.example/report"}
        for number in range(SOURCES)
    ]
    tags = [{"name": f"Tag {number}", "slug": f"tag-{number}"} for number in range(TAGS)]
    return {
        "people": [person.key for person in people],
        "sources": [save_record(record=Reference(), changes=s, version=0, actor=None).key for s in sources],
        "tags": [save_record(record=Tag(), changes=t, version=0, actor=None).key for t in tags],
    }

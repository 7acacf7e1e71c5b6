"""A very long article and a very short one, on a newsroom that is being measured; prints where they are."""

import json
from random import Random

import django

django.setup()

from articles.models import Article  # noqa: E402
from profiles.models import Person  # noqa: E402
from publishing.records import save_record  # noqa: E402
from publishing.richtext import build  # noqa: E402
from publishing.workflow import create, publish, save_revision  # noqa: E402
from references.models import Reference  # noqa: E402

WORDS, CITATIONS, PARAGRAPHS, PEOPLE = 10_000, 200, 100, 20
HALF = WORDS // PARAGRAPHS // 2
SYLLABLES = ("ba", "den", "fi", "gor", "hal", "ki", "lo", "mer", "nu", "pas", "ri", "sto", "tu", "vel", "wa")
chance = Random(10_000)


def sentences(words: int) -> str:
    """Return so many words in sentences, as varied as those of a real text."""
    made = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(words)]
    parts = [made[at : at + 14] for at in range(0, words, 14)]
    return " ".join(" ".join(part).capitalize() + "." for part in parts)


def sources() -> list[Reference]:
    """Make as many sources as are cited."""
    return [
        save_record(
            record=Reference(),
            changes={"title": f"Source {number}", "url": f"https://source{number}.example/report"},
            version=0,
            actor=None,
        )
        for number in range(CITATIONS)
    ]


def people() -> list[Person]:
    """Make some people to be linked and quoted."""
    made = [Person() for _ in range(PEOPLE)]
    for number, person in enumerate(made):
        create(working_copy=person, payload={"name": f"Somebody Number{number}"}, actor=None)
    return made


def long_text() -> str:
    """Return ten thousand words in paragraphs with two citations each, a heading over every tenth."""
    cited, known = sources(), people()
    blocks = []
    for number in range(PARAGRAPHS):
        if number % 10 == 0:
            blocks.append(f"<h2>Part {number // 10 + 1}</h2>")
        person = known[number % PEOPLE]
        quotation = build.quotation(f"q{number}", build.text("“Nothing happened.”"), person=person.key)
        first, second = (build.citation(cited[2 * number + part].key) for part in range(2))
        linked = build.mention(person.key, person.name)
        blocks.append(
            build.paragraph(
                build.text(sentences(HALF))
                + first
                + build.text(" And ")
                + linked
                + build.text(" said: ")
                + quotation
                + build.text(f" {sentences(HALF)}")
                + second
            )
        )
    return "".join(blocks)


def make(headline: str, body: str) -> str:
    """Publish an article and change it since, so that every answer has something to compare."""
    article = Article()
    payload = article.payload() | {"headline": headline, "standfirst": "In short.", "body": body}
    create(working_copy=article, payload=payload, actor=None)
    publish(working_copy=article, version=article.version, actor=None)
    changed = {"body": body.replace(" ba ", " nothing ", 3) + "<p>One more.</p>"}
    save_revision(working_copy=article, payload=changed, version=article.version, actor=None)
    return f"/admin/articles/article/{article.pk}/change/"


if __name__ == "__main__":
    empty = make("Nothing yet", "<p>A word.</p>")
    print(json.dumps({"empty": empty, "long": make("Ten thousand words", long_text())}))

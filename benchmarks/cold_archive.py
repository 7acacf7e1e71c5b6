"""An archive as a newsroom fills it, by its own verbs: the demo, and any number of articles beside it.

Articles link, quote and cite a few often and many now and then. Some were corrected, retracted, renamed,
taken down or are scheduled; one source is confidential and one person has no page.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from articles.models import Article
from demo.loading import load
from images.models import Image
from pages.models import Page
from profiles.models import Person
from publishing.models import Tag
from publishing.records import add_records, save_record
from publishing.richtext import build
from publishing.slugs import make_slug
from publishing.timeline import Change
from publishing.workflow import correct, create, publish, retract, save_revision, schedule, withdraw
from publishing.workflow.bulk import NewPage, bring_in
from references.models import Publisher, Reference

WORDS = str.split(
    "the archive of a newsroom holds what was said and by whom so that readers can follow every claim "
    "to its source and see when it changed and why it was written in the first place by people who "
    "looked at the record before they wrote about models markets courts rivers budgets and schools"
)
PEOPLE, SOURCES, TAGS, PUBLISHERS = 80, 200, 12, 15
BATCH = 100


def fill(articles: int) -> None:
    """Load the demo and write so many articles beside it."""
    load()
    chance = random.Random(9)
    publishers = [
        _record(Publisher(), name=f"Publisher {n}", domain=f"paper{n}.example") for n in range(PUBLISHERS)
    ]
    tags = [_record(Tag(), name=name, slug=make_slug(name)) for name in (f"Subject {n}" for n in range(TAGS))]
    people = [_person(chance, n) for n in range(PEOPLE)]
    sources = [_source(chance, publishers, n) for n in range(SOURCES)]
    add_records(sources, actor=None)
    pictures = list(Image.objects.order_by("pk"))
    for first in range(0, articles, BATCH):
        numbers = range(first, min(first + BATCH, articles))
        bring_in([_article(chance, n, people, sources, tags, pictures) for n in numbers], actor=None)
    for n in range(3):
        _page(chance, n, people, sources)
    _life_goes_on(chance, people, sources)


def _record(record: Any, **changes: Any) -> Any:
    return save_record(record=record, changes=changes, version=0, actor=None)


def _sentence(chance: random.Random) -> str:
    return f"{' '.join(chance.choices(WORDS, k=chance.randint(8, 22))).capitalize()}. "


def _some(chance: random.Random, rows: Sequence[Any], most: int) -> list[Any]:
    """Choose a few, the first ones often and the last ones hardly ever."""
    chosen = {int(len(rows) * chance.random() ** 3) for _ in range(chance.randint(1, most))}
    return [rows[n] for n in sorted(chosen)]


def _person(chance: random.Random, n: int) -> Person:
    page = Person.Page.NEVER if n == PEOPLE // 2 else Person.Page.WHEN_PUBLISHED
    person = Person(page=page)
    said = {
        "name": f"{chance.choice(['Anna', 'Bela', 'Chen', 'Dora', 'Émile'])} Person{n}",
        "occupation": chance.choice(["", "Economist", "Minister"]),
        "body": "".join(build.paragraph(_sentence(chance) * 3) for _ in range(2)),
    }
    create(working_copy=person, payload=person.payload() | said, actor=None)
    if page != Person.Page.NEVER and n % 10 != 9:
        publish(working_copy=person, version=person.version, actor=None)
    return person


def _source(chance: random.Random, publishers: Sequence[Publisher], n: int) -> Reference:
    source = Reference(
        title=f"What was found in study {n}",
        url=f"https://paper{n % PUBLISHERS}.example/{n}",
        publisher=publishers[n % PUBLISHERS] if n % 3 else None,
        container_title="The Journal of Records" if n % 4 == 0 else "",
        volume=str(n) if n % 8 == 0 else "",
        issued=chance.choice(["", "2024", "2025-03", "2025-03-14"]),
        confidential=n == 3,
    )
    source.clean()
    return source


def _body(chance: random.Random, people: Sequence[Person], sources: Sequence[Reference]) -> str:
    paragraphs = [[_sentence(chance) for _ in range(chance.randint(3, 5))] for _ in range(10)]
    for person in _some(chance, people, 4):
        chance.choice(paragraphs).append(f"{build.mention(person.key, person.name)} spoke. ")
    for source in _some(chance, sources, 7):
        locator = chance.choice(["", "p. 4"])
        chance.choice(paragraphs).append(f"{_sentence(chance).strip()}{build.citation(source.key, locator)} ")
    for number, person in enumerate(_some(chance, people, 2)):
        source = chance.choice([None, *_some(chance, sources, 2)])
        key = source.key if source else ""
        words = build.quotation(f"q{number}", "“We looked at it.”", person.key, "", key)
        chance.choice(paragraphs).append(f"{words} was said. ")
    headings = dict.fromkeys(chance.sample(range(2, 10), chance.choice([0, 2, 5])))
    return "".join(
        (build.heading(2, f"Part {n}") if n in headings else "") + build.paragraph("".join(sentences))
        for n, sentences in enumerate(paragraphs)
    )


def _article(
    chance: random.Random, n: int, people: Any, sources: Any, tags: Any, pictures: Sequence[Image]
) -> NewPage:
    article = Article()
    credits = [
        {"person": p.key, "name": "", "role": "", "is_agency": False} for p in _some(chance, people, 2)
    ]
    if n % 5 == 0:
        credits.append({"person": None, "name": "An agency", "role": "", "is_agency": True})
    said = {
        "headline": f"Article {n}: {_sentence(chance)[:60].strip()}",
        "short_headline": f"Article {n}" if n % 3 == 0 else "",
        "standfirst": _sentence(chance).strip(),
        "body": _body(chance, people, sources),
        "credits": credits,
        "tags": [tag.key for tag in _some(chance, tags, 3)],
        "sources": [source.key for source in _some(chance, sources, 2)] if n % 4 == 0 else [],
        "main_image": chance.choice(pictures).key if pictures and n % 3 == 0 else None,
        "main_image_alt": "What it shows",
    }
    at = timezone.now() - timedelta(hours=5 * n + 1, minutes=n % 7)
    return NewPage(working_copy=article, content=article.payload() | said, published_at=at)


def _page(chance: random.Random, n: int, people: Any, sources: Any) -> None:
    page = Page()
    said = {"title": f"About us {n}", "body": _body(chance, people, sources)}
    create(working_copy=page, payload=page.payload() | said, actor=None)
    publish(working_copy=page, version=page.version, actor=None)


def _life_goes_on(chance: random.Random, people: Sequence[Person], sources: Sequence[Reference]) -> None:
    """Do to some of them what happens to pages."""
    others: Iterator[Article] = iter(
        Article.objects.filter(headline__startswith="Article ").order_by("pk")[:40]
    )
    for kind in (Change.UPDATE, Change.CLARIFICATION, Change.CORRECTION, Change.CORRECTION):
        row = next(others)
        body = _body(chance, people, sources)
        save_revision(
            working_copy=row, payload=row.payload() | {"body": body}, version=row.version, actor=None
        )
        correct(working_copy=row, version=row.version, actor=None, kind=kind, note="What was wrong is right.")
    for _ in range(3):
        retract(working_copy=next(others), edition=1, actor=None, note="It does not hold.")
    for _ in range(4):
        withdraw(working_copy=next(others), edition=1, actor=None)
    for _ in range(3):
        row = next(others)
        renamed = row.payload() | {"headline": f"Another {row.headline}", "slug": f"another-{row.slug}"}
        save_revision(working_copy=row, payload=renamed, version=row.version, actor=None)
        publish(working_copy=row, version=row.version, actor=None)
    for days in (1, 40):
        row = next(others)
        later = row.payload() | {"body": _body(chance, people, sources)}
        save_revision(working_copy=row, payload=later, version=row.version, actor=None)
        starts_at = timezone.now() + timedelta(days=days)
        schedule(working_copy=row, version=row.version, actor=None, starts_at=starts_at)
    row = next(others)
    other = row.payload() | {"body": _body(chance, people, sources)}
    save_revision(working_copy=row, payload=other, version=row.version, actor=None)
    publish(working_copy=row, version=row.version, actor=None, expires_at=timezone.now() + timedelta(days=2))
    save_record(record=sources[8], changes={"confidential": True}, version=sources[8].version, actor=None)
    save_record(record=sources[9], changes={"title": "Another title"}, version=sources[9].version, actor=None)
    known = Person.objects.get(pk=people[4].pk)
    renamed = known.payload() | {"name": "A new name"}
    save_revision(working_copy=known, payload=renamed, version=known.version, actor=None)
    publish(working_copy=known, version=known.version, actor=None)
    withdraw(working_copy=Person.objects.get(pk=people[6].pk), edition=1, actor=None)

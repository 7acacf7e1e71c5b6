"""Content that is hard to lay out: words and addresses without end, wide tables, both directions."""

from publishing.richtext import build
from tests.factories import (
    citing,
    fill_in_newsroom,
    make_image,
    make_person,
    make_published_article,
    make_reference,
    make_tag,
    mentioning,
    quoting,
    text_of,
)

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = "https://example.org/" + "never/ending/" * 12


def make() -> str:
    """Publish articles of everything, a profile at /people/person/ and a tag; return a source's address."""
    tag = make_tag(WORD, slug="tag", description=f"{WORD} {ADDRESS}")
    image = make_image(size=(1400, 700))
    fill_in_newsroom(
        name=WORD[:80],
        tagline=WORD,
        contact_address=WORD,
        footer_text=f"{WORD} {ADDRESS}",
        contact_email=f"{WORD[:40]}@example.org".replace("ä", "a"),
        links=[f"https://{WORD[:50]}.example/".replace("ä", "a")],
        menu=[{"label": WORD[:60], "address": "/people/"}, *[{"tag": tag}] * 11],
    )
    person = make_person(
        published=True,
        name=WORD,
        slug="person",
        occupation=WORD,
        aliases=[WORD],
        links=[ADDRESS],
        portrait=image.key,
    )
    sources = [make_reference(title=f"{WORD} {number}", url=f"{ADDRESS}{number}") for number in range(12)]
    cells = "".join(f"<th><p>{WORD}</p></th>" for _ in range(6))
    parts = (
        build.heading(2, build.text(f"Part {number}")) + text_of(*["Words and words. " * 30] * 3)
        for number in range(5)
    )
    body = [
        mentioning(person),
        *(citing(source, f"{WORD} {ADDRESS}") for source in sources),
        *parts,
        *(
            build.figure(image.key, caption=build.text(WORD), size=size)
            for size in ("normal", "wide", "full")
        ),
        f"<table><thead><tr>{cells}</tr></thead></table>",
        build.block_quotation("b1", [WORD], person=person.key, reference=sources[0].key),
        build.pull_quote(build.text(WORD)),
        quoting(WORD, person=person, reference=sources[0]),
    ]
    for number in range(6):
        make_published_article(
            headline=WORD,
            standfirst=ADDRESS,
            body="".join(body),
            slug=f"article-{number}",
            tags=[tag.key],
            main_image=image.key if number % 2 else None,
            credits=[{"person": person.key, "name": "", "role": ""}],
            language="ar" if number == 4 else "en",
        )
    return sources[0].get_absolute_url()

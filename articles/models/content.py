"""An article's working copy as one JSON document, and back."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from images.describing import sentences_about, undescribed, undescribed_in
from images.models import Image
from profiles.models import Person
from publishing import richtext
from publishing.addresses import check_slug, free_slug
from publishing.bases import Payload
from publishing.checks import Kind, Missing, Place
from publishing.chosen import Rows, choices_of, hold_choices
from publishing.errors import InvalidText
from publishing.finding import find_text
from publishing.models import Tag
from publishing.naming import name_key
from publishing.slugs import make_slug
from references.models import Reference
from references.noted import waiting_in_payload

if TYPE_CHECKING:
    from articles.models import Article

COLUMNS = (
    "label",
    "headline",
    "short_headline",
    "standfirst",
    "body",
    "language",
    "main_image_alt",
    "main_image_caption",
    "main_image_decorative",
    "slug",
)


def payload_of(article: "Article") -> Payload:
    """Return everything an editor can change."""
    if article.pk is None:
        return payload_with(article, [], [], [])
    credits = article.draft_credits.select_related("person")
    sources = article.draft_sources.select_related("reference")
    tags = article.draft_tags.select_related("tag")
    return payload_with(article, credits, sources, tags)


def payload_with(
    article: "Article", credits: Iterable[Any], sources: Iterable[Any], tags: Iterable[Any]
) -> Payload:
    """Return everything an editor can change of an article with these choices."""
    payload: Payload = {name: getattr(article, name) for name in COLUMNS}
    payload["main_image"] = article.main_image.key if article.main_image else None
    return payload | {
        "credits": [
            {
                "person": credit.person.key if credit.person else None,
                "name": credit.name,
                "role": credit.role,
                "is_agency": credit.is_agency,
            }
            for credit in credits
        ],
        "sources": [source.reference.key for source in sources],
        "tags": [link.tag.key for link in tags],
    }


CHOICES = ("draft_credits", "draft_sources", "draft_tags")
"""What hangs on an article's draft, by the names of its relations."""


def apply_to(article: "Article", payload: Payload) -> None:
    """Write a payload into the working copy and the rows that hang on it."""
    article.slug = payload["slug"] or free_slug(article, make_slug(payload["headline"]))
    made = hold(article, payload | {"slug": article.slug}, rows=Rows())
    article.save()
    for name in CHOICES:
        choices = getattr(article, name)
        hold_choices(choices, choices_of(choices, made[name]))


def hold(article: "Article", payload: Payload, *, rows: Rows) -> dict[str, list[Payload]]:
    """Set what a payload says, and return what hangs on the draft then, by relation; write nothing."""
    if not richtext.has_words(payload["headline"]):
        raise InvalidText(_("Nothing of this headline can be seen. Write it anew."))
    if not all(credit["person"] or richtext.has_words(credit["name"]) for credit in payload["credits"]):
        raise InvalidText(_("A byline names nobody. Choose a person or write a name."))
    for name in COLUMNS:
        setattr(article, name, payload[name])
    image_keys = [payload["main_image"]] if payload["main_image"] else []
    images = rows.chosen(Image, image_keys, _("picture"))
    article.main_image = images.get(payload["main_image"])
    people = rows.chosen(Person, [c["person"] for c in payload["credits"] if c["person"]], _("person"))
    sources = rows.chosen(Reference, payload["sources"], _("source"))
    _check_byline(payload["credits"], people)
    tags = rows.chosen(Tag, payload["tags"], _("tag"))
    check_slug(article.slug)
    article.find_text = find_text(names_of(article))
    article.clean_fields()
    credits = [
        {
            "person": people.get(credit["person"]),
            "name": "" if credit["person"] else credit["name"],
            "role": credit["role"],
            "is_agency": credit["is_agency"],
        }
        for credit in payload["credits"]
    ]
    return {
        "draft_credits": credits,
        "draft_sources": [{"reference": sources[key]} for key in dict.fromkeys(payload["sources"])],
        "draft_tags": [{"tag": tags[key]} for key in dict.fromkeys(payload["tags"])],
    }


def _check_byline(credits: list[Payload], people: dict[str, Person]) -> None:
    """Refuse a byline that has somebody twice, or takes somebody with a profile for an agency."""
    seen: set[tuple[str, ...]] = set()
    linked = {name_key(name) for person in people.values() for name in (person.name, *person.aliases)}
    for credit in credits:
        person = people.get(credit["person"])
        if person and credit["is_agency"]:
            raise InvalidText(_("Somebody with a profile is no agency. Take the mark away."))
        who = who_of(credit)
        if who in seen or (person is None and name_key(credit["name"]) in linked):
            raise InvalidText(
                _("%(name)s stands in the byline twice. Take one of the two out.")
                % {"name": person or credit["name"]}
            )
        seen.add(who)


def who_of(credit: Payload) -> tuple[str, ...]:
    """Return what no two credits share: names of one spelling may be two people's, but not in one role."""
    return (credit["person"],) if credit["person"] else (name_key(credit["name"]), name_key(credit["role"]))


def names_of(article: "Article") -> list[str]:
    """Return what colleagues find an article by: its headlines, in the draft and as published."""
    names = [article.headline, article.short_headline, article.slug.replace("-", " ")]
    if article.pk is None:
        return names
    return [*names, *article.editions.names("headline", "short_headline")]


def missing_from(article: "Article", payload: Payload, *, rows: Rows | None = None) -> list[str]:
    """Say what keeps an article from being published."""
    return [
        *unwritten_in(payload),
        *waiting_in_payload(payload),
        *undescribed_pictures_in(payload, rows=rows),
    ]


def undescribed_pictures_in(payload: Payload, *, rows: Rows | None = None) -> list[str]:
    """Name the pictures that readers who cannot see them would get nothing of."""
    is_shown = not payload["main_image_decorative"]
    main = undescribed([(payload["main_image"], payload["main_image_alt"])] if is_shown else [], rows=rows)
    problems = [
        Missing(
            _(
                "Say what the main picture “%(name)s” shows, for readers who cannot see it: below the "
                "picture, or in the library. Or mark it as decoration only."
            )
            % {"name": image},
            kind=Kind.UNDESCRIBED,
            place=Place("main_image_alt", about=image.key, name=str(image)),
        )
        for image in main
    ]
    return [*problems, *sentences_about(undescribed_in(payload, rows=rows))]


def unwritten_in(payload: Payload) -> list[str]:
    """Say what an article cannot even be looked at without."""
    problems: list[str] = []
    if not richtext.has_words(payload["headline"]):
        problems.append(Missing(_("Write a headline first."), kind=Kind.HEADLINE, place=Place("headline")))
    if not payload["body"].strip():
        problems.append(Missing(_("Write the text first."), kind=Kind.TEXT))
    if not payload["slug"]:
        problems.append(
            Missing(
                _("Choose a web address first: none could be made from the headline."),
                kind=Kind.ADDRESS,
                place=Place("slug"),
            )
        )
    return problems

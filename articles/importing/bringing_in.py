"""One manuscript in, all or nothing: sources, people, tags, the article, and its publication."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import manuscripts
from articles.importing.beside import Looked, look_through, notes_of, take_in, told_of, write_notes
from articles.importing.body import body_of
from articles.importing.choices import Choices, ChosenSources, chosen_people, names_to_make, sources_as_chosen
from articles.importing.differences import not_applied
from articles.importing.embargo import embargo_of, hold_back
from articles.importing.later import address_of, next_version, story_of
from articles.importing.outcome import Options, Outcome
from articles.importing.particulars import Particulars, particulars_of, published_elsewhere
from articles.importing.people import People
from articles.importing.planning import Plan, plan_of
from articles.importing.sentences import remark_in_words
from articles.importing.sources import cites_of
from articles.models import Article
from articles.people import people_named
from manuscripts import Manuscript, Mentions, find_mentions, is_agency
from profiles.models import Person
from publishing.addresses import free_slug
from publishing.bases import Payload, Record
from publishing.errors import AddressTaken, InvalidText, UnderEmbargo
from publishing.languages import site_language
from publishing.models import Tag
from publishing.naming import name_key
from publishing.richtext.document import Figure
from publishing.slugs import make_slug
from publishing.workflow import create, publish, remove_for_good, schedule
from references.models import Reference

R = TypeVar("R", bound=Record)


def bring_in(
    manuscript: Manuscript, *, digest: str, name: str, options: Options, pictures: Looked | None = None
) -> Outcome:
    """Make an article of a manuscript, or find the one made of it before."""
    pictures = look_through(manuscript) if pictures is None else pictures
    with kept_once_committed(is_trial=options.is_trial) as undo:
        plan = plan_of(manuscript, digest=digest, name=name, options=options)
        return make(plan, pictures=pictures, undo=undo)


@contextmanager
def kept_once_committed(*, is_trial: bool = False) -> Iterator[ExitStack]:
    """Open a transaction; what is on the stack is undone unless it is committed, and after every trial."""
    with ExitStack() as undo:
        with transaction.atomic():
            yield undo
        if not is_trial:
            undo.pop_all()


def make(plan: Plan, choices: Choices | None = None, *, pictures: Looked, undo: ExitStack) -> Outcome:
    """Make what was planned, as a colleague has chosen, in one transaction with the planning."""
    options, known = plan.options, plan.same
    with transaction.atomic():
        if known is not None and known.binned_at is not None:
            remove_for_good(rows=[known], actor=None)
            known = None
        if known is not None:
            return _again(known, plan.manuscript, options)
        outcome = _make(plan, choices or Choices(), pictures, undo=undo)
        if options.publish and outcome.status != "unchanged":
            outcome.status = _publish(outcome, options)
    return outcome


@dataclass(frozen=True)
class Named:
    """Who has to do with an article: by its line, as asked for, made just now, and named in its text."""

    people: People
    authors: list[Person]
    asked_for: list[Person]
    made: list[Person]
    mentions: Mentions

    @property
    def linked(self) -> list[Person]:
        return [self.people.known[span.key] for span in self.mentions.spans]


def _make(plan: Plan, choices: Choices, looked: Looked, *, undo: ExitStack) -> Outcome:
    manuscript, options, actor = plan.manuscript, plan.options, plan.options.actor
    earlier = None if choices.as_new else plan.earlier
    particulars = particulars_of(manuscript, options, is_new=earlier is None)
    if earlier is None:
        _require_address(particulars.slug, manuscript.headline)
    language = options.language or manuscript.language or options.usual_language
    named = _named(plan, choices, language=language)
    sources = sources_as_chosen(plan, choices)
    pictures, notes = take_in(manuscript, looked, actor=actor, undo=undo), notes_of(manuscript)
    payload = _payload(plan, particulars, named, sources, figures=pictures.figures, comments=notes.keys)
    payload["language"] = language or site_language()
    note = "\n".join([told_of(manuscript, plan.name), *particulars.told, *sources.told])
    article, status = _write(plan, payload, earlier=earlier, note=note)
    if status != "unchanged":
        write_notes(article, notes, actor=actor)
    said = embargo_of(manuscript, zone=options.zone)
    held_back = hold_back(article, said, actor=actor) if said else []
    return Outcome(
        article=article,
        manuscript=manuscript,
        status=status,
        people=list(dict.fromkeys([*named.authors, *named.asked_for, *named.made, *named.linked])),
        asked_for=list(dict.fromkeys([*named.authors, *named.asked_for])),
        references=list(dict.fromkeys(sources.found.values())),
        tags=list(dict.fromkeys(particulars.tags)),
        warnings=[
            *map(remark_in_words, manuscript.remarks),
            *particulars.warnings,
            *held_back,
            *pictures.warnings,
            *sources.warnings,
            *_name_warnings(manuscript, named),
        ],
    )


def _named(plan: Plan, choices: Choices, *, language: str) -> Named:
    """Find whoever has to do with the article, and make those a colleague wants made."""
    options, blocks = plan.options, plan.manuscript.blocks
    spelled = {named.key: named.name for named in plan.people}
    people = People(chosen=chosen_people(plan, choices), spelled=spelled)
    known = partial(people.find_or_make, language=language, actor=options.actor)
    authors, asked_for = [*map(known, options.authors)], [*map(known, options.people)]
    made = [
        people.make(name, language=language, actor=options.actor) for name in names_to_make(plan, choices)
    ]
    people.chosen |= {name_key(person.name): person for person in made}
    return Named(people, authors, asked_for, made, find_mentions(blocks, people.for_linking(blocks)))


def _payload(
    plan: Plan,
    particulars: Particulars,
    named: Named,
    sources: ChosenSources,
    *,
    figures: Mapping[str, Figure],
    comments: Mapping[str, str],
) -> Payload:
    manuscript = plan.manuscript
    body = body_of(
        manuscript,
        mentions=named.mentions.spans,
        speakers=_speakers(manuscript, named.people),
        cites=cites_of(manuscript.references, sources.found, left_out=sources.left_out),
        figures=figures,
        comments=comments,
    )
    return {
        "headline": manuscript.headline,
        "standfirst": particulars.summary,
        "body": body,
        "slug": particulars.slug,
        "credits": _credits(manuscript, named.authors, named.people),
        "sources": [reference.key for reference in sources.found.values()],
        "tags": [tag.key for tag in particulars.tags],
    }


def _write(plan: Plan, payload: Payload, *, earlier: Article | None, note: str) -> tuple[Article, str]:
    """Make the article, or the next version of the one there is; say which, or that nothing is new."""
    manuscript, actor = plan.manuscript, plan.options.actor
    if earlier is not None:
        is_new = next_version(earlier, payload, manuscript, actor=actor, note=note)
        return earlier, "updated" if is_new else "unchanged"
    article = Article(
        imported_digest=plan.digest,
        imported_version=1,
        imported_story=story_of(manuscript),
        imported_address=address_of(manuscript),
    )
    create(working_copy=article, payload=payload, actor=actor, note=note)
    return article, "imported"


def _require_address(slug: str, headline: str) -> None:
    """Refuse what will have no address of its own: found out at publishing, it would be too late."""
    if not slug and not make_slug(headline):
        raise InvalidText(
            _("No web address can be made from the headline “%(headline)s”. Choose one with --slug.")
            % {"headline": headline}
        )
    if slug and free_slug(Article(), slug) != slug:
        raise AddressTaken(
            _("The web address “%(slug)s” belongs to another article. Choose a different one.")
            % {"slug": slug}
        )


def _speakers(manuscript: Manuscript, people: People) -> dict[str, str]:
    """Return the key of whoever is quoted, by quotation, where that is one person we know."""
    spoken = {said.id: people.one(said.speaker) for said in manuscript.quotations if said.speaker}
    return {id: person.key for id, person in spoken.items() if person}


def _name_warnings(manuscript: Manuscript, named: Named) -> list[str]:
    shared = [
        ngettext(
            "%(count)d person goes by the name %(name)s, so it was not linked.",
            "%(count)d people go by the name %(name)s, so it was not linked.",
            len(ambiguous.keys),
        )
        % {"count": len(ambiguous.keys), "name": ambiguous.name}
        for ambiguous in named.mentions.ambiguous
    ]
    linked = named.linked
    unnamed = [
        _("%(name)s is not named in the text.") % {"name": person.name}
        for person in named.asked_for
        if person not in linked
    ]
    suggested = [
        _("%(name)s looks like a person without a profile.") % {"name": name}
        for name in manuscripts.suggest_people(manuscript)
        if name_key(name) not in named.people.chosen and not named.people.named(name)
    ]
    return [*shared, *unnamed, *suggested]


def _credits(manuscript: Manuscript, authors: list[Person], people: People) -> list[dict[str, Any]]:
    credits: list[dict[str, Any]] = [
        {"person": author.key, "name": "", "role": ""} for author in dict.fromkeys(authors)
    ]
    named = {name_key(name) for author in authors for name in (author.name, *author.aliases)}
    for name in manuscript.byline:
        if name_key(name) in named:
            continue
        person = people.one(name)
        credit = {"person": None, "name": name, "role": "", "is_agency": is_agency(name)}
        if person:
            credit = {"person": person.key, "name": "", "role": ""}
        if credit not in credits:
            credits.append(credit)
    return credits


def _again(article: Article, manuscript: Manuscript, options: Options) -> Outcome:
    """Report an article brought in before; publish it if that was asked for and never done."""
    payload = article.payload()
    people = People()
    named = [people.only(name) for name in (*options.authors, *options.people)]
    outcome = Outcome(
        article=article,
        manuscript=manuscript,
        status="unchanged",
        people=people_named(payload),
        asked_for=[person for person in named if person is not None],
        references=_in_order(Reference, payload["sources"]),
        tags=_in_order(Tag, payload["tags"]),
    )
    if options.publish and not article.editions.exists():
        outcome.status = _publish(outcome, options)
    outcome.warnings += not_applied(outcome, options, people)
    return outcome


def _in_order(model: type[R], keys: list[str]) -> list[R]:
    found = model._default_manager.in_bulk(keys, field_name="key")
    return [found[key] for key in keys]


def _publish(outcome: Outcome, options: Options) -> str:
    """Publish the article, and with it the profiles asked for by name; or schedule them together."""
    now = timezone.now()
    article, date = outcome.article, options.date
    if date is None and not article.editions.exists():
        date = published_elsewhere(outcome.manuscript, options)
    if (embargo := article.embargo) and embargo.holds(max(now, date or now)):
        outcome.warnings.append(str(UnderEmbargo(article, embargo)))
        return outcome.status
    asked_for = Person.objects.without_page(now).filter(pk__in=[person.pk for person in outcome.asked_for])
    unpublished = list(asked_for.filter(editions=None))
    if date is None or date <= now:
        publish(
            working_copy=article,
            version=article.version,
            actor=options.actor,
            backdated_to=date,
            together_with=unpublished,
        )
        return "published"
    for page in (article, *unpublished):
        schedule(working_copy=page, version=page.version, actor=options.actor, starts_at=date)
    return "scheduled"

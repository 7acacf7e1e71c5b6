"""Moving a site in: batch after batch, each all or nothing, so that it goes on wherever it was broken off."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importing.beside import Pictures, look_through, take_in, told_of
from articles.importing.embargo import embargo_of, hold_back
from articles.importing.sentences import fault_in_words
from articles.models import Article
from images.models import Image
from manuscripts import Manuscript
from manuscripts.many import Posts
from moving.models import Arrival
from moving.paths import as_kept
from publishing.errors import WorkflowError
from publishing.models import Tag

from .arrivals import Arrivals, digest_of, known_as
from .asked import Asked, Status, Told
from .authors import Byline, read_table, write_table
from .becoming import Around, payload_of, pictures_of, published_at, slugs_of
from .links import Inside
from .old_addresses import lead_on
from .pictures import Fetch, Library, files_in, place_of
from .reading import Read, ahead, in_batches, read_all
from .renewing import renew
from .site import Attachment, Kind, Post, Site, State
from .tags import tags_of
from .writing import Ready, arrived, write_new


@dataclass
class Survey:
    """What an export holds, counted before anything is made."""

    posts: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    by_author: Counter[str] = field(default_factory=Counter)
    people: int = 0


@dataclass
class Known:
    """A post with the row it is known by, if it came in before."""

    post: Post
    digest: str
    credits: list[dict[str, Any]]
    row: Arrival | None


class Crossing:
    """One site on its way in."""

    def __init__(self, site: Site, asked: Asked, *, fetch: Fetch | None = None) -> None:
        self.site, self.asked = site, asked
        self.arrivals = Arrivals(site)
        self.inside = Inside(site)
        files = files_in(asked.pictures) if asked.pictures else None
        self.library = Library(site, self.arrivals, files, fetch, asked.actor)
        table = read_table(asked.people) if asked.people and asked.people.exists() else {}
        self.byline = Byline(site.authors(), table, self.arrivals)
        self.problems: list[str] = []
        self.tags: dict[str, Tag] = {}

    def survey(self) -> Survey:
        """Go over the export once and count."""
        found = Survey()
        for post in self.site.posts():
            found.posts += 1
            found.kinds[post.kind] += 1
            found.states[post.state] += 1
            found.by_author.update(post.authors)
            self.inside.add(post)
        for term in self.site.terms():
            self.inside.add(term)
        self.library.survey()
        if self.asked.is_trial and self.asked.people:
            found.people = write_table(self.asked.people, self.site.authors(), found.by_author, self.arrivals)
        return found

    def run(self) -> Iterator[Told]:
        """Bring the posts in, and tell of each."""
        language = self.asked.language or self.asked.usual_language
        self.byline.settle(language=language, actor=self.asked.actor, is_trial=self.asked.is_trial)
        if not self.asked.is_trial:
            self.tags, self.problems = tags_of(self.site, self.arrivals, actor=self.asked.actor)
            self._lead_on_beside()
        batches = in_batches(self.site.posts(), self.asked.batch)
        with Posts() as child:
            yield from (
                told
                for batch in ahead(partial(self._read, child), self._looked_up(batches))
                for told in self._written(*batch)
            )

    def _lead_on_beside(self) -> None:
        """Lead on from the pages of tags and of those who are people here."""
        people = self.byline.people()
        leading: list[tuple[str, str, Any]] = [
            (address, "tag", self.tags[term.id])
            for term in self.site.terms()
            if term.id in self.tags
            for address in term.addresses
        ]
        leading += [
            (address, "person", people[author.id])
            for author in self.site.authors()
            if author.id in people
            for address in author.addresses
        ]
        for some in in_batches(leading, 1000):
            lead_on(some, actor=self.asked.actor)

    def _looked_up(self, batches: Iterator[list[Post]]) -> Iterator[list[Known]]:
        """Yield each batch with what is known of its posts; an id that came before is said, not written."""
        seen: set[str] = set()
        for all_of_it in batches:
            batch = [post for post in all_of_it if known_as(post.id) not in seen]
            once = {known_as(post.id): post for post in reversed(batch)}
            self._say_twice(all_of_it, list(once.values()))
            seen |= once.keys()
            batch = list(reversed(once.values()))
            rows = self.arrivals.of(Arrival.Kind.POST, [post.id for post in batch], "article", "page")
            known: dict[str, Known] = {}
            for post in batch:
                credits = self.byline.credits(post.authors)
                tags = [self.tags[id].key for id in post.terms if id in self.tags]
                digest = digest_of(post, credits, terms=tags)
                known[post.id] = Known(post, digest, credits, rows.get(post.id))
            yield list(known.values())

    def _say_twice(self, posts: list[Post], taken: list[Post]) -> None:
        kept = {id(post) for post in taken}
        self.problems += [
            _("“%(title)s” has the number of a post before it (%(id)s), so only that one came in.")
            % {"title": post.title, "id": post.id}
            for post in posts
            if id(post) not in kept
        ]

    def _read(self, child: Posts, batch: list[Known]) -> tuple[list[Known], list[Read | None]]:
        """Read those of a batch that are new or were changed; done beside the writing, so it asks nothing."""
        language = self.asked.language or self.site.language
        new = [None if self._is_unchanged(one) or one.post.fault else one.post for one in batch]
        read = iter(read_all([post for post in new if post], child, language=language, site=self.site.name))
        return batch, [next(read) if post else None for post in new]

    def _is_unchanged(self, one: Known) -> bool:
        if one.row is None or one.row.digest != one.digest:
            return False
        return not (one.row.lacks_pictures and self.library.can_take)

    def _written(self, batch: Sequence[Known], read: Sequence[Read | None]) -> list[Told]:
        """Write one batch and tell of it."""
        tellings = [Told(id=one.post.id, kind=one.post.kind, headline=one.post.title) for one in batch]
        whole: list[tuple[Known, Read, Manuscript, Told]] = []
        for one, what, told in zip(batch, read, tellings, strict=True):
            if one.post.fault:
                told.status = Status.FAILED
                told.say(one.post.fault)
            elif what is None:
                told.status, told.url = Status.UNCHANGED, _url(one.row.became if one.row else None)
            elif what.manuscript is None:
                told.status = Status.FAILED
                if what.fault is not None:
                    told.say(fault_in_words(one.post.title or one.post.id, what.fault))
            else:
                whole.append((one, what, what.manuscript, told))
        if whole:
            self._write(whole)
        return tellings

    def _write(self, whole: list[tuple[Known, Read, Manuscript, Told]]) -> None:
        leads = {
            one.post.id: self.library.attachment(one.post.lead) for one, *_rest in whole if one.post.lead
        }
        wanted = {
            one.post.id: pictures_of(one.post, read, leads.get(one.post.id))
            for one, _read, read, _told in whole
        }
        slugs = slugs_of([(one.post, read) for one, _read, read, _told in whole if one.row is None])
        pictures = self._pictures(wanted, {one.post.id: told for one, _read, _manuscript, told in whole})
        around = Around(
            lead=self.inside.leading([read for _one, _read, read, _told in whole], _paths(whole, slugs)),
            pictures=pictures,
            tags={id: tag.key for id, tag in self.tags.items()},
            language=self.asked.language or self.asked.usual_language,
            actor=self.asked.actor,
        )
        looked = {one.post.id: look_through(read) for one, _read, read, _told in whole}
        with ExitStack() as undo, transaction.atomic():
            ready: list[Ready] = []
            for one, _what, read, told in whole:
                carried = take_in(read, looked[one.post.id], actor=self.asked.actor, undo=undo)
                told.say(*carried.warnings)
                is_lacking = any(said not in pictures for said in wanted[one.post.id])
                slug = slugs.get(one.post.id, "")
                made = self._ready(one, read, told, leads.get(one.post.id), carried, slug, around)
                if made is not None:
                    made.lacks_pictures = is_lacking
                    made.picture_paths = {
                        path: place_of(pictures[said])
                        for said in wanted[one.post.id]
                        if said in pictures
                        for path in self.library.file_paths(said)
                    }
                    ready.append(made)
            self._keep(ready)
            if self.asked.is_trial:
                transaction.set_rollback(True)
            else:
                undo.pop_all()

    def _ready(
        self,
        one: Known,
        read: Manuscript,
        told: Told,
        lead: Attachment | None,
        carried: Pictures,
        slug: str,
        around: Around,
    ) -> Ready | None:
        try:
            payload = payload_of(
                one.post,
                read,
                told,
                credits=one.credits,
                lead=lead,
                carried=carried.figures,
                slug=slug,
                around=around,
            )
        except (WorkflowError, ValueError) as refusal:
            told.status = Status.FAILED
            told.say(str(refusal))
            return None
        where = next(iter(one.post.addresses), "") or one.post.title
        shown = (
            where
            if where.startswith("http")
            else f"{self.arrivals.site}{where if where.startswith('/') else ''}"
        )
        ready = Ready(one.post, told, payload, one.digest, told_of(read, shown), known=one.row)
        ready.embargo = embargo_of(read, zone=self.asked.zone)
        holds = ready.embargo is not None and ready.embargo.holds(timezone.now())
        ready.published_at = None if holds else published_at(one.post, told)
        return ready

    def _keep(self, ready: list[Ready]) -> None:
        actor = self.asked.actor
        new = [one for one in ready if one.known is None]
        written = write_new(new, actor=actor)
        for one in written:
            if one.embargo is not None and isinstance(one.row, Article):
                one.told.say(*hold_back(one.row, one.embargo, actor=actor))
        arrived(written, self.arrivals)
        renewed = [one for one in ready if one.known is not None]
        for one in renewed:
            renew(one, actor=actor)
        there = [*written, *(one for one in renewed if one.row is not None)]
        if not self.asked.is_trial:
            lead_on(self._leading(there), actor=actor)
        for one in there:
            one.told.url = _url(one.row)

    def _leading(self, there: list[Ready]) -> Iterator[tuple[str, str, Any]]:
        for one in there:
            kind = "article" if one.post.kind is Kind.ARTICLE else "page"
            addresses = (*one.post.addresses, *self.library.pages_of(one.post.id))
            yield from ((address, kind, one.row) for address in addresses)
            if one.published_at:
                # Of a picture that readers have, its file leads on too: other pages may show it.
                yield from ((path, "place", place) for path, place in one.picture_paths.items())

    def _pictures(self, wanted: dict[str, list[str]], told: dict[str, Told]) -> dict[str, Image]:
        """Return the pictures of a batch, taken in where that is asked for; before its transaction."""
        every = [said for many in wanted.values() for said in many if not said.startswith("data:")]
        found = self.library.known(every)
        problems: dict[str, str] = {}
        if self.library.can_take and not self.asked.is_trial:
            taken: dict[str, Image | str] = {}
            for said in dict.fromkeys(every):
                if said in found:
                    continue
                id = self.library.id_of(said)
                if id not in taken:
                    taken[id] = self.library.take(said)
                if isinstance(got := taken[id], Image):
                    found[said] = got
                else:
                    problems[said] = got
        for id, many in wanted.items():
            lacking = [said for said in many if said not in found]
            told[id].say(*(problems[said] for said in lacking if said in problems))
            if silent := [said for said in lacking if said not in problems and not said.startswith("data:")]:
                told[id].say(_lacking(len(silent)))
        return found


def _paths(whole: list[tuple[Known, Read, Manuscript, Told]], slugs: dict[str, str]) -> dict[str, str]:
    """Return where the public ones of a batch will be, by their old paths."""
    return {
        as_kept(address): reverse(str(one.post.kind), args=[slugs[one.post.id]])
        for one, *_rest in whole
        if slugs.get(one.post.id) and one.post.state is State.PUBLIC
        for address in one.post.addresses
    }


def _lacking(count: int) -> str:
    return ngettext(
        "%(count)d picture did not come along.", "%(count)d pictures did not come along.", count
    ) % {"count": count}


def _url(row: Any) -> str:
    if row is None or not getattr(row, "slug", ""):
        return ""
    return settings.SITE_URL + reverse(str(row._meta.model_name), args=[row.slug])

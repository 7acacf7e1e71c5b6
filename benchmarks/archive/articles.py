"""Articles in all their versions, and everything that leads from them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from articles.models import Article, ArticleAddress, ArticleEdition, ArticleRevision, DraftCredit, DraftSource
from articles.models.article import DraftTag
from benchmarks.archive.chance import Chance, Zipf
from benchmarks.archive.linking import Linking
from benchmarks.archive.names import STANDFIRSTS, headline_of
from benchmarks.archive.people import People
from benchmarks.archive.pouring import Pour, moment
from benchmarks.archive.sources import Telling, Things
from benchmarks.archive.story import PERSON, SOURCE, TAG, Intent, Neighbours, Story, Times, spans_of
from benchmarks.archive.texts import Family, Variant, families
from publishing import richtext
from publishing.bases import Stage
from publishing.finding import find_text
from publishing.models import Verb
from publishing.slugs import make_slug
from publishing.timeline import NOT_YET, Change, Span

DRAFT, SCHEDULED, BINNED, TAKEN_DOWN, UNSETTLED = 50, 400, 500, 33, 40
"""One in so many is a draft, waits for its time, lies in the bin, was taken down, was saved again since."""
RECENT, LEFT_LYING = 50_000, 500
"""Of the last so many articles; of those before one in so many is a draft that nobody ended."""
LABELS = ("news", "news", "news", "analysis", "interview", "explainer", "opinion")
MOST_TAGS = 3


@dataclass
class Written:
    """Articles to look at, by what there is to say of them."""

    most_versions: int = 0
    draft: int = 0
    live: int = 0


class Articles:
    """Writes one article after the other, the oldest first."""

    def __init__(
        self,
        pour: Pour,
        chance: Chance,
        *,
        tags: Things,
        sources: Things,
        people: People,
        colleagues: Sequence[int],
        now: datetime,
        many: int,
    ) -> None:
        self._many = many
        self._tags, self._sources, self._people = tags, sources, people
        self._colleagues, self._chance, self._now = colleagues, chance, now
        self._pick_tag, self._pick_source = Zipf(chance, len(tags.keys)), Zipf(chance, len(sources.keys))
        self._pick_person = Zipf(chance, len(people.keys))
        self._pick_writer = Zipf(chance, max(3, len(people.keys) // 50))
        self._families, self._times, self._neighbours = families(chance), Times(chance, now), Neighbours()
        self.written = Written()
        self._articles = pour.sheet(
            Article, "id", "key", "version", "stage", "holder_id", "submitted_by_id", "slug", "body",
            "language", "created_at", "changed_at", "find_text", "binned_at", "binned_by_id", "label",
            "headline", "standfirst", "seen_until", "settled_until",
        )  # fmt: skip
        self._draft_tags = pour.sheet(DraftTag, "id", "content_object_id", "tag_id", "position")
        self._draft_credits = pour.sheet(DraftCredit, "id", "article_id", "person_id", "position")
        self._draft_sources = pour.sheet(DraftSource, "id", "article_id", "reference_id", "position")
        self._revisions = pour.sheet(
            ArticleRevision, "id", "working_copy_id", "number", "based_on", "payload", "saved_at",
            "saved_by_id",
        )  # fmt: skip
        self._addresses = pour.sheet(ArticleAddress, "id", "slug", "working_copy_id", "claimed_at")
        self._editions = pour.sheet(
            ArticleEdition, "id", "key", "number", "slug", "change", "public_note", "corrections",
            "starts_at", "withdrawn_at", "updated_at", "language", "body_html", "renderer", "created_at",
            "created_by_id", "live_from", "live_until", "published_at", "working_copy_id", "revision_id",
            "label", "headline", "standfirst", "summary", "words", "byline",
            "leads_to",
        )  # fmt: skip
        self._linking, self._events = Linking(pour, tags=tags, sources=sources, people=people), Telling(pour)

    def add(self, place: int, at: datetime) -> None:
        """Write the article with this place, first published at that moment."""
        story = self._story(place)
        is_recent = self._many - place <= RECENT
        each = DRAFT if is_recent else LEFT_LYING
        if place % each == each - 1:
            self._draft(story, place, self._now - timedelta(minutes=(self._many - place) * 10))
        elif is_recent and place % SCHEDULED == SCHEDULED - 2:
            self._scheduled(story, place)
        else:
            self._published(story, place, at)

    def _story(self, place: int) -> Story:
        family = self._families[place % len(self._families)]
        headline = headline_of(place)
        sources = self._pick_source.some(family.sources + (place % 5 == 0))
        people = self._pick_person.some(family.people)
        while len(sources) < family.sources:
            sources = list(dict.fromkeys([*sources, self._pick_source.one()]))
        while len(people) < family.people:
            people = list(dict.fromkeys([*people, self._pick_person.one()]))
        story = Story(
            number=next(self._articles.numbers),
            key=self._chance.key(),
            headline=headline,
            slug=_slug(headline),
            standfirst=STANDFIRSTS[place % len(STANDFIRSTS)],
            label=LABELS[place % len(LABELS)],
            family=family,
            actor=self._colleagues[place % len(self._colleagues)],
            tags=self._pick_tag.some(1 + place % MOST_TAGS),
            writers=self._pick_writer.some(1 + (place % 4 == 0)),
            people=people,
            sources=sources[: family.sources],
            general=sources[family.sources :],
        )
        named, cited = [self._people.keys[p] for p in people], [self._sources.keys[s] for s in story.sources]
        story.keys = [*named, *[""] * (2 - len(named)), *cited]
        return story

    # The three lives of an article.

    def _published(self, story: Story, place: int, at: datetime) -> None:
        shared = self._shared(story)
        story.related = self._neighbours.of(shared)
        ends = place % TAKEN_DOWN == TAKEN_DOWN - 1
        editions = spans_of(self._times.intents(place, at, ends=ends))
        if not ends:
            self._neighbours.add(story.number, shared)
        each = UNSETTLED if self._many - place <= RECENT else LEFT_LYING
        is_saved_since = place % each == each - 3
        last = editions[-1][0]
        saved = last.starts_at + timedelta(hours=1) if is_saved_since else last.starts_at
        version = len(editions) + is_saved_since
        until = editions[-1][1].live_until
        settled = NOT_YET if is_saved_since else until
        self._row(story, version, created=at, changed=min(saved, self._now), seen=until, settled=settled)
        self._addresses.add((next(self._addresses.numbers), story.slug, story.number, moment(at)))
        for intent, span, notes in editions:
            self._version(story, intent, span, notes)
        if is_saved_since:
            self._save(story, version, moment(min(saved, self._now)))
        if last.withdrawn_at:
            when, said = moment(last.withdrawn_at), {"cancelled": []}
            self._tell(story, when, Verb.WITHDRAW, None, last.number, "", said)
        self.written.live = story.number if not ends else self.written.live
        if len(editions) > 100:
            self.written.most_versions = story.number

    def _draft(self, story: Story, place: int, at: datetime) -> None:
        is_binned = place % BINNED == BINNED - 1 and self._many - place <= RECENT
        whose = 0 if is_binned else place // DRAFT % 3
        self._row(
            story, 1, created=at, changed=at,
            stage=Stage.SUBMITTED if whose == 1 else Stage.WRITING,
            holder=None if whose else story.actor,
            submitted_by=story.actor if whose == 1 else None,
            binned_at=self._now - timedelta(days=place % 25) if is_binned else None,
        )  # fmt: skip
        self._save(story, 1, moment(at))
        if whose == 1:
            self._tell(story, moment(at), Verb.SUBMIT, 1, None, "", None)
        if is_binned:
            self._tell(story, moment(self._now - timedelta(days=place % 25)), Verb.BIN, 1, None, "", None)
        else:
            self.written.draft = story.number

    def _scheduled(self, story: Story, place: int) -> None:
        at, starts = self._now - timedelta(hours=1), self._now + timedelta(minutes=10 + place % 40_000)
        [(intent, span, notes)] = spans_of([Intent(1, starts, None, Change.FIRST, "")])
        self._row(story, 1, created=at, changed=at, seen=span.live_until, settled=span.live_until)
        self._addresses.add((next(self._addresses.numbers), story.slug, story.number, moment(at)))
        self._version(story, intent, span, notes, created=at)

    # Rows.

    def _row(
        self,
        story: Story,
        version: int,
        *,
        created: datetime,
        changed: datetime,
        stage: Stage = Stage.WRITING,
        holder: int | None = -1,
        submitted_by: int | None = None,
        binned_at: datetime | None = None,
        seen: datetime = NOT_YET,
        settled: datetime = NOT_YET,
    ) -> None:
        body = _variant(story.family, version).body.filled(story.keys)
        binned = moment(binned_at) if binned_at else None
        self._articles.add(
            (story.number, story.key, version, stage.value, story.actor if holder == -1 else holder,
             submitted_by, story.slug, body, "en", moment(created), moment(changed), _find_text(story),
             binned, story.actor if binned else None, story.label, story.headline, story.standfirst,
             moment(seen), moment(settled))
        )  # fmt: skip
        for at, tag in enumerate(story.tags):
            row = (next(self._draft_tags.numbers), story.number, self._tags.numbers[tag], at)
            self._draft_tags.add(row)
        for at, writer in enumerate(story.writers):
            row = (next(self._draft_credits.numbers), story.number, self._people.numbers[writer], at)
            self._draft_credits.add(row)
        for at, source in enumerate(story.general):
            row = (next(self._draft_sources.numbers), story.number, self._sources.numbers[source], at)
            self._draft_sources.add(row)

    def _save(self, story: Story, number: int, when: str) -> int:
        revision = next(self._revisions.numbers)
        payload = self._payload(story, _variant(story.family, number))
        self._revisions.add((revision, story.number, number, number - 1, payload, when, story.actor))
        self._tell(story, when, Verb.SAVE if number > 1 else Verb.CREATE, number, None, "", None)
        return revision

    def _version(
        self, story: Story, intent: Intent, span: Span, notes: str, *, created: datetime | None = None
    ) -> None:
        """Write a saved version, what is published of it and where that leads."""
        starts, number = moment(intent.starts_at), intent.number
        when = moment(created) if created else starts
        revision, edition = self._save(story, number, when), next(self._editions.numbers)
        text = _variant(story.family, number)
        times = (moment(span.live_from), moment(span.live_until), moment(span.published_at))
        withdrawn = moment(intent.withdrawn_at) if intent.withdrawn_at else None
        self._editions.add(
            (edition, self._chance.key(), number, story.slug, intent.change.value, intent.note, notes, starts,
             withdrawn, moment(span.updated_at), "en", text.html.filled(story.keys), richtext.VERSION, when,
             story.actor, *times, story.number, revision, story.label, story.headline, story.standfirst,
             story.standfirst, text.words, self._linking.byline(story),
             self._linking.leads_to(story, text))
        )  # fmt: skip
        self._linking.add(story, text, edition, times)
        if created:
            said: dict[str, object] = {"starts_at": intent.starts_at.isoformat()}
            self._tell(story, when, Verb.SCHEDULE, number, number, "", said)
            return
        said = {"kind": intent.change.value} if intent.note else {}
        if number > 1 and text.changes and number <= len(story.family.variants):
            said["change"] = {"chosen": intent.change.value} | text.changes
        verb = Verb.CORRECT if intent.note else Verb.PUBLISH
        self._tell(story, when, verb, number, number, intent.note, said)

    def _payload(self, story: Story, text: Variant) -> str:
        credits = [
            {"person": self._people.keys[writer], "name": "", "role": "", "is_agency": False}
            for writer in story.writers
        ]
        first = {
            "label": story.label,
            "headline": story.headline,
            "short_headline": "",
            "standfirst": story.standfirst,
        }
        rest = {
            "language": "en",
            "main_image_alt": "",
            "main_image_caption": "",
            "main_image_decorative": False,
            "slug": story.slug,
            "main_image": None,
            "credits": credits,
            "sources": [self._sources.keys[source] for source in story.general],
            "tags": [self._tags.keys[tag] for tag in story.tags],
            "shape": len(Article.payload_steps),
        }
        body = text.body_json.filled(story.keys)
        return f'{json.dumps(first)[:-1]}, "body": {body}, {json.dumps(rest)[1:]}'

    def _tell(
        self,
        story: Story,
        when: str,
        verb: Verb,
        revision: int | None,
        edition: int | None,
        note: str,
        data: dict[str, object] | None,
    ) -> None:
        self._events.add(
            when, story.actor, verb, "article", story.key, story.headline, revision, edition, note, data
        )

    def _shared(self, story: Story) -> list[tuple[int, int]]:
        known = (source for source in (*story.sources, *story.general) if source not in self._sources.hidden)
        sources = [(SOURCE, source) for source in known]
        people = [(PERSON, person) for person in story.people]
        return [*sources, *people, *((TAG, tag) for tag in story.tags)]


def _variant(family: Family, number: int) -> Variant:
    return family.variants[min(number, len(family.variants)) - 1]


def _slug(headline: str) -> str:
    return headline.lower().replace(" ", "-") if headline.isascii() else make_slug(headline)


def _find_text(story: Story) -> str:
    if story.headline.isascii():
        return f"| {story.headline.lower()} |"
    return find_text([story.headline, story.slug.replace("-", " ")])

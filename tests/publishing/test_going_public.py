"""Publishing: what readers get is frozen, on time, once, and never by somebody who may not."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from articles.models import Article, ArticleAddress, ArticleEdition
from profiles.models import Person
from publishing.bases import WorkingCopy
from publishing.errors import (
    AddressTaken,
    EditConflict,
    InvalidText,
    NotAllowed,
    NotReady,
    PendingEditions,
    WrongState,
)
from publishing.timeline import OPEN_END, TICK, Change
from publishing.workflow import correct, publish, republish, retract, save_revision, schedule, withdraw
from publishing.workflow.locking import editions_of
from tests import factories as make
from tests.publishing.history import everything_about, nothing_changes, one_entry, verbs_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def editor() -> User:
    return make.make_user("editor")


def saved(page: WorkingCopy, /, **payload: object) -> int:
    save_revision(working_copy=page, payload=payload, version=page.version, actor=None)
    return page.version


def published(page: WorkingCopy, /, **terms: Any) -> Any:
    return publish(working_copy=page, version=page.version, actor=None, **terms)


def scheduled(page: WorkingCopy, starts_at: datetime, **terms: Any) -> Any:
    return schedule(working_copy=page, version=page.version, actor=None, starts_at=starts_at, **terms)


def headline_at(article: Article, moment: datetime) -> str | None:
    return article.editions.live(moment).values_list("headline", flat=True).first()


class TestHoweverManyVersions:
    """A long history costs no verb more; only what is not over is read and moved."""

    VERBS: ClassVar = {
        "publish": lambda article: published(article),
        "correct": lambda article: correct(
            working_copy=article, version=article.version, actor=None, kind=Change.UPDATE, note="More."
        ),
        "schedule": lambda article: scheduled(article, timezone.now() + HOUR),
        "take down": lambda article: withdraw(
            working_copy=article, edition=article.editions.count(), actor=None
        ),
    }

    def grown(self) -> list[Article]:
        """Make two articles of the same content: one with 2 published versions, one with 50."""
        source, person = make.make_reference(), make.make_person(published=True)
        body = make.mentioning(person) + make.citing(source)
        articles = []
        # Each in a second of its own, as on any day: what else was published then is no part of its history.
        for seconds in (2, 1):
            with time_machine.travel(timezone.now() - timedelta(seconds=seconds)):
                articles.append(make.make_published_article(body=body))
        for article, versions in zip(articles, (2, 50), strict=True):
            for number in range(2, versions + 1):
                saved(article, standfirst=f"Version {number}")
                published(article)
            saved(article, standfirst="The next one")
        return articles

    @pytest.mark.same_on_both
    def test_no_verb_asks_more_or_reads_more_of_them(self) -> None:
        grown = self.grown()
        editions = editions_of(grown[1])
        assert [edition.number for edition in editions] == [50]
        assert editions.before is not None
        assert (editions.before.number, editions.last_number) == (49, 50)
        for name, verb in self.VERBS.items():
            asked = []
            for article in grown:
                with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                    verb(article)
                    transaction.set_rollback(True)
                article.refresh_from_db()
                asked.append([query["sql"].partition(" WHERE ")[0][:200] for query in queries])
            assert len(asked[0]) == len(asked[1]), name
            assert [sql for sql in asked[1] if "body_html" in sql and sql.startswith("SELECT")] == [], name


class TestPublishing:
    def test_it_is_live_from_now_on_and_says_who_did_it(self, editor: User) -> None:
        article = make.make_article()
        with one_entry(article, "publish"):
            edition = publish(working_copy=article, version=1, actor=editor)
        assert (edition.number, edition.created_by, edition.change) == (1, editor, Change.FIRST)
        assert edition.live_from == edition.published_at == edition.updated_at
        assert edition.live_until == OPEN_END
        assert not edition.was_updated

    def test_what_readers_see_does_not_move_with_the_draft(self) -> None:
        person, tag, source = make.make_person(published=True), make.make_tag(), make.make_reference()
        body = make.mentioning(person) + make.citing(source) + make.quoting("Words", person=person)
        article = make.make_published_article(
            body=body, tags=[tag.key], credits=[{"person": person.key, "name": "", "role": ""}]
        )
        before = everything_about(article)["editions"]
        links = [list(rows.values()) for rows in linked(article)]
        saved(
            article,
            headline="New",
            body="<p>New</p>",
            slug="new",
            tags=[],
            credits=[],
            sources=[make.make_reference().key],
        )
        saved(person, name="Renamed")
        assert everything_about(article)["editions"] == before
        assert [list(rows.values()) for rows in linked(article)] == links
        published(article)
        assert make.edition_of(article).headline == "New"
        assert [rows.filter(live_until=OPEN_END).count() for rows in linked(article)] == [0, 0, 0, 1, 0]

    def test_a_reporter_cannot(self) -> None:
        article = make.make_article()
        with nothing_changes(article), pytest.raises(NotAllowed, match="Hand it to them"):
            publish(working_copy=article, version=1, actor=make.make_user("reporter"))

    @pytest.mark.parametrize(
        ("payload", "sentence"),
        [
            ({"body": ""}, "Write the text first"),
            ({"headline": "؟؟؟"}, "web address"),
        ],
    )
    def test_what_is_missing_is_said(self, payload: dict[str, str], sentence: str) -> None:
        article = make.make_article(**payload)
        with nothing_changes(article), pytest.raises(NotReady, match=sentence):
            published(article)

    def test_only_the_version_that_was_looked_at(self) -> None:
        article = make.make_article()
        saved(article, headline="Nobody has checked this")
        with nothing_changes(article), pytest.raises(EditConflict) as conflict:
            publish(working_copy=article, version=1, actor=None)
        assert conflict.value.kept is None

    def test_the_same_version_is_not_published_twice(self) -> None:
        article = make.make_published_article()
        with nothing_changes(article), pytest.raises(WrongState, match="already"):
            published(article)

    def test_a_later_version_is_a_small_fix_unless_told_otherwise(self) -> None:
        article = make.make_published_article()
        saved(article, headline="Better")
        edition = published(article)
        assert (edition.change, edition.was_updated) == (Change.MINOR, False)
        saved(article, headline="Newer")
        edition = published(article, change=Change.UPDATE, public_note="Now with the figures")
        assert edition.was_updated
        assert edition.updated_at == edition.live_from

    def test_the_first_that_readers_see_is_the_first_whatever_was_planned(self) -> None:
        article = make.make_article()
        scheduled(article, timezone.now() + HOUR)
        saved(article, headline="At once")
        assert published(article, pending="cancel").change == Change.FIRST

    def test_an_archive_piece_keeps_its_old_date(self) -> None:
        old = timezone.now() - 5000 * HOUR
        edition = make.edition_of(make.make_published_article(backdated_to=old))
        assert edition.published_at == edition.updated_at == old
        assert edition.live_from > old
        assert not ArticleEdition.objects.live(old + HOUR).exists()

    def test_it_goes_when_it_is_told_to(self) -> None:
        article = make.make_article()
        end = timezone.now() + HOUR
        published(article, expires_at=end)
        assert headline_at(article, end - TICK) == article.headline
        assert headline_at(article, end) is None
        saved(article)
        with pytest.raises(WrongState, match="end is before the start"):
            published(article, expires_at=timezone.now() - HOUR)


def linked(article: Article) -> list[Any]:
    """Return the rows of each kind that lead from an article's published versions."""
    from_editions = ArticleEdition.objects.filter(working_copy=article)
    names = ("tag_links", "credits", "mentions", "citations", "quotation_links")
    models = (ArticleEdition._meta.get_field(name).related_model for name in names)
    return [model.objects.filter(edition__in=from_editions).order_by("id") for model in models]


class TestBylines:
    def test_a_person_is_named_as_readers_know_them(self) -> None:
        person = make.make_person(name="Public Name", published=True)
        saved(person, name="Secret New Name")
        credits = [
            {"person": person.key, "name": "", "role": ""},
            {"person": None, "name": "Reuters", "role": "photo"},
        ]
        edition = make.edition_of(make.make_published_article(credits=credits))
        assert edition.byline == [
            {"name": "Public Name", "role": "", "person": person.key},
            {"name": "Reuters", "role": "photo", "person": ""},
        ]
        assert [(credit.name, credit.person) for credit in edition.credits.all()] == [
            ("Public Name", person),
            ("Reuters", None),
        ]

    def test_a_name_stays_as_it_was_printed(self) -> None:
        person = make.make_person(name="Before", published=True)
        article = make.make_published_article(credits=[{"person": person.key, "name": "", "role": ""}])
        saved(person, name="After")
        published(person)
        assert make.edition_of(article).byline[0]["name"] == "Before"


class TestScheduling:
    def test_it_is_on_time_to_the_microsecond_and_nobody_has_to_do_anything(self) -> None:
        article = make.make_published_article(headline="Today")
        saved(article, headline="Tomorrow")
        start = timezone.now() + 24 * HOUR
        with one_entry(article, "schedule"):
            scheduled(article, start)
        assert headline_at(article, start - TICK) == "Today"
        assert headline_at(article, start) == "Tomorrow"

    @pytest.mark.parametrize(
        ("starts", "ends", "sentence"),
        [(-HOUR, None, "has passed"), (HOUR, HOUR, "end is before"), (None, None, "9000")],
    )
    def test_times_that_make_no_sense(
        self, starts: timedelta | None, ends: timedelta | None, sentence: str
    ) -> None:
        article = make.make_article()
        now = timezone.now()
        with nothing_changes(article), pytest.raises(WrongState, match=sentence):
            scheduled(
                article,
                OPEN_END if starts is None else now + starts,
                expires_at=None if ends is None else now + ends,
            )

    def test_a_reporter_cannot(self) -> None:
        article = make.make_article()
        start = timezone.now() + HOUR
        with nothing_changes(article), pytest.raises(NotAllowed):
            schedule(working_copy=article, version=1, actor=make.make_user("reporter"), starts_at=start)

    def test_what_is_waiting_must_be_kept_or_cancelled_by_name(self) -> None:
        article = make.make_published_article(headline="First")
        saved(article, headline="Later")
        later = scheduled(article, timezone.now() + HOUR)
        saved(article, headline="Now")
        with nothing_changes(article), pytest.raises(PendingEditions, match="already scheduled") as refusal:
            published(article)
        assert refusal.value.pending == [later]

    def test_kept(self) -> None:
        article = make.make_published_article(headline="First")
        saved(article, headline="Later")
        start = timezone.now() + HOUR
        scheduled(article, start)
        saved(article, headline="Now")
        published(article, pending="keep")
        assert headline_at(article, timezone.now()) == "Now"
        assert headline_at(article, start) == "Later"

    def test_cancelled(self) -> None:
        article = make.make_published_article(headline="First")
        saved(article, headline="Later")
        start = timezone.now() + HOUR
        scheduled(article, start)
        saved(article, headline="Now")
        published(article, pending="cancel")
        assert headline_at(article, start) == "Now"

    def test_a_later_version_carries_the_corrections_made_before_it_is_due(self) -> None:
        article = make.make_published_article(headline="First")
        saved(article, headline="Later")
        start = timezone.now() + HOUR
        scheduled(article, start)
        saved(article, headline="First", standfirst="6")
        kind = Change.CORRECTION
        correct(working_copy=article, version=3, actor=None, kind=kind, note="It was 6", pending="keep")
        later = article.editions.live(start).get()
        assert (later.headline, [note["text"] for note in later.corrections]) == ("Later", ["It was 6"])

    def test_a_person_with_a_page_to_come_cannot_be_hidden_for_ever(self) -> None:
        person = make.make_person()
        scheduled(person, timezone.now() + HOUR)
        with nothing_changes(person), pytest.raises(InvalidText, match="Take it down"):
            saved(person, page=Person.Page.NEVER)


class TestAddresses:
    def at(self, slug: str, moment: datetime | None = None) -> list[Article]:
        moment = moment or timezone.now()
        return [e.working_copy for e in ArticleEdition.objects.at_address(slug, at=moment)]

    def test_an_address_belongs_to_its_first_page_for_good(self) -> None:
        first = make.make_published_article(slug="the-fire")
        withdraw(working_copy=first, edition=1, actor=None)
        second = make.make_article(slug="the-fire")
        with nothing_changes(second), pytest.raises(AddressTaken, match="“the-fire” belongs to another page"):
            published(second)
        saved(second, slug="the-fire-again")
        published(second)
        assert self.at("the-fire") == []
        assert self.at("the-fire-again") == [second]

    def test_old_addresses_lead_to_the_page_under_its_new_name(self) -> None:
        article = make.make_published_article(slug="one")
        for slug in ("two", "three", "one"):
            saved(article, slug=slug)
            published(article)
            assert all(self.at(old) == [article] for old in ("one", slug))
        assert ArticleAddress.objects.filter(working_copy=article).count() == 3
        assert make.edition_of(article).slug == "one"

    def test_an_address_to_come_cannot_be_found_early(self) -> None:
        article = make.make_published_article(slug="known")
        saved(article, slug="the-secret-merger")
        start = timezone.now() + HOUR
        scheduled(article, start)
        assert self.at("the-secret-merger") == []
        assert self.at("the-secret-merger", start) == [article]
        assert self.at("known", start) == [article]

    def test_a_called_off_address_is_never_found_but_stays_claimed(self) -> None:
        article = make.make_published_article(slug="known")
        saved(article, slug="called-off")
        start = timezone.now() + HOUR
        scheduled(article, start)
        saved(article, slug="known")
        published(article, pending="cancel")
        assert self.at("called-off", start) == []
        with pytest.raises(AddressTaken):
            published(make.make_article(slug="called-off"))


class TestTogether:
    def test_the_people_go_public_with_the_article(self, editor: User) -> None:
        people = [make.make_person(), make.make_person()]
        article = make.make_article(body="".join(make.mentioning(person) for person in people))
        publish(working_copy=article, version=1, actor=editor, together_with=people)
        assert all(person.editions.live(timezone.now()).exists() for person in people)
        assert all(verbs_of(page) == ["create", "publish"] for page in (article, *people))

    def test_or_nobody_does(self) -> None:
        fine, hidden = make.make_person(), make.make_person(page=Person.Page.NEVER)
        article = make.make_article()
        pages = (article, fine, hidden)
        before = [everything_about(page) for page in pages]
        with pytest.raises(NotReady, match="never having a page"):
            published(article, together_with=[fine, hidden])
        assert [everything_about(page) for page in pages] == before

    def test_the_right_is_asked_for_each(self) -> None:
        person, article = make.make_person(), make.make_article()
        half = make.make_user("reporter")
        half.user_permissions.add(make.permission("publish_article"))
        half = User.objects.get(pk=half.pk)
        with nothing_changes(article), pytest.raises(NotAllowed):
            publish(working_copy=article, version=1, actor=half, together_with=[person])
        publish(working_copy=article, version=1, actor=half)


class TestAgain:
    def test_what_was_taken_down_comes_back_as_a_new_version(self, editor: User) -> None:
        article = make.make_published_article(headline="Back")
        withdraw(working_copy=article, edition=1, actor=None)
        saved(article, headline="Unfinished")
        with one_entry(article, "republish"):
            edition = republish(working_copy=article, actor=editor)
        assert (edition.number, edition.headline, edition.created_by) == (2, "Back", editor)
        assert edition.published_at == article.editions.get(number=1).published_at
        assert article.headline == "Unfinished"

    def test_any_earlier_version_can_be_named(self) -> None:
        article = make.make_published_article(headline="One")
        saved(article, headline="Two")
        published(article)
        assert republish(working_copy=article, actor=None, edition=1).headline == "One"
        assert headline_at(article, timezone.now()) == "One"

    def test_refusals(self) -> None:
        never, live = make.make_article(), make.make_published_article()
        with nothing_changes(never), pytest.raises(WrongState, match="no earlier"):
            republish(working_copy=never, actor=None)
        with nothing_changes(live), pytest.raises(WrongState, match="already"):
            republish(working_copy=live, actor=None)
        with nothing_changes(live), pytest.raises(NotAllowed):
            republish(working_copy=live, actor=make.make_user("reporter"))

    def test_what_was_only_scheduled_and_called_off_was_never_public(self) -> None:
        article = make.make_article()
        scheduled(article, timezone.now() + HOUR)
        with nothing_changes(article), pytest.raises(WrongState, match="no earlier"):
            republish(working_copy=article, actor=None, pending="cancel")


class TestCorrections:
    @pytest.mark.parametrize("kind", ["update", "clarification", "correction", "retraction"])
    def test_readers_are_told_with_a_date_and_keep_being_told(self, kind: str, editor: User) -> None:
        article = make.make_published_article()
        saved(article, headline="Right")
        with one_entry(article, "correct"):
            edition = correct(
                working_copy=article, version=2, actor=editor, kind=Change(kind), note=" It was 6, not 7. "
            )
        told = {"kind": kind, "text": "It was 6, not 7.", "at": edition.live_from.isoformat()}
        assert edition.corrections == [told]
        assert edition.was_updated
        saved(article, headline="Right and well said")
        assert published(article).corrections == [told]
        assert article.editions.get(number=1).corrections == []

    def test_a_correction_may_come_without_a_change_of_the_text(self) -> None:
        article = make.make_published_article()
        correct(working_copy=article, version=1, actor=None, kind=Change.CLARIFICATION, note="He meant it.")
        assert make.edition_of(article).number == 2

    @pytest.mark.parametrize(
        ("kind", "note", "sentence"),
        [
            ("minor", "Words", "Choose update"),
            ("first", "Words", "Choose update"),
            ("correction", " \n", "Write"),
        ],
    )
    def test_it_must_say_something(self, kind: str, note: str, sentence: str) -> None:
        article = make.make_published_article()
        with nothing_changes(article), pytest.raises((WrongState, NotReady), match=sentence):
            correct(working_copy=article, version=1, actor=None, kind=Change(kind), note=note)

    def test_there_must_be_something_to_correct(self) -> None:
        article = make.make_article()
        with nothing_changes(article), pytest.raises(WrongState, match="nothing to correct"):
            correct(working_copy=article, version=1, actor=None, kind=Change.UPDATE, note="Words")

    def test_a_reporter_cannot(self) -> None:
        article = make.make_published_article()
        reporter = make.make_user("reporter")
        with nothing_changes(article), pytest.raises(NotAllowed):
            correct(working_copy=article, version=1, actor=reporter, kind=Change.UPDATE, note="Words")
        with nothing_changes(article), pytest.raises(NotAllowed):
            retract(working_copy=article, edition=1, actor=reporter, note="Words")

    def test_publishing_with_a_note_needs_both_words_and_kind(self) -> None:
        article = make.make_published_article()
        saved(article)
        with nothing_changes(article), pytest.raises(NotReady, match="Write for readers"):
            published(article, change=Change.CORRECTION)
        for change in (None, Change.MINOR):
            with nothing_changes(article), pytest.raises(WrongState, match="Choose update"):
                published(article, change=change, public_note="It was 6")

    def test_a_retracted_article_keeps_its_page_with_the_notice(self, editor: User) -> None:
        article = make.make_published_article(headline="Wrong")
        saved(article, headline="Unfinished rewrite")
        scheduled(article, timezone.now() + HOUR)
        with one_entry(article, "retract"):
            edition = retract(working_copy=article, edition=1, actor=editor, note="None of it holds.")
        assert edition.is_retracted
        assert headline_at(article, timezone.now()) == "Wrong"
        assert headline_at(article, timezone.now() + 2 * HOUR) == "Wrong"
        assert article.headline == "Unfinished rewrite"

    def test_only_what_was_looked_at_is_retracted(self) -> None:
        article = make.make_published_article()
        saved(article, headline="Newer")
        published(article)
        with nothing_changes(article), pytest.raises(WrongState, match="another version"):
            retract(working_copy=article, edition=1, actor=None, note="None of it holds.")


def test_a_clock_that_goes_back_never_unpublishes_what_came_before() -> None:
    with time_machine.travel("2026-05-05 12:00 +0000", tick=False) as clock:
        article = make.make_published_article(headline="First")
        clock.move_to("2026-05-05 11:00 +0000")
        saved(article, headline="Second")
        edition = published(article)
        first = article.editions.get(number=1)
        assert edition.live_from == first.live_until == first.live_from + TICK

"""Starting, saving, bringing back and going back: no text is lost, whoever was first."""

import pytest

from accounts.models import User
from articles.models import Article
from publishing import payloads
from publishing.bases import RevisionKind
from publishing.errors import EditConflict, InvalidText, NotAllowed, WrongState
from publishing.workflow import create, discard, publish, restore, save_revision, submit, withdraw
from tests import factories as make
from tests.publishing.history import nothing_changes, one_entry, verbs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter() -> User:
    return make.make_user("reporter")


def saved(article: Article, actor: User | None = None, **payload: object) -> int:
    save_revision(working_copy=article, payload=payload, version=article.version, actor=actor)
    return article.version


class TestStarting:
    def test_the_first_state_is_version_1_and_belongs_to_its_writer(self, reporter: User) -> None:
        article = make.make_article(actor=reporter, headline="Café owner’s C++ plan")
        assert article.version == 1
        assert article.who_has_it == str(reporter)
        assert article.slug == "cafe-owners-c-plus-plus-plan"
        assert verbs_of(article) == ["create"]
        assert payloads.read(article.revisions.get()) == article.payload()

    def test_without_the_right_nothing_is_started(self) -> None:
        with pytest.raises(NotAllowed, match="not change it"):
            make.make_article(actor=make.make_user())
        assert not Article.objects.exists()

    def test_a_second_page_of_the_same_name_gets_a_numbered_address(self) -> None:
        slugs = [make.make_article(headline="Twice").slug for _ in range(3)]
        assert slugs == ["twice", "twice-2", "twice-3"]

    def test_an_address_once_public_is_not_offered_again(self) -> None:
        first = make.make_published_article(headline="Old name")
        saved(first, slug="new-name")
        publish(working_copy=first, version=first.version, actor=None)
        assert make.make_article(headline="Old name").slug == "old-name-2"

    def test_what_does_not_fit_is_named(self) -> None:
        with pytest.raises(InvalidText, match=r"^Headline: .*200"):
            make.make_article(headline="x" * 201)
        assert not Article.objects.exists()

    @pytest.mark.parametrize("slug", ["a/b", "Two Words", "../admin", "ümlaut", "-", "UPPER", "a\nb"])
    def test_an_address_browsers_could_not_follow_is_refused(self, slug: str) -> None:
        with pytest.raises(InvalidText, match=r"Web address: .*letters"):
            make.make_article(slug=slug)

    def test_text_comes_in_as_the_contract_has_it(self) -> None:
        article = make.make_article(body="<script>alert(1)</script><b>Bold</b><p onclick=x>Text</p>")
        assert article.body == "<p><strong>Bold</strong></p><p>Text</p>"

    def test_a_text_too_long_is_refused_in_a_sentence(self) -> None:
        with pytest.raises(InvalidText, match="too long"):
            make.make_article(body="x" * 500_001)

    def test_a_choice_that_is_gone_is_refused(self) -> None:
        article = make.make_article()
        for payload in ({"tags": ["nobody"]}, {"sources": ["nobody"]}, {"main_image": "nobody"}):
            with nothing_changes(article), pytest.raises(InvalidText, match="no longer there"):
                saved(article, **payload)


class TestSaving:
    def test_what_is_left_out_keeps_its_value(self) -> None:
        tag = make.make_tag()
        article = make.make_article(headline="Before", standfirst="Stays", tags=[tag.key])
        with one_entry(article, "save"):
            assert saved(article, headline="After") == 2
        assert (article.headline, article.standfirst) == ("After", "Stays")
        assert article.payload()["tags"] == [tag.key]
        assert article.revisions.get(number=1).payload["headline"] == "Before"

    def test_order_and_repeats_of_choices(self) -> None:
        one, two = make.make_tag(), make.make_tag()
        article = make.make_article(tags=[two.key, one.key, two.key])
        assert article.payload()["tags"] == [two.key, one.key]
        assert payloads.read(article.revisions.get()) == article.payload()

    def test_without_the_right_nothing_is_saved(self) -> None:
        article = make.make_article()
        with nothing_changes(article), pytest.raises(NotAllowed):
            saved(article, make.make_user(), headline="Not mine")

    def test_who_comes_second_loses_nothing(self, reporter: User) -> None:
        article = make.make_article(headline="Both saw this")
        saved(article, headline="First")
        with one_entry(article, "keep"), pytest.raises(EditConflict) as conflict:
            save_revision(
                working_copy=article,
                payload={"headline": "Second", "body": "<p>Long work</p>"},
                version=1,
                actor=reporter,
                note="My afternoon",
            )
        article.refresh_from_db()
        assert (article.headline, article.version) == ("First", 2)
        kept = article.revisions.get(kind=RevisionKind.KEPT)
        assert conflict.value.kept == kept
        assert conflict.value.current == 2
        assert (kept.payload["headline"], kept.payload["body"]) == ("Second", "<p>Long work</p>")
        assert (kept.saved_by, kept.note, kept.based_on) == (reporter, "My afternoon", 1)
        assert f"kept as saved version {kept.number}" in str(conflict.value)

    def test_kept_text_can_be_brought_back(self) -> None:
        article = make.make_article()
        saved(article, headline="First")
        with pytest.raises(EditConflict) as conflict:
            save_revision(working_copy=article, payload={"headline": "Second"}, version=1, actor=None)
        kept = conflict.value.kept
        restore(working_copy=article, revision=kept.number, version=article.version, actor=None)
        assert article.headline == "Second"

    def test_saving_after_a_conflict_goes_on_from_the_version_on_the_screen(self) -> None:
        article = make.make_article()
        saved(article, headline="First")
        with pytest.raises(EditConflict):
            save_revision(working_copy=article, payload={"headline": "Second"}, version=1, actor=None)
        assert article.version == 2
        assert saved(article, headline="Third") == 4

    def test_an_editor_who_saves_what_was_handed_over_has_it(self, reporter: User) -> None:
        article = make.make_article(actor=reporter)
        submit(working_copy=article, version=1, actor=reporter)
        editor = make.make_user("editor")
        saved(article, editor, headline="Better")
        assert article.who_has_it == str(editor)


class TestBringingBack:
    def test_an_earlier_version_comes_back_whole_and_the_present_one_stays(self) -> None:
        tag, source = make.make_tag(), make.make_reference()
        credits = [{"person": None, "name": "Reuters", "role": "photo"}]
        article = make.make_article(tags=[tag.key], sources=[source.key], credits=credits, headline="Old")
        before = article.payload()
        saved(article, tags=[], sources=[], credits=[], headline="New", body="<p>New</p>")
        with one_entry(article, "restore"):
            restored = restore(working_copy=article, revision=1, version=2, actor=None)
        assert article.payload() == before == payloads.read(restored)
        assert article.version == restored.number == 3
        assert article.revisions.get(number=2).payload["headline"] == "New"

    def test_refusals(self) -> None:
        article = make.make_article()
        saved(article, headline="New")
        with nothing_changes(article):
            with pytest.raises(WrongState, match="no saved version 9"):
                restore(working_copy=article, revision=9, version=2, actor=None)
            with pytest.raises(EditConflict):
                restore(working_copy=article, revision=1, version=1, actor=None)
            with pytest.raises(NotAllowed):
                restore(working_copy=article, revision=1, version=2, actor=make.make_user())


class TestGoingBack:
    def test_the_draft_is_what_readers_see_again_and_its_text_is_kept(self) -> None:
        article = make.make_published_article(headline="Live")
        saved(article, headline="Abandoned")
        with one_entry(article, "discard"):
            discard(working_copy=article, version=2, actor=None)
        assert article.headline == "Live"
        assert article.version == 3
        assert article.revisions.get(number=2).payload["headline"] == "Abandoned"

    def test_there_must_be_something_to_go_back_to(self) -> None:
        article = make.make_article()
        with nothing_changes(article), pytest.raises(WrongState, match="nothing to go back to"):
            discard(working_copy=article, version=1, actor=None)
        gone = make.make_published_article()
        withdraw(working_copy=gone, edition=1, actor=None)
        with nothing_changes(gone), pytest.raises(WrongState):
            discard(working_copy=gone, version=1, actor=None)

    def test_not_over_somebody_elses_save(self) -> None:
        article = make.make_published_article()
        saved(article, headline="Theirs")
        with nothing_changes(article), pytest.raises(EditConflict):
            discard(working_copy=article, version=1, actor=None)


def test_a_profile_is_saved_the_same_way() -> None:
    person = make.make_person(name="Ли Цян", aliases=["Li Qiang"])
    assert person.slug == "li-tsyan"
    save_revision(working_copy=person, payload={"occupation": "Premier"}, version=1, actor=None)
    assert (person.version, person.aliases, person.occupation) == (2, ["Li Qiang"], "Premier")
    with pytest.raises(NotAllowed):
        create(working_copy=type(person)(), payload=person.payload(), actor=make.make_user())

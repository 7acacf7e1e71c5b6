"""The publish panel: what it shows of the words on the screen, and what one press of its button does."""

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.utils import timezone

from articles.models import Article
from publishing.history import history_of
from publishing.models import Buffer
from publishing.timeline import Change
from publishing.workflow import save_revision, schedule
from tests import factories as make
from tests.admin_forms import AdminPage, change_url

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

TEXT = make.text_of("The machine looked at 100 to 20 million positions a second.", "It won.")
JSON = {"HTTP_ACCEPT": "application/json"}


class Desk(AdminPage):
    """A colleague at a draft, with the panel open."""

    def __init__(self, role: str = "editor", article: Article | None = None) -> None:
        self.user = make.make_user(role)
        super().__init__(self.user)
        self.article = article
        self.url = change_url(article) if article else "/admin/articles/article/add/"
        self.words = self.form(self.url)

    @property
    def panel_url(self) -> str:
        return (
            change_url(self.article, "publish-panel")
            if self.article
            else "/admin/articles/article/publish-panel/"
        )

    def shown(self, **words: Any) -> Any:
        """Type words and return the panel as it is shown for them."""
        self.words |= words
        answer = self.client.post(self.panel_url + "?tab=t", self.words, **JSON)
        assert answer.status_code == 200, answer.content[:500]
        return self.take(answer.json()["html"])

    def take(self, html: str) -> Any:
        """Hold what the panel's fields would send."""
        panel = lxml.html.fromstring(f"<form>{html}</form>")
        self.words = {name: value for name, value in self.words.items() if not name.startswith("publish-")}
        self.words |= {name: value for name, value in panel.form_values() if name}
        return panel

    def press(self, act: str = "go", **answers: Any) -> Any:
        sent = self.words | {f"publish-{name}": value for name, value in answers.items()}
        return self.client.post(f"{self.url}?tab=t", sent | {"publish-act": act}, **JSON)


def said(panel: Any) -> str:
    return " ".join(panel.text_content().split())


def kinds(panel: Any) -> list[str]:
    return [str(kind) for kind in panel.xpath('.//input[@name="publish-change"]/@value')]


def chosen(panel: Any) -> list[str]:
    return [str(kind) for kind in panel.xpath('.//input[@name="publish-change"][@checked]/@value')]


def live(**payload: Any) -> Article:
    return make.make_published_article(**{"headline": "Live", "body": TEXT} | payload)


def test_a_new_article_goes_from_the_screen_to_readers_in_one_press() -> None:
    desk = Desk()
    panel = desk.shown(headline="Brand new", body=TEXT)
    assert "/articles/brand-new/" in said(panel)
    assert "as version 1" in said(panel)
    answer = desk.press(reason="wanted")
    article = Article.objects.get()
    assert answer.json()["go"] == change_url(article)
    assert (article.version, article.editions.get().headline) == (1, "Brand new")


def test_the_address_to_copy_is_the_site_s_own_whatever_host_was_asked(settings: Any) -> None:
    desk = Desk(article=live())
    settings.ALLOWED_HOSTS = ["*"]
    answer = desk.client.post(f"{desk.panel_url}?tab=t", desk.words, HTTP_HOST="inside.example", **JSON)
    [copied] = desk.take(answer.json()["html"]).xpath(".//@data-copy")
    assert copied == f"{settings.SITE_URL}/articles/{desk.article.slug}/"


def test_what_is_missing_keeps_the_button_from_working_and_says_where() -> None:
    desk = Desk()
    panel = desk.shown(headline="Brand new", body="")
    (button,) = panel.xpath('.//button[@id="publish-go"]')
    assert button.get("aria-disabled") == "true"
    assert "publish-why" in button.get("aria-describedby")
    assert "Write the text first." in said(panel)
    answer = desk.press()
    assert answer.status_code == 422
    assert not Article.objects.exists()


def test_one_press_saves_the_words_and_publishes_exactly_those() -> None:
    article = live()
    desk = Desk(article=article)
    panel = desk.shown(body=TEXT.replace("won", "wonn"))
    assert "as version 2" in said(panel)
    panel = desk.shown(body=TEXT.replace("machine", "machien"))
    desk.press(change="minor", reason="wanted")
    edition = article.editions.order_by("number").last()
    assert (edition.number, edition.revision.number, edition.change) == (2, 2, Change.MINOR)
    assert "machien" in edition.body_html
    assert history_of(article).first().data["change"]["chosen"] == "minor"


def test_spelling_alone_is_a_small_fix_already_chosen() -> None:
    article = live(body=TEXT.replace("positions", "positons"))
    panel = Desk(article=article).shown(body=TEXT)
    assert (kinds(panel)[0], chosen(panel)) == ("minor", ["minor"])
    assert panel.xpath(".//del")[0].text == "positons"


def test_a_figure_puts_the_correction_first_and_nothing_is_chosen() -> None:
    desk = Desk(article=live())
    panel = desk.shown(body=TEXT.replace("20", "200"))
    assert (kinds(panel)[0], chosen(panel)) == ("correction", [])
    note = panel.xpath('.//textarea[@name="publish-public_note"]')[0].text.strip()
    assert note == "An earlier version said “The machine looked at 100 to 20 million positions a second”. " \
        "It is “The machine looked at 100 to 200 million positions a second”."  # fmt: skip
    answer = desk.press(reason="wanted")
    assert "Say what it is for readers." in answer.json()["html"]
    answer = desk.press(change="correction", reason="wanted")
    assert answer.status_code == 200
    event = history_of(desk.article).first()
    assert event.data["change"] == {"chosen": "correction", "proposed": "", "facts": ["figure"]}
    assert desk.article.editions.latest("number").public_note == note


def test_what_was_chosen_stays_until_a_fact_changes() -> None:
    desk = Desk(article=live())
    desk.shown(body=TEXT.replace("won", "lost"))
    desk.words["publish-change"] = "update"
    assert chosen(desk.shown(body=TEXT.replace("won", "drew"))) == ["update"]
    desk.words["publish-change"] = "update"
    assert chosen(desk.shown(body=TEXT.replace("20", "200"))) == []


def test_whoever_saved_in_between_is_shown_and_nothing_is_published() -> None:
    article = live()
    desk = Desk(article=article)
    desk.shown(headline="Mine")
    other = make.make_user("editor", first_name="Ana", last_name="Ruiz")
    ana = {"body": TEXT.replace("It won", "Ana says that it won")}
    save_revision(working_copy=article, payload=ana, version=1, actor=other)
    answer = desk.press(change="update", public_note="More.", reason="wanted")
    assert answer.status_code == 422
    panel = desk.take(answer.json()["html"])
    assert "Not published. Ana Ruiz saved version 2" in said(panel)
    assert "Ana says that it won" in " ".join(panel.text_content().split()).replace("it It", "it")
    assert (article.editions.count(), article.revisions.count()) == (1, 2)
    answer = desk.press("both", change="update", public_note="More.", reason="wanted")
    assert answer.status_code == 200, answer.json()
    edition = article.editions.latest("number")
    assert edition.headline == "Mine"
    assert "Ana says that it won" in edition.body_html


def test_what_was_shown_is_what_is_published_or_nothing_is() -> None:
    article = live()
    desk = Desk(article=article)
    desk.shown(headline="Shown")
    desk.words["headline"] = "Typed since"
    answer = desk.press(change="update", public_note="More.", reason="wanted")
    assert "changed after this was shown" in answer.json()["html"]
    assert (article.editions.count(), article.revisions.count()) == (1, 1)


def test_a_refusal_saves_nothing_either() -> None:
    article = live()
    desk = Desk(article=article)
    desk.shown(headline="Other")
    assert desk.press(change="update", public_note=" ", reason="wanted").status_code == 422
    article.refresh_from_db()
    assert (article.version, article.headline) == (1, "Live")
    assert article.revisions.count() == 1


def test_a_rewritten_draft_is_never_a_small_fix() -> None:
    article = live()
    make.save(article, body=TEXT.replace("It won", "It had won again"))
    desk = Desk(article=article)
    panel = desk.shown()
    assert kinds(panel) == ["update", "clarification", "correction"]
    answer = desk.press(change="minor", reason="wanted")
    assert "What readers see" in answer.json()["html"]
    assert article.editions.count() == 1


def test_a_time_is_scheduled_and_can_be_moved_or_taken_now() -> None:
    article = make.make_article(headline="Later", body=TEXT)
    desk = Desk(article=article)
    desk.shown()
    assert desk.press(when="at", starts_at="2100-01-02T07:00", reason="wanted").status_code == 200
    assert article.editions.get().starts_at.year == 2100
    panel = desk.shown(version=str(article.version))
    assert "Nothing has changed since." in said(panel)
    assert desk.press("move", starts_at="2101-01-02T07:00", reason="wanted").status_code == 200
    waiting = article.editions.filter(cancelled_at=None)
    assert [edition.starts_at.year for edition in waiting] == [2101]
    desk.shown()
    assert desk.press("now", reason="wanted").status_code == 200
    assert [e.number for e in article.editions.live(timezone.now())] == [3]


def test_what_becomes_of_what_is_scheduled_is_asked_and_the_places_are_shown() -> None:
    article = live(body=make.text_of("One.", "Two."))
    version = make.save(article, body=make.text_of("One, planned.", "Two."))
    schedule(working_copy=article, version=version, actor=None, starts_at=timezone.now() + timedelta(hours=3))
    desk = Desk(article=article)
    panel = desk.shown(body=make.text_of("One, now.", "Two."))
    assert panel.xpath('.//input[@name="publish-pending"]')
    answers = {"change": "update", "public_note": "Now.", "pending": "carry", "reason": "wanted"}
    answer = desk.press(**answers)
    panel = desk.take(answer.json()["html"])
    (take,) = {str(name) for name in panel.xpath('.//input[starts-with(@name, "take-")]/@name')}
    assert article.revisions.count() == 2
    answer = desk.client.post(
        f"{desk.url}?tab=t",
        desk.words | {f"publish-{n}": v for n, v in answers.items()} | {take: "theirs", "publish-act": "go"},
        **JSON,
    )
    assert answer.status_code == 200, answer.content
    assert "One, now." in article.editions.latest("number").body_html


def test_a_reporter_hands_it_to_the_editors_from_the_same_panel() -> None:
    article = make.make_article(body=TEXT)
    desk = Desk("reporter", article)
    panel = desk.shown(headline="Handed over")
    assert "The editors publish." in said(panel)
    assert not panel.xpath('.//input[@name="publish-when"]')
    answer = desk.press("hand", hand="Please look.")
    assert answer.status_code == 200
    article.refresh_from_db()
    assert (article.headline, article.handover_note) == ("Handed over", "Please look.")
    assert desk.press("go").status_code == 422
    assert not article.editions.exists()


def test_the_panel_shows_the_words_a_tab_has_kept() -> None:
    article = live()
    desk = Desk(article=article)
    kept = desk.words | {"headline": "Kept"}
    desk.client.post(change_url(article, "keep") + "?tab=t&order=1", kept, **JSON)
    assert Buffer.objects.count() == 1
    answer = desk.client.get(desk.panel_url + "?tab=t", **JSON)
    assert "Kept" in answer.json()["html"]
    assert "Kept" not in desk.client.get(desk.panel_url + "?tab=other", **JSON).json()["html"]


def test_nobody_else_sees_the_panel() -> None:
    article = live()
    desk = Desk("reporter", article)
    desk.user.groups.clear()
    assert desk.client.post(desk.panel_url, desk.words).status_code == 403


def test_people_are_ticked_by_hand_at_the_version_shown_and_pictures_are_named() -> None:
    person, picture = make.make_person(name="Mira Holt"), make.make_image(title="The last position")
    desk = Desk()
    words = TEXT + make.text_of("She watched.").replace("She", f'<a data-person="{person.key}">Mira Holt</a>')
    figure = f'<figure data-image="{picture.key}" data-alt="A board"></figure>'
    panel = desk.shown(headline="Brand new", body=words + figure)
    assert "Mira Holt person, no page yet" in said(panel)
    assert "The last position picture, in the text" in said(panel)
    assert "publish-people" not in desk.words
    desk.press(people=f"{person.pk}:{person.version}", reason="wanted")
    assert Article.objects.get().editions.count() == 1
    assert person.editions.count() == 1


def test_a_person_who_was_changed_since_keeps_all_of_it_from_happening() -> None:
    person = make.make_person(name="Mira Holt")
    desk = Desk()
    desk.shown(headline="New", body=f'<p><a data-person="{person.key}">Mira Holt</a> won.</p>')
    seen = f"{person.pk}:{person.version}"
    make.save(person, occupation="referee")
    answer = desk.press(people=seen, reason="wanted")
    assert "these profiles were changed" in answer.json()["html"]
    assert not Article.objects.exists()


def test_a_placeholder_stands_first_and_asks_once_more() -> None:
    desk = Desk()
    panel = desk.shown(headline="New", body=make.text_of("It won TKTK times."))
    (confirm,) = panel.xpath('.//input[@name="publish-confirmed"]')
    assert panel.xpath('.//ul[@class="brief"]/li')[0].get("class") == "must"
    answer = desk.press(reason="wanted")
    assert (answer.status_code, Article.objects.exists()) == (422, False)
    assert desk.press(reason="wanted", confirmed=confirm.get("value")).status_code == 200


def test_why_something_stays_is_asked_and_kept() -> None:
    desk = Desk()
    desk.shown(headline="New", body=TEXT)
    answer = desk.press()
    assert "choose a reason" in answer.json()["html"]
    desk.press(reason="later")
    left = history_of(Article.objects.get()).first().data["left"]
    assert left["reason"] == "later"
    assert "tags" in left["kinds"]

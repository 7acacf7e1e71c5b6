"""From demo to own newsroom: the demo goes, own work stays, and what it uses stays with it."""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from articles.models import Article, ArticleAddress
from demo import removing
from demo.models import DemoRow
from images import renditions
from images.models import Image
from pages.models import Page
from profiles.models import Person
from publishing.errors import NotAllowed, WrongState
from publishing.models import Event, Tag
from publishing.usage import identity
from publishing.workflow import bin_draft, save_revision
from references.models import Publisher, Reference
from tests import factories as make
from tests.admin_forms import AdminPage, change_url
from tests.environment import DATA_DIR
from tests.soaking import how_many
from tests.states import BreakAt, Broken, everything

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]

START = "/admin/demo/demorow/start/"


@dataclass
class Demo:
    """A small demo with everything in it."""

    publisher: Publisher
    source: Reference
    other_source: Reference
    tag: Tag
    portrait: Image
    chart: Image
    person: Person
    article: Article
    other: Article
    draft: Article
    about: Page

    @property
    def rows(self) -> list[Any]:
        return list(vars(self).values())


def make_demo() -> Demo:
    publisher = make.make_publisher(name="Demo Press")
    source = make.make_reference(title="Demo source", publisher=publisher)
    other_source, tag = make.make_reference(title="Another demo source"), make.make_tag("Demo tag")
    portrait, chart = make.make_image(title="Demo portrait"), make.make_image(title="Demo chart")
    person = make.make_person(
        name="Demo Person", portrait=portrait.key, sources=[other_source.key], published=True
    )
    body = make.mentioning(person) + make.citing(source) + make.picturing(chart)
    article = make.make_published_article(
        headline="Demo article",
        body=body + make.quoting("So", person=person, reference=source),
        tags=[tag.key],
        credits=[{"person": person.key, "name": "", "role": ""}],
    )
    other = make.make_published_article(headline="Another demo article", tags=[tag.key])
    draft = make.make_article(headline="Demo draft", body=make.citing(source))
    about = make.make_published_page(title="About the demo", slug="about", body=make.citing(other_source))
    demo = Demo(publisher, source, other_source, tag, portrait, chart, person, article, other, draft, about)
    DemoRow.objects.bulk_create(DemoRow(kind=row._meta.label_lower, object_key=row.key) for row in demo.rows)
    renditions.produce(chart, "64.webp")
    return demo


def make_own_work() -> Article:
    """Make an article that leads to rows of its own only."""
    person = make.make_person(name="Own Person", published=True)
    body = make.mentioning(person) + make.citing(make.make_reference(title="Own source"))
    return make.make_published_article(
        headline="Own article",
        body=body + make.picturing(make.make_image()),
        tags=[make.make_tag("Own tag").key],
    )


def files() -> dict[str, bytes]:
    """Return every file in the data folder but the database and what counts changes."""
    return {
        path.relative_to(DATA_DIR).as_posix(): path.read_bytes()
        for path in DATA_DIR.rglob("*")
        if path.is_file() and "sqlite" not in path.name and not path.name.startswith("changes.")
    }


def without_jobs(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Leave out what waits for a worker: sizes of pictures that are gone are nothing to it."""
    return rows | {"jobs.Job": []}


def without_its_own_entry(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Leave out the one history entry that says the demo was taken away."""
    entry = Event.objects.get(kind="demo")
    events = [row for row in rows["publishing.Event"] if row[0] != entry.pk]
    assert len(events) == len(rows["publishing.Event"]) - 1
    return rows | {"publishing.Event": events}


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., Any]:
    """Do something as if its transaction were really committed."""

    def do(what: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return what()

    return do


@pytest.mark.on_both
def test_everything_is_as_it_was_before_the_demo_came(committed: Callable[..., Any]) -> None:
    make_own_work()
    before, files_before = everything(), files()
    make_demo()
    plan = committed(lambda: removing.remove_demo(actor=None))
    assert plan.staying == []
    assert dict(plan.counts)["Articles"] == 3
    assert without_jobs(without_its_own_entry(everything())) == without_jobs(before)
    assert files() == files_before


def test_control_a_leftover_row_or_file_is_caught(committed: Callable[..., Any]) -> None:
    before, files_before = everything(), files()
    demo = make_demo()
    DemoRow.objects.filter(object_key=demo.draft.key).delete()
    committed(lambda: removing.remove_demo(actor=None))
    assert without_its_own_entry(everything()) != before
    left = DATA_DIR / "images" / "renditions" / "left"
    left.mkdir(parents=True)
    (left / "64.webp").write_bytes(b"left")
    try:
        assert files() != files_before
    finally:
        (left / "64.webp").unlink()
        left.rmdir()


@pytest.mark.on_both
def test_readers_find_none_of_it_and_its_addresses_are_free(committed: Callable[..., Any]) -> None:
    make_own_work()
    demo = make_demo()
    paths = [
        *(row.get_absolute_url() for row in (demo.tag, demo.source)),
        f"/articles/{demo.article.slug}/",
        f"/people/{demo.person.slug}/",
        "/about/",
        f"/images/{demo.chart.key}/64.webp",
    ]
    everywhere = ("/", "/feed/", "/tags/", "/people/", "/sitemap-articles.xml", "/sitemap-people.xml")
    client = Client()
    assert all(client.get(path).status_code == 200 for path in paths)
    committed(lambda: removing.remove_demo(actor=None))
    assert [client.get(path).status_code for path in paths] == [404] * len(paths)
    for path in everywhere:
        answer = client.get(path)
        assert "demo" not in answer.content.decode().casefold(), path
    assert "Own article" in client.get("/").content.decode()
    assert not ArticleAddress.objects.filter(slug="demo-article").exists()
    assert make.make_published_article(headline="Demo article").slug == "demo-article"


def names(plan: removing.Plan) -> set[str]:
    return {str(staying.row) for staying in plan.staying}


@pytest.mark.on_both
def test_what_own_work_uses_stays_with_what_it_needs_itself() -> None:
    demo = make_demo()
    own = make.make_article(headline="Own draft", body=make.mentioning(demo.person))
    plan = removing.remove_demo(actor=None)
    assert names(plan) == {"Demo Person", "Demo portrait", "Another demo source"}
    [because] = next(s.uses for s in plan.staying if s.row == demo.person)
    assert str(because) == "article “Own draft” (draft)"
    assert Client().get(f"/people/{demo.person.slug}/").status_code == 200
    assert not removing.is_there()
    assert Article.objects.get() == own
    assert Reference.objects.get() == demo.other_source
    assert Image.objects.get() == demo.portrait
    assert not Publisher.objects.exists() and not Tag.objects.exists()


@pytest.mark.parametrize(
    ("uses", "stay"),
    [
        (lambda demo: {"tags": [demo.tag.key]}, {"Demo tag"}),
        (lambda demo: {"sources": [demo.source.key]}, {"Demo source", "Demo Press"}),
        (lambda demo: {"body": make.citing(demo.source)}, {"Demo source", "Demo Press"}),
        (lambda demo: {"body": make.picturing(demo.chart)}, {"Demo chart"}),
        (lambda demo: {"main_image": demo.chart.key}, {"Demo chart"}),
    ],
)
@pytest.mark.parametrize("made", [make.make_article, make.make_published_article])
def test_each_way_of_using_keeps_it(uses: Any, stay: set[str], made: Any) -> None:
    demo = make_demo()
    own = made(headline="Own", **uses(demo))
    before = own.payload()
    assert names(removing.remove_demo(actor=None)) == stay
    own.refresh_from_db()
    assert own.payload() == before
    make.save(own, standfirst="Goes on as before.")


def test_what_the_newsrooms_own_menu_or_logo_leads_to_stays() -> None:
    demo = make_demo()
    entry = {"label": "", "tag": demo.tag, "page": None, "address": ""}
    make.fill_in_newsroom(name="Own", logo=demo.chart, menu=[entry])
    plan = removing.remove_demo(actor=None)
    assert names(plan) == {"Demo tag", "Demo chart"}
    assert {str(use) for staying in plan.staying for use in staying.uses} == {"your newsroom “Own”"}


def test_an_own_draft_in_the_bin_keeps_what_it_uses_too() -> None:
    demo = make_demo()
    own = make.make_article(headline="Own", tags=[demo.tag.key])
    bin_draft(working_copy=own, version=1, actor=None)
    assert names(removing.remove_demo(actor=None)) == {"Demo tag"}


def test_a_demo_draft_in_the_bin_goes() -> None:
    demo = make_demo()
    bin_draft(working_copy=demo.draft, version=1, actor=None)
    removing.remove_demo(actor=None)
    assert not Article.objects.exists()


def test_a_colleague_who_is_a_demo_person_keeps_them() -> None:
    demo = make_demo()
    colleague = make.make_user("reporter", first_name="Rita", last_name="Roe", person=demo.person)
    plan = removing.remove_demo(actor=None)
    assert "Demo Person" in names(plan)
    colleague.refresh_from_db()
    assert colleague.person == demo.person


def test_an_own_article_loses_only_what_was_found_related() -> None:
    demo = make_demo()
    own = make.make_published_article(headline="Own", tags=[demo.tag.key])
    assert own.editions.get().related_links.count() == 2
    assert names(removing.remove_demo(actor=None)) == {"Demo tag"}
    assert own.editions.get().related_links.count() == 0
    assert "Own" in Client().get(f"/articles/{own.slug}/").content.decode()


def test_what_a_colleague_changed_goes_and_is_told_before() -> None:
    demo = make_demo()
    editor = make.make_user("editor", first_name="Edna", last_name="Ed")
    save_revision(working_copy=demo.draft, payload={"headline": "Rewritten"}, version=1, actor=editor)
    [changed] = removing.plan().changed
    assert (str(changed.row), changed.last.actor) == ("Rewritten", editor)
    removing.remove_demo(actor=None)
    assert not Article.objects.exists()
    assert not Event.objects.filter(object_key=demo.draft.key).exists()


def test_only_administrators_may_and_one_entry_says_who() -> None:
    make_demo()
    for role in ("reporter", "editor"):
        with pytest.raises(NotAllowed):
            removing.remove_demo(actor=make.make_user(role))
    administrator = make.make_user("administrator")
    removing.remove_demo(actor=administrator)
    event = Event.objects.get()
    assert (event.actor, event.verb, event.kind) == (administrator, "remove", "demo")
    assert event.data == {"removed": 11, "kept": 0}


def test_nothing_is_done_if_the_plan_is_another_than_the_one_agreed_to() -> None:
    demo = make_demo()
    mark = removing.plan().mark
    make.make_article(tags=[demo.tag.key])
    before = everything()
    with pytest.raises(WrongState, match="Look again"):
        removing.remove_demo(actor=None, mark=mark)
    assert everything() == before
    mark = removing.plan().mark
    make.save(demo.draft, headline="Changed meanwhile")
    with pytest.raises(WrongState, match="Look again"):
        removing.remove_demo(actor=None, mark=mark)


def test_an_error_at_any_write_leaves_everything_as_it_was() -> None:
    make_own_work()
    make_demo()
    before = everything()
    # At every eighth write in every run; at each in `make soak`.
    for number in range(0, 1000, how_many(8, soak=1)):
        breaking = BreakAt(number)
        with connection.execute_wrapper(breaking):
            try:
                removing.remove_demo(actor=None)
            except Broken:
                assert everything() == before, number
        if not breaking.broke:
            break
    assert number > 15
    assert not removing.is_there()


def test_rows_removed_before_are_no_obstacle() -> None:
    demo = make_demo()
    DemoRow.objects.create(kind="publishing.tag", object_key="gone")
    assert {identity(row) for row in removing.demo_rows()} == {identity(row) for row in demo.rows}
    removing.remove_demo(actor=None)
    assert not removing.is_there()


# The command


def said(*options: str) -> str:
    output = StringIO()
    call_command("demo", *options, stdout=output)
    return output.getvalue()


def test_the_command_tells_first_and_removes_then() -> None:
    demo = make_demo()
    make.make_article(headline="Own", tags=[demo.tag.key])
    told = said("--remove", "--dry-run")
    assert "Would be removed:\n" in told and "Articles: 3" in told
    assert "Demo tag: article “Own” (draft)" in told
    assert removing.is_there()
    assert "Removed:\n" in said("--remove")
    assert Article.objects.get().headline == "Own"
    assert "nothing was removed" in said("--remove")


def test_the_command_asks_before_it_removes_what_a_colleague_changed() -> None:
    demo = make_demo()
    editor = make.make_user("editor", first_name="Edna", last_name="Ed")
    save_revision(working_copy=demo.draft, payload={"headline": "Rewritten"}, version=1, actor=editor)
    before = everything()
    with pytest.raises(CommandError, match=r"(?s)Nothing was removed.*Rewritten \(Edna Ed\).*--with-changes"):
        said("--remove")
    assert everything() == before
    assert "Removed:\n" in said("--remove", "--with-changes")
    assert not removing.is_there()


@pytest.mark.on_both
def test_an_edit_that_comes_while_the_demo_goes_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    demo = make_demo()
    plan = removing.plan()
    make.save(demo.draft, headline="Typed for an hour")
    before = everything()
    monkeypatch.setattr(removing, "plan", lambda: plan)
    with pytest.raises(WrongState, match="changed"):
        removing.remove_demo(actor=None, mark=plan.mark)
    assert everything() == before


def test_a_dry_run_is_one_of_removing() -> None:
    with pytest.raises(CommandError, match="needs --remove"):
        said("--dry-run")


# The admin


def test_an_administrator_is_led_there_and_agrees_to_what_is_shown() -> None:
    administrator = AdminPage(make.make_user("administrator"))
    demo = make_demo()
    make.make_article(headline="Own", tags=[demo.tag.key])
    assert START in administrator.open("/admin/").content.decode()
    page = administrator.open(START).content.decode()
    assert "article “Own” (draft)" in page and "Take the demo away" in page
    assert "Articles" in page
    answer = administrator.send(START)
    assert "but for what your own work uses" in administrator.said(answer)
    assert START not in answer.content.decode()
    assert "not there any more" in administrator.said(administrator.client.get(START, follow=True))


def test_what_changed_meanwhile_is_shown_before_it_is_done() -> None:
    administrator = AdminPage(make.make_user("administrator"))
    demo = make_demo()
    agreed = administrator.form(START)
    make.make_article(headline="New", tags=[demo.tag.key])
    answer = administrator.send(START, agreed)
    assert "Look again" in answer.content.decode() and "article “New” (draft)" in answer.content.decode()
    assert removing.is_there()
    administrator.send(START)
    assert not removing.is_there()


def test_nobody_else_sees_the_way_or_the_page() -> None:
    make_demo()
    for role in ("reporter", "editor"):
        page = AdminPage(make.make_user(role))
        assert START not in page.open("/admin/").content.decode()
        assert page.client.get(START).status_code == 403
        assert page.client.post(START, {"mark": "x"}).status_code == 403
    assert removing.is_there()
    assert Client().get(START).status_code == 302


def test_the_rows_themselves_have_no_pages() -> None:
    make_demo()
    administrator = AdminPage(make.make_user("administrator"))
    for page in ("", "add/"):
        assert administrator.client.get(f"/admin/demo/demorow/{page}").status_code == 403
    assert administrator.client.get(change_url(DemoRow.objects.first())).status_code == 403


def test_without_a_demo_there_is_no_way_there() -> None:
    assert START not in AdminPage(make.make_user("administrator")).open("/admin/").content.decode()


def test_pictures_of_own_articles_keep_their_files(committed: Callable[..., Any]) -> None:
    demo = make_demo()
    make.make_article(main_image=demo.chart.key)
    committed(lambda: removing.remove_demo(actor=None))
    assert Path(demo.chart.original.path).exists()
    assert not Path(demo.portrait.original.path).exists()

"""Saved versions outlive every release: whatever their shape, everything can be done with them."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from pages.models import Page
from profiles.models import Person
from publishing import payloads
from publishing.admin.situation import Situation
from publishing.bases import Payload, WorkingCopy
from publishing.errors import WorkflowError
from publishing.links import working_copy_models
from publishing.payloads import SHAPE
from publishing.workflow import (
    create,
    discard,
    fix_live,
    publish,
    republish,
    restore,
    retract,
    save_revision,
    unresolved_conflicts,
    withdraw,
)
from tests import factories as make
from tests.admin_forms import AdminPage
from tests.environment import ROOT
from tests.soaking import SOAK, how_many

pytestmark = pytest.mark.same_on_both

KINDS: dict[str, type[WorkingCopy]] = {"article": Article, "page": Page, "person": Person}
NAMED = {"article": "headline", "page": "title", "person": "name"}
SHAPES = sorted(path.stem for path in Path(__file__).with_name("payloads").glob("*.json"))

database = pytest.mark.django_db


def stored(shape: str) -> Payload:
    """Return a payload as the release that had this shape stored it."""
    path = Path(__file__).with_name("payloads") / f"{shape}.json"
    found: Payload = json.loads(path.read_text(encoding="utf-8"))
    return found


def kind_of(shape: str) -> str:
    return shape.rpartition("-")[0]


@pytest.fixture
def linked() -> None:
    """Make what the stored payloads lead to."""
    for row, key in (
        (make.make_person(name="Grace Hopper", published=True), "person00keep"),
        (make.make_reference(), "source00keep"),
        (make.make_image(), "image000keep"),
        (make.make_tag(), "tag00000keep"),
    ):
        type(row)._default_manager.filter(pk=row.pk).update(key=key)


@pytest.fixture
def editor() -> AdminPage:
    return AdminPage(make.make_user("administrator"))


def page_of(kind: str, payload: Payload) -> Any:
    """Make a page whose first saved version is this payload, as a migrated database holds it."""
    page = KINDS[kind]()
    create(working_copy=page, payload=payloads.upgraded(type(page), payload), actor=None)
    store(page, 1, payload)
    return page


def store(page: Any, number: int, payload: Payload) -> None:
    page.revisions.filter(number=number)._write(payload=payload)


def said(edition: Any) -> str:
    return str(edition.body_html)


def every_page_opens(editor: AdminPage, page: Any) -> None:
    """Open each page of the admin that shows a saved version of this."""
    meta = page._meta
    for name in ("change", "versions", "published", "preview", "fix"):
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[page.pk])
        assert editor.client.get(url).status_code in (200, 302), name
    compare = reverse(f"admin:{meta.app_label}_{meta.model_name}_compare", args=[page.pk])
    for number in page.revisions.values_list("number", flat=True):
        editor.open(f"{compare}?old={number}")


@database
@pytest.mark.parametrize("shape", SHAPES)
def test_a_version_of_any_shape_is_published_compared_retracted_and_restored(
    shape: str, linked: None, editor: AdminPage
) -> None:
    kind = kind_of(shape)
    page = page_of(kind, stored(shape))
    first = publish(working_copy=page, version=1, actor=None)
    assert str(first) == stored(shape)[NAMED[kind]]
    assert "The loom." in said(first) and first.citations.count() == first.mentions.count() == 1
    assert not Situation.of(page).differs
    if SOAK:
        every_page_opens(editor, page)

    save_revision(working_copy=page, payload={NAMED[kind]: "A rewrite"}, version=1, actor=None)
    assert Situation.of(page).differs
    every_page_opens(editor, page)

    fix = stored(shape)["body"].replace("Once", "Twice")
    done = fix_live(working_copy=page, edition=1, payload={"body": fix}, actor=None)
    assert "Twice" in said(done.edition) and not done.conflicts and "Twice" in page.body
    assert str(page) == "A rewrite"

    discard(working_copy=page, version=page.version, actor=None)
    assert str(page) == stored(shape)[NAMED[kind]] and not Situation.of(page).differs

    withdraw(working_copy=page, edition=done.edition.number, actor=None)
    again = republish(working_copy=page, edition=1, actor=None)
    assert said(again) == said(first)
    gone = retract(working_copy=page, edition=again.number, actor=None, note="It was wrong.")
    assert gone.is_retracted and said(gone) == said(first)

    restore(working_copy=page, revision=1, version=page.version, actor=None)
    assert (
        payloads.read(page.revisions.first())
        == page.payload()
        == payloads.upgraded(KINDS[kind], stored(shape))
    )


@database
@pytest.mark.parametrize("kind", KINDS)
def test_a_version_that_lacks_any_one_field_can_be_retracted_and_restored_or_is_refused_in_a_sentence(
    kind: str, linked: None, editor: AdminPage
) -> None:
    whole = stored(latest(kind))
    page = page_of(kind, whole)
    publish(working_copy=page, version=1, actor=None)
    lacking = [*without_one_key(whole)]
    for old in [
        *lacking[:: how_many(len(lacking) // 3, soak=1)],
        whole | {"kicker": "Gone since", "shelf": [1]},
    ]:
        store(page, 1, old)
        page.refresh_from_db()
        live = page.editions.order_by("-number")[0]
        gone = retract(working_copy=page, edition=live.number, actor=None, note="It was wrong.")
        assert gone.slug == whole["slug"]
        every_page_opens(editor, page)
        try:
            restore(working_copy=page, revision=1, version=page.version, actor=None)
        except WorkflowError as refusal:
            assert NAMED[kind] not in old or "byline names nobody" in str(refusal)
        save_revision(working_copy=page, payload=whole, version=page.version, actor=None)


def without_one_key(whole: Payload) -> Iterator[Payload]:
    """Yield a payload without each of its fields, and without each of what its entries hold."""
    for gone in whole:
        yield {name: value for name, value in whole.items() if name != gone}
    for name, value in whole.items():
        if not isinstance(value, list):
            continue
        for part in {part for entry in value if isinstance(entry, dict) for part in entry}:
            entries = [{key: held for key, held in entry.items() if key != part} for entry in value]
            yield whole | {name: entries}


@database
def test_an_untouched_article_is_not_called_changed_once_a_field_was_added(linked: None) -> None:
    page = page_of("article", {k: v for k, v in stored("article-1").items() if k != "short_headline"})
    publish(working_copy=page, version=1, actor=None)
    assert page.short_headline == "" and not Situation.of(page).differs
    save_revision(working_copy=page, payload={"short_headline": "New"}, version=1, actor=None)
    assert Situation.of(page).differs


@database
def test_the_draft_never_fills_what_a_published_version_lacks(linked: None) -> None:
    page = page_of("article", {k: v for k, v in stored("article-1").items() if k != "standfirst"})
    live = publish(working_copy=page, version=1, actor=None)
    save_revision(working_copy=page, payload={"standfirst": "Not for readers yet"}, version=1, actor=None)
    gone = retract(working_copy=page, edition=live.number, actor=None, note="It was wrong.")
    assert gone.standfirst == ""


@database
def test_what_readers_saw_comes_back_under_its_own_address(linked: None) -> None:
    page = page_of("article", stored("article-1"))
    publish(working_copy=page, version=1, actor=None)
    store(page, 1, {k: v for k, v in stored("article-1").items() if k != "slug"})
    withdraw(working_copy=page, edition=1, actor=None)
    assert republish(working_copy=page, actor=None, edition=1).slug == stored("article-1")["slug"]


@database
def test_older_shapes_take_the_steps_they_have_not_taken_yet(
    linked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named_apart(payload: Payload) -> Payload:
        return {("standfirst" if name == "kicker" else name): value for name, value in payload.items()}

    def names_only_before(payload: Payload) -> Payload:
        credits = [{"person": None, "name": name, "role": ""} for name in payload["credits"]]
        return payload | {"credits": credits, "standfirst": payload["standfirst"] + "!"}

    oldest = {"headline": "H", "body": "<p>B</p>", "slug": "h", "kicker": "K", "credits": ["Reuters"]}
    monkeypatch.setattr(Article, "payload_steps", (named_apart, names_only_before))
    credits = [{"person": None, "name": "Reuters", "role": ""}]
    for shape, payload in (
        (0, oldest),
        (1, named_apart(oldest)),
        (2, named_apart(oldest) | {"credits": credits, "standfirst": "K!"}),
    ):
        read = payloads.upgraded(Article, payload | ({"shape": shape} if shape else {}))
        assert read["standfirst"] == "K!"
        assert read["credits"] == [credit | {"is_agency": False} for credit in credits]
        assert set(read) == set(Article().payload())
    article = make.make_article(headline="Today's")
    assert article.revisions.get().payload[SHAPE] == 2
    assert payloads.read(article.revisions.get()) == article.payload()


@database
def test_an_importer_may_leave_out_what_it_does_not_know(linked: None) -> None:
    article = make.make_article(credits=[{"name": "Reuters"}, {"person": "person00keep"}], unheard_of="?")
    assert [str(credit) for credit in article.draft_credits.all()] == ["Reuters", "Grace Hopper"]
    assert "unheard_of" not in article.revisions.get().payload


@database
def test_a_conflict_about_a_field_that_is_gone_needs_no_decision(
    editor: AdminPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make.make_published_article(headline="Live")
    save_revision(working_copy=article, payload={"headline": "Mine"}, version=1, actor=None)
    fix_live(working_copy=article, edition=1, payload={"headline": "Fixed"}, actor=None)
    assert [conflict.field for conflict in unresolved_conflicts(article)] == ["headline"]
    whole: Callable[[Any], Payload] = Article.payload
    monkeypatch.setattr(
        Article, "payload", lambda self: {k: v for k, v in whole(self).items() if k != "headline"}
    )
    assert unresolved_conflicts(article) == []


@database
@pytest.mark.parametrize("kind", KINDS)
def test_reading_a_version_asks_the_database_nothing(
    kind: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        payloads.upgraded(KINDS[kind], stored(latest(kind)))


def latest(kind: str) -> str:
    return max((shape for shape in SHAPES if kind_of(shape) == kind), key=lambda s: int(s.rpartition("-")[2]))


def test_the_shape_of_today_is_kept_too() -> None:
    """Whoever changes what a saved version holds puts the new shape beside the old ones."""
    assert set(KINDS.values()) == set(working_copy_models())
    for kind, model in KINDS.items():
        kept = stored(latest(kind))
        assert kept.pop(SHAPE) == len(model.payload_steps)
        assert set(kept) == set(model().payload())
        for name, entry in model.payload_rows.items():
            assert all(set(held) == set(entry) for held in kept[name]) and kept[name]


@database
@pytest.mark.parametrize("kind", KINDS)
def test_every_saved_version_says_which_shape_it_has(kind: str, linked: None) -> None:
    page = page_of(kind, stored(latest(kind)))
    publish(working_copy=page, version=1, actor=None)
    fix_live(working_copy=page, edition=1, payload={"body": "<p>Fixed</p>"}, actor=None)
    shapes = [revision.payload.get(SHAPE) for revision in page.revisions.all()]
    assert shapes == [len(page.payload_steps)] * 3


READS_A_QUERY = re.compile(r"(^|__)payload$")


def raw_reads(tree: ast.AST) -> Iterator[int]:
    """Yield the lines that take a stored payload as it is."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    deferred = {
        id(name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "defer"
        for name in node.args
    }
    own = {id(read) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for read in own_words(node)}
    for node in ast.walk(tree):
        is_attribute = (
            isinstance(node, ast.Attribute) and node.attr == "payload" and id(node) not in called | own
        )
        is_name = isinstance(node, ast.Constant) and READS_A_QUERY.search(str(node.value))
        is_lookup = isinstance(node, ast.keyword) and (node.arg or "").find("payload__") >= 0
        if (is_attribute or (is_name and id(node) not in deferred) or is_lookup) and hasattr(node, "lineno"):
            yield node.lineno


def own_words(of_class: ast.ClassDef) -> Iterator[ast.AST]:
    """Yield where a class that stores nothing reads the payload it was made with."""
    if "Revision" not in of_class.name:
        for node in ast.walk(of_class):
            if isinstance(node, ast.Attribute) and ast.unparse(node) == "self.payload":
                yield node


def test_nobody_else_reads_a_stored_payload() -> None:
    files = [
        path
        for path in ROOT.glob("*/**/*.py")
        if not {"tests", "benchmarks", "migrations", "var", "local", ".venv"}
        & set(path.relative_to(ROOT).parts)
    ]
    found = {
        str(path.relative_to(ROOT)): list(raw_reads(ast.parse(path.read_text(encoding="utf-8"))))
        for path in files
    }
    assert found.pop("publishing/payloads.py"), "the control: here it is read"
    assert {path: lines for path, lines in found.items() if lines} == {}
    templates = [path for path in ROOT.glob("templates/**/*.html") if ".payload" in path.read_text()]
    assert templates == []

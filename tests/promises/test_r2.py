"""R2: nothing unpublished is visible, by any address, method or header, nor in a count."""

import json
import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.finished_pages.memory import Memory
from publishing import workflow
from publishing.records import save_record
from publishing.search.models import DraftText, SearchText
from reading.search.asking import KINDS
from tests.drawing import draw_dots
from tests.factories import make_user
from tests.newsroom.finished_pages.served import in_front_of_django
from tests.promises.canaries import Site, hide_things, public_site
from tests.promises.crawler import Answer, ask, crawl, links, oddly, resolver_addresses
from tests.soaking import how_many

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# How long an answer may be kept ends at the next known change, so it may tell that there is one.
NOT_OURS = {"django", "taggit", "axes"}
# A machine that is too busy to say in time that it is well says that it is not.
MAY_BE_BUSY = {"/health/"}
MAY_DIFFER = {"Cache-Control", "Expires", "X-Request-ID"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-10-25 00:30 +0000", tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def pictures_are_dots(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_dots(monkeypatch)


def pass_time(clock: time_machine.Traveller) -> None:
    clock.move_to(timezone.now() + timedelta(seconds=1))


def found_in(answer: Answer, site: Site) -> list[str]:
    """Say which hidden words an answer holds, other than those it was asked with."""
    text = answer.everything
    if "zq" not in text:
        return []
    return [
        f"{answer.how} {answer.path}: {where}"
        for word, where in site.canaries.words.items()
        if word in text and word not in answer.path
    ]


def failed(answers: Iterable[Answer]) -> list[tuple[str, str, int]]:
    return [(a.how, a.path, a.status) for a in answers if a.status >= 500 and a.path not in MAY_BE_BUSY]


def some_of(paths: list[str], most: int) -> list[str]:
    return random.sample(paths, min(len(paths), most))


def without_leeway(answer: Answer) -> tuple[int, list[tuple[str, str]], bytes]:
    headers = [(name, value) for name, value in answer.headers if name not in MAY_DIFFER]
    return answer.status, headers, answer.body


@pytest.mark.same_on_both
def test_no_address_way_of_asking_or_count_gives_anything_away(clock: time_machine.Traveller) -> None:
    site = public_site()
    pass_time(clock)
    before = crawl(["/"])
    # A picture's first answer is made on the spot and differs in a header.
    before |= {path: ask(path) for path in before if path.startswith(("/images/", "/favicon.ico"))}
    assert len(before) > 15, "the crawl reaches pages, feeds, sitemaps and pictures"
    assert "/about/" in before
    hide_things(site)
    pass_time(clock)
    answers = crawl([*before, *resolver_addresses(), *site.canaries.hidden])
    leaks = [leak for answer in answers.values() for leak in found_in(answer, site)]
    assert leaks == []
    assert failed(answers.values()) == []
    assert [a.path for a in answers.values() if b"data-note" in a.body or b"data-person" in a.body] == []
    changed = [path for path in before if without_leeway(before[path]) != without_leeway(answers[path])]
    assert changed == [], "hidden things changed what readers see"
    assert {answers[path].status for path in site.canaries.hidden} == {404}


@pytest.mark.same_on_both
def test_nothing_hidden_is_found_by_its_words(
    clock: time_machine.Traveller, django_capture_on_commit_callbacks: Any
) -> None:
    site = public_site()
    with django_capture_on_commit_callbacks(execute=True):
        hide_things(site)
    pass_time(clock)
    # The words do stand among what is searched: of what is to come, and of drafts.
    assert SearchText.objects.filter(text__contains="zq").exists()
    assert DraftText.objects.filter(text__contains="zq").exists()
    asked = [*some_of(sorted(site.canaries.words), how_many(60, soak=5000)), "zq*", '"zq"', "zq", "-zq"]
    kinds = ("", *(f"&kind={kind}" for kind in KINDS))
    answers = [ask(f"/search/?q={quote(word)}{random.choice(kinds)}") for word in asked]
    answers += [ask(f"/search/?q=zq*{kind}") for kind in kinds]
    answers += [ask(f"/search/starting/?q={quote(word)}") for word in asked]
    assert [leak for answer in answers for leak in found_in(answer, site)] == []
    assert {answer.status for answer in answers} == {200}
    suggested = [json.loads(answer.text)[1] for answer in answers if "/starting/" in answer.path]
    assert not any(suggested)
    assert [answer.path for answer in answers if 'class="result' in answer.text] == []


@pytest.mark.same_on_both
def test_nor_does_a_finished_page_whoever_has_asked_for_it_first(
    clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = public_site()
    hide_things(site)
    pass_time(clock)
    with in_front_of_django(monkeypatch) as finished:
        found = [*crawl(["/"], leave_out=("/images/", "/static/"), handler=finished)]
        for colleague in some_of(["administrator", "editor", "reporter"], how_many(1, soak=3)):
            client = Client()
            client.force_login(make_user(colleague))
            cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in client.cookies.values())
            known = {"Cookie": cookies}
            paths = found + some_of(site.canaries.hidden, how_many(12, soak=1000))
            paths = some_of(paths, how_many(15, soak=1000))
            finished.layer.memory = Memory(10_000_000)
            for path in paths:
                ask(path, headers=known, handler=finished)
            odd = [*(ask(path, handler=finished) for path in paths), *oddly(paths, handler=finished)]
            assert [leak for answer in odd for leak in found_in(answer, site)] == []
            assert failed(odd) == []
            assert not [answer for answer in odd if "elsewhere.example" in answer.everything]
            assert finished.layer.memory.pages


NO_TEXT_OF_ANYBODY = {
    *(
        "key",
        "object_key",
        "kind",
        "sha256",
        "format",
        "imported_digest",
        "token_hash",
        "password_mark",
        # The numbers of what links lead to.
        "leads_to",
        "password",
    ),
    # Of what was brought in: of which newsroom, and to whom it is told.
    *("usual_language", "zone", "told_in"),
    # Sentences of the program about a role, by their keys.
    *("known", "undecided"),
    *("language", "time_zone", "variant", "issued", "accessed", "digital_source_type"),
}
"""Columns by name that hold what a program made, or one of a few values."""
FOR_READERS = {"masthead.Newsroom", "masthead.MenuItem"}
"""What every page shows; an entry of the menu that leads nowhere is tried by itself."""
ELSEWHERE = {"demo.DemoRow", "colleagues.PasswordLink"}
MADE_OF_OTHERS = {
    *(f"publishing.{shelf}{table}" for shelf in ("Search", "Draft") for table in ("Row", "Text", "Word")),
    "publishing.SearchRebuild",
    "publishing.PublicChange",
}
"""What is found by its words, and which rows changed: it stands in columns that have a word of their own."""


@pytest.mark.same_on_both
def test_every_column_with_text_has_a_word_that_readers_must_not_see(
    clock: time_machine.Traveller,
) -> None:
    """A new field fails here until something hidden says a word in it."""
    hide_things(public_site())
    missing = []
    for model in apps.get_models():
        if (
            model.__module__.partition(".")[0] in NOT_OURS
            or model._meta.label in FOR_READERS | ELSEWHERE | MADE_OF_OTHERS
        ):
            continue
        for column in model._meta.concrete_fields:
            is_text = isinstance(column, models.CharField | models.TextField | models.JSONField)
            if not is_text or column.choices or column.name in NO_TEXT_OF_ANYBODY:
                continue
            values = model._base_manager.values_list(column.attname, flat=True)
            if not any("zq" in str(value) for value in values):
                missing.append(f"{model._meta.label}.{column.name}")
    assert missing == []


@pytest.mark.same_on_both
def test_nor_do_odd_ways_of_asking(clock: time_machine.Traveller) -> None:
    site = public_site()
    hide_things(site)
    pass_time(clock)
    paths = some_of([*crawl(["/"])], how_many(10, soak=10_000))
    paths += some_of(site.canaries.hidden, how_many(8, soak=1000))
    odd = list(oddly(paths))
    assert [leak for answer in odd for leak in found_in(answer, site)] == []
    assert failed(odd) == []


def test_a_hidden_address_answers_exactly_as_nonsense_does(clock: time_machine.Traveller) -> None:
    site = public_site()
    hide_things(site)
    pass_time(clock)
    words = {word: "nonsense"[: len(word)].ljust(len(word), "x") for word in site.canaries.words}
    handler = ClientHandler(enforce_csrf_checks=False)
    for path in some_of(site.canaries.hidden, how_many(40, soak=1000)):
        nonsense = path
        for word, replacement in words.items():
            nonsense = nonsense.replace(word, replacement)
        if nonsense == path and path.count("/") == 2:
            nonsense = "/xxxxxxxxxxxx/"
        elif nonsense == path:
            first, _, rest = path.removeprefix("/").partition("/")
            nonsense = f"/{first}/xxxxxxxxxxxx/" + rest.partition("/")[2]
        with CaptureQueriesContext(connection) as real:
            answer = ask(path, handler=handler)
        with CaptureQueriesContext(connection) as made_up:
            same = ask(nonsense, handler=handler)
        assert without_leeway(answer) == without_leeway(same)
        assert dict(answer.headers)["Cache-Control"] == dict(same.headers)["Cache-Control"]
        assert len(real) == len(made_up), f"{path} asks the database otherwise than {nonsense}"


@pytest.mark.same_on_both
def test_control_what_is_published_is_found(clock: time_machine.Traveller) -> None:
    site = public_site()
    hide_things(site)
    pass_time(clock)
    assert site.draft
    workflow.publish(working_copy=site.draft, version=site.draft.version, actor=None)
    assert site.draft_page
    workflow.publish(working_copy=site.draft_page, version=site.draft_page.version, actor=None)
    pass_time(clock)
    answers = crawl(["/", "/sitemap.xml"])
    leaks = {leak.partition(": ")[2] for answer in answers.values() for leak in found_in(answer, site)}
    wanted = ("headline", "standfirst", "heading", "text", "quote", "byline", "place")
    assert leaks >= {f"a draft: {name}" for name in wanted}
    assert "tag of a draft: name" in leaks
    on_page = ("title", "summary", "heading", "text", "quote", "place")
    assert leaks >= {f"a page's draft: {name}" for name in on_page}
    assert any(path == f"/articles/{site.draft.slug}/" for a in answers.values() for path in links(a))


@pytest.mark.same_on_both
def test_control_a_source_that_is_no_longer_confidential_is_found(clock: time_machine.Traveller) -> None:
    site = public_site()
    pass_time(clock)
    save_record(
        record=site.confidential,
        changes={"confidential": False},
        version=site.confidential.version,
        actor=None,
    )
    leaks = {leak.partition(": ")[2] for a in crawl(["/"]).values() for leak in found_in(a, site)}
    assert "source of a live article, confidential: title" in leaks

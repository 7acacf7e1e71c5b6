"""R2: nothing unpublished is visible, by any address, method or header, nor in a count."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, cycle, islice, zip_longest
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client, TestCase
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from images.models import Image
from newsroom.finished_pages.memory import Memory
from publishing import workflow
from publishing.records import save_record
from publishing.search.models import DraftText, SearchText
from reading.search.asking import KINDS
from tests.drawing import draw_dots
from tests.factories import make_user
from tests.newsroom.finished_pages.served import in_front_of_django
from tests.promises.canaries import Site, hide_things, public_site
from tests.promises.crawler import Answer, ask, crawl, kind_of, links, oddly, resolver_addresses
from tests.soaking import how_many

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# How long an answer may be kept ends at the next known change, so it may tell that there is one.
NOT_OURS = {"django", "taggit", "axes"}
# A machine that is too busy to say in time that it is well says that it is not.
MAY_BE_BUSY = {"/health/"}
MAY_DIFFER = {"Cache-Control", "Expires", "X-Request-ID"}


@dataclass(frozen=True)
class Hiding:
    """The site with all that is hidden, and what readers saw before it was there."""

    site: Site
    before: dict[str, Answer]
    time: time_machine.Traveller


@pytest.fixture(scope="module")
def hiding(django_db_setup: None, django_db_blocker: Any) -> Iterator[Hiding]:
    """Build and hide once; whatever the tests do is taken back."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        time_machine.travel("2026-10-25 00:30 +0000", tick=False) as time,
        pytest.MonkeyPatch.context() as patch,
    ):
        draw_dots(patch)
        try:
            site = public_site()
            pass_time(time)
            before = crawl(["/"])
            # A picture's first answer is made on the spot and differs in a header.
            before |= {path: ask(path) for path in before if path.startswith(("/images/", "/favicon.ico"))}
            with TestCase.captureOnCommitCallbacks(execute=True):
                hide_things(site)
            pass_time(time)
            yield Hiding(site, before, time)
        finally:
            for picture in Image.objects.all():
                picture.original.delete(save=False)
            transaction.set_rollback(True)


@pytest.fixture
def site(hiding: Hiding) -> Site:
    return hiding.site


@pytest.fixture
def clock(hiding: Hiding) -> Iterator[time_machine.Traveller]:
    """Let time go on for one test."""
    began = timezone.now()
    yield hiding.time
    hiding.time.move_to(began)


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


def some_of(paths: Iterable[str], most: int) -> list[str]:
    """Return so many addresses, of each kind of page as many as of any other."""
    kinds: dict[str, list[str]] = {}
    for path in sorted(paths):
        kinds.setdefault(kind_of(path), []).append(path)
    in_turn = chain.from_iterable(zip_longest(*kinds.values()))
    return list(islice(filter(None, in_turn), most))


def without_leeway(answer: Answer) -> tuple[int, list[tuple[str, str]], bytes]:
    headers = [(name, value) for name, value in answer.headers if name not in MAY_DIFFER]
    return answer.status, headers, answer.body


@pytest.mark.same_on_both
def test_no_address_way_of_asking_or_count_gives_anything_away(hiding: Hiding) -> None:
    site, before = hiding.site, hiding.before
    assert len(before) > 15, "the crawl reaches pages, feeds, sitemaps and pictures"
    assert "/about/" in before
    answers = crawl([*before, *resolver_addresses(), *site.canaries.hidden])
    leaks = [leak for answer in answers.values() for leak in found_in(answer, site)]
    assert leaks == []
    assert failed(answers.values()) == []
    assert [a.path for a in answers.values() if b"data-note" in a.body or b"data-person" in a.body] == []
    changed = [path for path in before if without_leeway(before[path]) != without_leeway(answers[path])]
    assert changed == [], "hidden things changed what readers see"
    assert {answers[path].status for path in site.canaries.hidden} == {404}


@pytest.mark.same_on_both
def test_nothing_hidden_is_found_by_its_words(site: Site) -> None:
    # The words do stand among what is searched: of what is to come, and of drafts.
    assert SearchText.objects.filter(text__contains="zq").exists()
    assert DraftText.objects.filter(text__contains="zq").exists()
    words = sorted(site.canaries.words)
    asked = [*words[:: how_many(len(words) // 25, soak=1)], "zq*", '"zq"', "zq", "-zq"]
    kinds = ("", *(f"&kind={kind}" for kind in KINDS))
    answers = [
        ask(f"/search/?q={quote(word)}{kind}") for word, kind in zip(asked, cycle(kinds), strict=False)
    ]
    answers += [ask(f"/search/?q=zq*{kind}") for kind in kinds]
    answers += [ask(f"/search/starting/?q={quote(word)}") for word in asked]
    assert [leak for answer in answers for leak in found_in(answer, site)] == []
    assert {answer.status for answer in answers} == {200}
    suggested = [json.loads(answer.text)[1] for answer in answers if "/starting/" in answer.path]
    assert not any(suggested)
    assert [answer.path for answer in answers if 'class="result' in answer.text] == []


@pytest.mark.same_on_both
def test_nor_does_a_finished_page_whoever_has_asked_for_it_first(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_front_of_django(monkeypatch) as finished:
        found = [*crawl(["/"], leave_out=("/images/", "/static/"), handler=finished)]
        for colleague in ["administrator", "editor", "reporter"][: how_many(1, soak=3)]:
            client = Client()
            client.force_login(make_user(colleague))
            cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in client.cookies.values())
            known = {"Cookie": cookies}
            paths = found + some_of(site.canaries.hidden, how_many(12, soak=1000))
            paths = some_of(paths, how_many(10, soak=1000))
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
def test_every_column_with_text_has_a_word_that_readers_must_not_see(site: Site) -> None:
    """A new field fails here until something hidden says a word in it."""
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
def test_nor_do_odd_ways_of_asking(hiding: Hiding) -> None:
    site = hiding.site
    paths = some_of(hiding.before, how_many(8, soak=10_000))
    paths += some_of(site.canaries.hidden, how_many(6, soak=1000))
    odd = list(oddly(paths))
    assert [leak for answer in odd for leak in found_in(answer, site)] == []
    assert failed(odd) == []


def test_a_hidden_address_answers_exactly_as_nonsense_does(site: Site) -> None:
    words = {word: "nonsense"[: len(word)].ljust(len(word), "x") for word in site.canaries.words}
    handler = ClientHandler(enforce_csrf_checks=False)
    for path in some_of(site.canaries.hidden, how_many(30, soak=1000)):
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
def test_control_what_is_published_is_found(site: Site, clock: time_machine.Traveller) -> None:
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
def test_control_a_source_that_is_no_longer_confidential_is_found(
    site: Site, clock: time_machine.Traveller
) -> None:
    save_record(
        record=site.confidential,
        changes={"confidential": False},
        version=site.confidential.version,
        actor=None,
    )
    leaks = {leak.partition(": ")[2] for a in crawl(["/"]).values() for leak in found_in(a, site)}
    assert "source of a live article, confidential: title" in leaks

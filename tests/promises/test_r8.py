"""R8: links do not die. Random renames, restores and withdrawals, read through a proxy that keeps answers."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from newsroom.public_answers import NOT_FOUND_SECONDS
from publishing import workflow
from publishing.bases import WorkingCopy
from publishing.errors import WorkflowError
from tests import factories as make

pytestmark = pytest.mark.django_db

BEGINNING = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KINDS = {
    "article": (make.make_article, ("/articles/{}/",)),
    "person": (make.make_person, ("/people/{}/", "/people/{}/feed/")),
    "page": (make.make_page, ("/{}/",)),
}
SLUGS = ("first-of-may", "second", "third-2", "4")
MOST_REDIRECTS = 10
AN_HOUR = 3600

rows = st.integers(0, 1)
slugs = st.sampled_from(SLUGS)
earlier = st.integers(0, 5)
spans = st.sampled_from([1, 3, 20, 59, 60, 61, 4000])


class Proxy:
    """A cache in front of the site: it keeps each answer as long as it may, and one about which nothing is
    said as long as it likes."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[datetime, HttpResponse]] = {}

    def get(self, path: str) -> HttpResponse:
        now = timezone.now()
        until, answer = self.kept.get(path, (now, None))
        if answer is None or until <= now:
            answer = Client().get(path)
            self.kept[path] = (now + timedelta(seconds=self.seconds(answer)), answer)
        return answer

    def seconds(self, answer: HttpResponse) -> int:
        said = answer.headers.get("Cache-Control", "")
        if "no-cache" in said or "no-store" in said:
            return 0
        found = re.search(r"s-maxage=(\d+)", said) or re.search(r"max-age=(\d+)", said)
        return int(found.group(1)) if found else AN_HOUR


class ForgetfulSite(Proxy):
    """A proxy before a site that lets redirects be kept for a minute: the control."""

    def seconds(self, answer: HttpResponse) -> int:
        return 60 if answer.status_code == 301 else super().seconds(answer)


def follow(path: str, proxy: Proxy) -> tuple[int, HttpResponse]:
    """Return how many redirects a reader goes through from there, and where they end."""
    answer = proxy.get(path)
    for redirects in range(MOST_REDIRECTS):
        if answer.status_code not in (301, 302):
            return redirects, answer
        answer = proxy.get(answer["Location"])
    raise AssertionError(f"{path} leads in a loop")


@dataclass
class Holder:
    """One article, person or page, and what it was called when; no slug is not public."""

    kind: str
    page: WorkingCopy
    words: str
    turns: list[tuple[datetime, str]] = field(default_factory=list)

    def begun(self, now: datetime) -> list[tuple[datetime, str]]:
        return sorted(turn for turn in self.turns if turn[0] <= now)

    def slug(self, now: datetime) -> str:
        return next((slug for _at, slug in reversed(self.begun(now))), "")

    def had(self, slug: str, now: datetime) -> bool:
        return any(slug == one for _at, one in self.begun(now))

    def settled(self, now: datetime) -> bool:
        """Tell whether nothing of it changed so lately that a proxy may still say it is not there."""
        begun = self.begun(now)
        return not begun or (now - begun[-1][0]).total_seconds() > NOT_FOUND_SECONDS

    def appears(self, at: datetime, slug: str, *, now: datetime) -> None:
        """Take down in the model that it has this address from then on, and nothing else comes after."""
        self.turns = [turn for turn in self.turns if turn[0] <= now and turn[0] < at] + [(at, slug)]


class Links(RuleBasedStateMachine):
    """Two rows of every kind, few addresses for all of them to want, one proxy."""

    proxy_class: type[Proxy] = Proxy

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = time_machine.travel(BEGINNING, tick=False)
        self.time = self.clock.start()
        self.proxy = self.proxy_class()
        self.kind = "article"
        self.holders = {kind: [self.holder(kind, number) for number in (1, 2)] for kind in KINDS}

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def holder(self, kind: str, number: int) -> Holder:
        words = f"Holder {number} of the {kind}s"
        name = {"article": "headline", "person": "name", "page": "title"}[kind]
        content: dict[str, Any] = {name: words, "slug": SLUGS[number - 1]}
        return Holder(kind, KINDS[kind][0](**content), words)

    def chosen(self, number: int) -> tuple[Holder, datetime]:
        self.time.shift(1)
        return self.holders[self.kind][number], timezone.now()

    @rule(kind=st.sampled_from(list(KINDS)))
    def turn_to(self, kind: str) -> None:
        self.kind = kind

    @rule(number=rows, slug=slugs)
    def rename(self, number: int, slug: str) -> None:
        holder, now = self.chosen(number)
        self.publish(holder, make.save(holder.page, slug=slug), slug, now=now)

    @rule(number=rows, slug=slugs, ahead=spans)
    def rename_later(self, number: int, slug: str, ahead: int) -> None:
        holder, now = self.chosen(number)
        self.publish(holder, make.save(holder.page, slug=slug), slug, now=now, ahead=ahead)

    @rule(number=rows, back=earlier)
    def restore(self, number: int, back: int) -> None:
        holder, now = self.chosen(number)
        revision = max(1, holder.page.version - back)
        workflow.restore(working_copy=holder.page, revision=revision, version=holder.page.version, actor=None)
        self.publish(holder, holder.page.version, holder.page.slug, now=now)

    def publish(self, holder: Holder, version: int, slug: str, *, now: datetime, ahead: int = 0) -> None:
        terms: Any = {"working_copy": holder.page, "version": version, "actor": None, "pending": "cancel"}
        try:
            with transaction.atomic():
                if ahead:
                    starts_at = now + timedelta(seconds=ahead)
                    edition = workflow.schedule(**terms, starts_at=starts_at)
                else:
                    edition = workflow.publish(**terms)
        except (WorkflowError, ValidationError):
            return
        holder.appears(edition.starts_at, slug, now=now)

    @precondition(lambda self: any(holder.slug(timezone.now()) for holder in self.holders[self.kind]))
    @rule(number=rows)
    def take_down(self, number: int) -> None:
        holder, now = self.chosen(number)
        live = holder.page.editions.live(now).first()
        if live is not None:
            edition = workflow.withdraw(working_copy=holder.page, edition=live.number, actor=None)
            holder.appears(edition.withdrawn_at or now, "", now=now)

    @rule(number=rows, back=earlier)
    def publish_again(self, number: int, back: int) -> None:
        holder, now = self.chosen(number)
        numbers = list(holder.page.editions.order_by("-number").values_list("number", flat=True))
        try:
            with transaction.atomic():
                edition = workflow.republish(
                    working_copy=holder.page,
                    actor=None,
                    edition=numbers[back % len(numbers)] if numbers else None,
                    pending="cancel",
                )
        except (WorkflowError, ValidationError):
            return
        holder.appears(edition.starts_at, edition.slug, now=now)

    @rule(span=spans)
    def time_goes_by(self, span: int) -> None:
        self.time.shift(span)

    @rule(slug=slugs)
    def somebody_looks_without_following(self, slug: str) -> None:
        for pattern in KINDS[self.kind][1]:
            self.proxy.get(pattern.format(slug))

    @rule(slug=slugs)
    def readers_come_through_the_proxy(self, slug: str) -> None:
        for pattern in KINDS[self.kind][1]:
            owner, _redirects, status = self.reached(pattern.format(slug), slug, self.proxy)
            if owner and owner.slug(timezone.now()) and owner.settled(timezone.now()):
                assert status == 200

    @invariant()
    def every_path_reaches_the_right_page(self) -> None:
        for slug in SLUGS:
            for pattern in KINDS[self.kind][1]:
                owner, redirects, status = self.reached(pattern.format(slug), slug, Proxy())
                live = owner.slug(timezone.now()) if owner else ""
                assert (status, redirects) == ((200, int(live != slug)) if live else (404, 0))

    def reached(self, path: str, slug: str, proxy: Proxy) -> tuple[Holder | None, int, int]:
        """Follow a path; check that it leads to whoever had it first, and to nobody else."""
        holders, now = self.holders[self.kind], timezone.now()
        owners = [holder for holder in holders if holder.had(slug, now)]
        assert len(owners) <= 1, "an address has gone over to somebody else"
        redirects, answer = follow(path, proxy)
        assert redirects <= 1 and answer.status_code in (200, 404)
        shown = [holder for holder in holders if holder.words in answer.content.decode()]
        assert shown == (owners if answer.status_code == 200 else [])
        return next(iter(owners), None), redirects, answer.status_code


@pytest.mark.same_on_both
def test_every_past_path_reaches_the_right_page_in_one_redirect_at_most() -> None:
    run_state_machine_as_test(
        Links,
        settings=settings(
            max_examples=6,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


def back_and_forth(proxy: Proxy) -> None:
    """Rename a page and rename it back within a minute, while somebody looks whether its links are good."""
    with time_machine.travel(BEGINNING, tick=False) as time:
        article = make.make_published_article(slug="a")
        for slug in ("b", "a"):
            time.shift(10)
            workflow.publish(working_copy=article, version=make.save(article, slug=slug), actor=None)
            proxy.get("/articles/a/")
        assert follow("/articles/b/", proxy)[1].status_code == 200


def test_a_page_renamed_back_is_reached() -> None:
    back_and_forth(Proxy())


def test_control_redirects_that_are_kept_meet_in_a_loop() -> None:
    with pytest.raises(AssertionError, match="loop"):
        back_and_forth(ForgetfulSite())

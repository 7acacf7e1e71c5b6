"""What the database holds, asked when somebody wants the figures."""

import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import Error, connection
from django.db.models import Count, Max, Min
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from articles.models import ArticleEdition
from jobs.models import Job, State
from jobs.queue import last_seen
from operating.backups import last_good
from operating.questions import Question
from publishing.models import Event
from purging.models import Front
from purging.targets import is_set_up

SECONDS = 5.0
"""How long the database is waited for."""
RARELY = 60.0
"""What costs more is asked once in so many seconds."""
OUT_OF_ORDER = 2000
"""How far apart entries of the history may become visible in another order than that of their numbers."""


class Held:
    """Collects what the database holds; without one, that it does not answer."""

    def __init__(self) -> None:
        self._verbs = Verbs()
        self._articles = 0
        self._articles_at = 0.0
        self._question: Question[list[Metric] | None] = Question(self._ask, otherwise=None)

    def collect(self) -> Iterator[Metric]:
        """Return the figures."""
        found = self._question.answer(seconds=SECONDS)
        yield GaugeMetricFamily(
            "newsroom_database_up", "Whether the database answers", value=float(found is not None)
        )
        yield from found or []

    def _ask(self) -> list[Metric] | None:
        try:
            return [*jobs(), *backups(), *purges(), self._verbs.counted(), self._live_articles()]
        except Error:
            return None
        finally:
            connection.close()

    def _live_articles(self) -> Metric:
        if time.monotonic() - self._articles_at > RARELY or not self._articles_at:
            self._articles = ArticleEdition.objects.live(timezone.now()).count()
            self._articles_at = time.monotonic()
        return GaugeMetricFamily("newsroom_live_articles", "Articles readers see", value=self._articles)


class Verbs:
    """Counts the entries of the history by what was done; all once, then those that have come."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._seen: set[int] = set()
        self._from = -1

    def counted(self) -> Metric:
        """Return how often each thing was done, ever."""
        if self._from < 0:
            last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
            self._from = max(0, last - OUT_OF_ORDER)
            earlier = Event.objects.filter(pk__lte=self._from).order_by().values_list("verb")
            self._counts.update(dict(earlier.annotate(count=Count("pk"))))
        rows = dict(Event.objects.filter(pk__gt=self._from).order_by().values_list("pk", "verb"))
        self._counts.update(verb for key, verb in rows.items() if key not in self._seen)
        self._from = max(self._from, max(rows, default=0) - OUT_OF_ORDER)
        self._seen = {key for key in rows if key > self._from}
        found = CounterMetricFamily("newsroom_done", "What was done, by verb", labels=["verb"])
        for verb, count in sorted(self._counts.items()):
            found.add_metric([verb], count)
        return found


def jobs() -> Iterator[Metric]:
    """Tell of background work."""
    counts = dict(Job.objects.order_by().values_list("state").annotate(count=Count("pk")))
    states = GaugeMetricFamily("newsroom_jobs", "Background jobs, by state", labels=["state"])
    for state in (State.WAITING, State.RUNNING, State.FAILED):
        states.add_metric([state.value], counts.get(state.value, 0))
    yield states
    now = timezone.now()
    due = Job.objects.filter(state=State.WAITING, due_at__lte=now).aggregate(first=Min("due_at"))["first"]
    waited = (now - due).total_seconds() if due else 0.0
    yield GaugeMetricFamily("newsroom_job_oldest_seconds", "How long the oldest due job waits", value=waited)
    yield from _moment("newsroom_worker_seen", "When a worker last said that it is there", last_seen())


def backups() -> Iterator[Metric]:
    """Tell of the last good backup; without one there is no figure, which can be alerted on."""
    found = last_good()
    if found is not None:
        yield from _moment("newsroom_backup_good", "When the last good backup was made", found.finished_at)
        yield GaugeMetricFamily("newsroom_backup_bytes", "How large it is", value=found.size or 0)


def purges() -> Iterator[Metric]:
    """Tell whether caches in front could be told of changes."""
    front: Any = Front.objects.first() if is_set_up() else None
    if front is not None:
        failing = float(front.failing_since is not None)
        yield GaugeMetricFamily("newsroom_purge_failing", "Whether caches cannot be told", value=failing)
        yield from _moment("newsroom_purge_reached", "When caches were last reached", front.reached_at)


def _moment(name: str, words: str, at: Any) -> Iterator[Metric]:
    if at is not None:
        yield GaugeMetricFamily(f"{name}_timestamp_seconds", words, value=at.timestamp())

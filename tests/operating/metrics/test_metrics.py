"""Figures: right over all processes, those that are gone included, and about nobody."""

import os
import re
import signal
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from environs import Env
from prometheus_client import generate_latest, values
from prometheus_client.parser import text_string_to_metric_families

from newsroom import environment
from newsroom.finished_pages.lines import Line, counted, kind_of
from operating.metrics import counting
from operating.metrics.counting import NOBODY, Counts, add_up_gone, begin, folder, put_together
from operating.metrics.held import Verbs
from operating.metrics.telling import figures
from tests import factories
from tests.sites import Site, free_port
from tests.waiting import until

Found = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def read(text: str) -> Found:
    """Return every figure of an answer."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def total(found: Found, name: str, **labels: str) -> float:
    """Add up the figures of a name that have these labels."""
    wanted = set(labels.items())
    return sum(value for (each, its), value in found.items() if each == name and wanted <= set(its))


@pytest.fixture
def here(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process counts, as one of a server does."""
    settings.DATA_DIR, settings.METRICS = tmp_path, ("127.0.0.1", 9)  # type: ignore[attr-defined]
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    monkeypatch.setattr(Counts, "here", None)
    assert begin()
    yield
    counting.user_login_failed.disconnect(dispatch_uid="operating.metrics")


def now() -> Found:
    return read(generate_latest(figures()).decode())


def answered(path: str, took: float = 0.0004, how: str = "kept") -> Line:
    return (time.time(), "an-id-of-it", "GET", path, 200, took, how)


@pytest.mark.django_db
def test_what_was_ready_and_what_was_made_is_counted_by_kind_of_page(here: None) -> None:
    assert Counts.here
    Counts.here.made("article", "GET", 200, 0.03, queries=4, asked=0.01, slow=1, is_slow=True)
    ready = [answered(f"/articles/{number}/") for number in range(500)] + [answered("/", 0.2, "kept on disk")]
    Counts.here.ready(put_together(map(counted, ready)))
    found = now()
    assert total(found, "newsroom_requests_total", page="article", how="kept") == 500
    assert total(found, "newsroom_requests_total", page="article", how="made", status="200") == 1
    assert total(found, "newsroom_requests_total", page="home", how="kept on disk") == 1
    assert total(found, "newsroom_request_seconds_count", page="article", how="kept") == 500
    assert total(found, "newsroom_request_seconds_bucket", page="article", how="kept", le="0.001") == 500
    assert total(found, "newsroom_request_seconds_bucket", page="home", how="kept on disk", le="0.1") == 0
    assert total(found, "newsroom_request_seconds_bucket", page="home", how="kept on disk", le="0.25") == 1
    assert total(found, "newsroom_queries_total", page="article") == 4
    assert total(found, "newsroom_slow_queries_total") == total(found, "newsroom_slow_pages_total") == 1


def test_many_at_once_are_observed_as_each_by_itself(here: None) -> None:
    """It goes round the library's own way of observing one, which may change."""
    assert Counts.here
    took = [0.0, 0.001, 0.0011, 0.3, 99.0]
    Counts.here.ready(put_together(("one", "GET", 200, each, "kept") for each in took))
    for each in took:
        Counts.here.seconds.labels("two", "kept").observe(each)
    found = read(generate_latest(counting_alone()).decode())
    parts = {
        page: {
            (name, dict(its).get("le")): value
            for (name, its), value in found.items()
            if ("page", page) in its
        }
        for page in ("one", "two")
    }
    parts["one"] = {key: value for key, value in parts["one"].items() if key[0] != "newsroom_requests_total"}
    assert parts["one"] == parts["two"] and len(parts["one"]) > 10


def counting_alone() -> object:
    registry = counting.CollectorRegistry()
    registry.register(counting.AllProcesses())  # type: ignore[arg-type]
    return registry


def test_what_a_process_that_is_gone_has_counted_stays(here: None) -> None:
    assert Counts.here
    Counts.here.failed_logins.inc(3)
    gone = os.fork()
    if gone == 0:
        Counts.here.failed_logins.inc(4)
        os._exit(0)
    os.waitpid(gone, 0)
    for _time in range(3):
        found = read(generate_latest(counting_alone()).decode())
        assert total(found, "newsroom_failed_logins_total") == 7
    names = sorted(path.name for path in folder().glob("counter_*.db"))
    assert names == sorted([f"counter_{NOBODY}.db", f"counter_{os.getpid()}.db"])
    add_up_gone(folder())


def test_folders_of_earlier_starts_are_left_out_unless_somebody_counts_there(here: None) -> None:
    own = folder()
    gone, other = own.with_name("gone"), own.with_name("other")
    for each in (gone, other):
        each.mkdir()
        (each / "counter_7.db").write_bytes(b"")
    held = counting._hold(other)
    assert begin()
    assert sorted(path for path in own.parent.iterdir() if path.is_dir()) == sorted([own, other])
    assert (other / "counter_7.db").exists()
    held.close()
    assert begin()
    assert [path for path in own.parent.iterdir() if path.is_dir()] == [own]


@pytest.mark.parametrize(
    "path", ["/", "/tags/k%C3%BCste/", r"/tags/k\xfcste/", "/articles/x/", r"\x00", "/%"]
)
def test_kinds_of_pages_are_few_whatever_is_asked_for(path: str) -> None:
    assert kind_of(path) in {"home", "tag", "article", "other"}


@pytest.mark.django_db
def test_what_was_done_is_counted_once_whichever_order_it_becomes_visible_in() -> None:
    verbs = Verbs()
    factories.make_published_article()

    def counts() -> dict[str, float]:
        return {sample.labels["verb"]: sample.value for sample in verbs.counted().samples}

    before = counts()
    assert before["publish"] == 1 and counts() == before
    factories.make_published_article()
    assert counts()["publish"] == 2 and counts()["publish"] == 2


@pytest.mark.django_db
def test_the_database_tells_of_jobs_backups_and_what_readers_see(here: None) -> None:
    factories.make_published_article()
    factories.make_article()
    found = now()
    assert total(found, "newsroom_database_up") == 1
    assert total(found, "newsroom_live_articles") in (0, 1), "a connection of its own may not see it yet"
    assert ("newsroom_jobs", (("state", "failed"),)) in found
    assert ("newsroom_backup_good_timestamp_seconds", ()) not in found


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_a_figure_too(here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[None]:
        raise OperationalError("gone")

    monkeypatch.setattr("operating.metrics.held.jobs", broken)
    found = now()
    assert total(found, "newsroom_database_up") == 0
    assert ("newsroom_live_articles", ()) not in found


@pytest.mark.parametrize(
    ("given", "read_as"),
    [
        ("", None),
        ("127.0.0.1:9100", ("127.0.0.1", 9100)),
        ("[::1]:9100", ("::1", 9100)),
        ("localhost:9100", ("localhost", 9100)),
        ("0.0.0.0:9100 open", ("0.0.0.0", 9100)),
    ],
)
def test_an_address_is_of_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch, given: str, read_as: object
) -> None:
    monkeypatch.setenv("METRICS", given)
    assert environment.metrics(Env(), "METRICS") == read_as


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("0.0.0.0:9100", "which others can reach"),
        ("metrics.example.org:9100", "say “metrics.example.org:9100 open”"),
        ("9100", "an address and a port"),
        (":9100", "an address and a port"),
        ("127.0.0.1:0", "an address and a port"),
        ("127.0.0.1:9100 please", "an address and a port"),
    ],
)
def test_an_address_others_can_reach_is_refused_unless_it_is_said(
    monkeypatch: pytest.MonkeyPatch, given: str, said: str
) -> None:
    monkeypatch.setenv("METRICS", given)
    with pytest.raises(environment.SettingsError, match=re.escape(said)):
        environment.metrics(Env(), "METRICS")


@pytest.mark.processes
@pytest.mark.same_on_both
def test_all_processes_of_a_server_count_together_and_none_is_missed(empty_site: Site) -> None:
    port = free_port()
    empty_site.workers = 2
    empty_site.variables |= {"METRICS": f"127.0.0.1:{port}"}
    empty_site.start()

    def told() -> Found:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            return read(answer.read().decode())

    def answers(how: str = "") -> float:
        return total(told(), "newsroom_requests_total", page="home", **({"how": how} if how else {}))

    for _time in range(40):
        assert empty_site.get("/")[0] == 200
    assert empty_site.get("/canary-address/?q=canary")[0] == 404
    until(lambda: answers() == 40, otherwise=told)
    assert answers("kept") >= 36, "each process makes it once, or has it of the other"
    assert empty_site.process
    children = Path(f"/proc/{empty_site.process.pid}/task/{empty_site.process.pid}/children").read_text()
    os.kill(int(children.split()[0]), signal.SIGKILL)

    def can_be_told() -> bool:
        try:
            return bool(told())
        except OSError:
            return False

    until(can_be_told)
    assert answers() == 40
    text = str(told())
    assert "canary" not in text and "/" not in "".join(label for _name, its in told() for _n, label in its)

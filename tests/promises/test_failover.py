"""The primary dies, its replica is promoted by hand: machines go on, and nothing acknowledged is lost."""

import shutil
import threading
import time
from collections.abc import Iterator
from functools import partial

import psycopg
import pytest

from tests.environment import ON_POSTGRESQL
from tests.postgresql_programs import fill
from tests.promises.replicas import Server, two_servers
from tests.promises.test_r5 import answer
from tests.sites import Site, free_port
from tests.waiting import until

# Both servers are PostgreSQL's, which are filled from a site that is prepared there anyway.
pytestmark = [
    pytest.mark.processes,
    pytest.mark.long,
    pytest.mark.skipif(not ON_POSTGRESQL, reason="on PostgreSQL alone"),
]

PUBLISH = """
from tests import factories as make
make.make_published_article(headline={0!r}, slug={0!r})
print("kept")
"""
COUNT = (
    "from articles.models import Article; print(sorted(Article.objects.values_list('headline', flat=True)))"
)
soon = partial(until, seconds=60)


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    with two_servers() as made:
        yield made


@pytest.fixture(scope="module")
def machines(
    servers: tuple[Server, Server], site_template: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Site]]:
    """Two machines of one site: each with a data folder of its own, both with the same settings."""
    places = ",".join(f"127.0.0.1:{server.port}" for server in servers)
    made = []
    for number in (1, 2):
        folder = tmp_path_factory.mktemp(f"machine{number}")
        (folder / "static").symlink_to(site_template.data_dir / "static")
        shutil.copy(site_template.data_dir / "local.env", folder)
        made.append(
            Site(data_dir=folder, database_url=f"postgresql://postgres@{places}/postgres", port=free_port())
        )
    fill(f"postgresql://postgres@127.0.0.1:{servers[0].port}/postgres")
    for site in made:
        site.start()
    yield made[0], made[1]
    for site in made:
        site.stop()


class Writer:
    """Publishes one article after the other; what it was told is kept is written down."""

    def __init__(self, site: Site) -> None:
        self.site, self.kept, self.stopped = site, [], threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self) -> None:
        number = 0
        while not self.stopped.is_set():
            number += 1
            name = f"number-{number}"
            try:
                if "kept" in self.site.run(PUBLISH.format(name)):
                    self.kept.append(name)
            except AssertionError:
                time.sleep(0.2)


def test_a_replica_takes_over_the_machines_go_on_and_the_replaced_is_not_written_to(
    servers: tuple[Server, Server], machines: tuple[Site, Site]
) -> None:
    (primary, replica), (one, other) = servers, machines
    assert answer(one, "/")[0] == answer(other, "/")[0] == 200
    # What one machine publishes, the other shows within a second or so.
    one.run(PUBLISH.format("before"))
    soon(lambda: "before" in answer(other, "/")[2])
    for site in machines:
        assert answer(site, "/people/")[0] == 200
    writer = Writer(one)
    writer.thread.start()
    soon(lambda: len(writer.kept) > 3)
    primary.cut_the_power()
    # Nobody promoted anything yet: the replica answers questions, and none is put to it.
    assert replica.ask("SELECT pg_is_in_recovery()") is True
    for site in machines:
        assert answer(site, "/people/")[0] == 200, "what was finished before is handed out"
        status, again, _page = answer(site, "/tags/")
        assert (status, bool(again)) == (503, True)
    replica.control("promote")
    for site in machines:
        soon(lambda site=site: answer(site, "/tags/")[0] == 200)
    number = len(writer.kept)
    soon(lambda: len(writer.kept) > number)
    writer.stopped.set()
    writer.thread.join()
    for site in machines:
        # What was kept of pages before the promotion is not believed any more.
        soon(lambda site=site: (site.data_dir / "changes.timeline").read_text().endswith(" 2\n"))
    found = one.run(COUNT)
    assert [name for name in writer.kept if f"'{name}'" not in found] == []
    for site in machines:
        soon(lambda site=site: writer.kept[-1] in answer(site, "/")[2])
        assert "Application callable raised" not in site.log.read_text()
    the_replaced_server_comes_back(primary, replica, one)


def the_replaced_server_comes_back(old: Server, new: Server, one: Site) -> None:
    assert new.ask("SELECT pg_is_in_recovery()") is False
    # Nobody kept it from starting, and it stands first in DATABASE_URL.
    old.control("start")
    assert old.ask("SELECT pg_is_in_recovery()") is False
    before = old.ask("SELECT count(*) FROM articles_article")
    with pytest.raises(AssertionError, match="replaced by its replica"):
        one.run(COUNT)
    assert old.ask("SELECT count(*) FROM articles_article") == before
    old.stop()
    assert "number-1" in one.run(COUNT)
    with psycopg.connect(new.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)

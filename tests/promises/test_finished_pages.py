"""A change is seen by the next request of every process; pages that show nothing of it stay as they are."""

import http.client
import json
import re
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.sites import Site, copied
from tests.soaking import how_many

pytestmark = [pytest.mark.own_database, pytest.mark.processes, pytest.mark.long]

WORKERS = how_many(2, soak=4)
ROUNDS = how_many(10, soak=1000)
WRITES_LINES_IN = 1

MADE = """
import json
from tests import factories as make
person = make.make_person(name="Ada Before", slug="ada", published=True)
source = make.make_reference(title="A source of today")
text = make.mentioning(person) + make.citing(source)
make.make_published_article(headline="Round 0", slug="changed", body=text, sources=[source.key])
make.make_published_article(headline="Comes and goes", slug="goes")
make.make_published_article(headline="Nothing happens", slug="stays")
make.fill_in_newsroom(name="The Daily", menu=[{"label": "Menu 0", "address": "/people/"}])
print(json.dumps({"source": source.get_absolute_url()}))
"""

CHANGES = {
    "publish": """
from articles.models import Article
from publishing import workflow
from tests import factories as make
article = Article.objects.get(slug="changed")
version = make.save(article, headline="Round ROUND", standfirst="Said in round ROUND.")
workflow.publish(working_copy=article, version=version, actor=None)
""",
    "rename": """
from profiles.models import Person
from publishing import workflow
from tests import factories as make
person = Person.objects.get(slug="ada")
workflow.publish(working_copy=person, version=make.save(person, name="Ada ROUND"), actor=None)
""",
    "confidential": """
from references.models import Reference
from publishing.records import save_record
source = Reference.objects.get()
save_record(record=source, changes={"confidential": ROUND % 2 == 1}, version=source.version, actor=None)
""",
    "take down": """
from articles.models import Article
from publishing import workflow
article = Article.objects.get(slug="goes")
if ROUND % 2 == 1:
    edition = article.editions.latest("number").number
    workflow.withdraw(working_copy=article, edition=edition, actor=None, note="A letter came.")
else:
    workflow.publish(working_copy=article, version=article.version, actor=None)
""",
    "menu": """
from tests import factories as make
make.fill_in_newsroom(menu=[{"label": "Menu ROUND", "address": "/people/"}])
""",
}


class Readers:
    """One connection to each process of the server, told apart by the ids of their answers."""

    def __init__(self, site: Site) -> None:
        self.connections: dict[str, http.client.HTTPConnection] = {}
        deadline = time.monotonic() + 60
        while len(self.connections) < site.workers and time.monotonic() < deadline:
            connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
            _status, headers, _body = self.ask(connection, "/")
            if self.connections.setdefault(headers["x-request-id"][:20], connection) is not connection:
                connection.close()
        assert len(self.connections) == site.workers

    @staticmethod
    def ask(
        connection: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        body = answer.read().decode()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body

    def of_each(self, path: str) -> list[tuple[int, str]]:
        """Return what every process answers."""
        answers = [self.ask(connection, path) for connection in self.connections.values()]
        return [(status, body) for status, _headers, body in answers]


@pytest.fixture(scope="module")
def site(site_template: Site, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("finished") / "var"
    with copied(site_template, folder, name=f"newsroom_finished_{worker_id}") as made:
        made.workers = WORKERS
        yield made


def log_of(site: Site, path: str) -> Counter[str]:
    """Count how a page was answered: made, or how it was kept."""
    time.sleep(WRITES_LINES_IN)
    lines = re.findall(rf"GET {re.escape(path)} \d+ \d+ ms(?:, (.*))?$", site.log.read_text(), re.MULTILINE)
    return Counter(how or "made" for how in lines)


def test_every_change_is_seen_by_the_next_request_and_nothing_else_is_made_anew(site: Site) -> None:
    source = json.loads(site.run(MADE))["source"]
    site.start()
    readers = Readers(site)
    asked = 0
    for round_ in range(1, ROUNDS + 1):
        kind = list(CHANGES)[round_ % len(CHANGES)]
        number = round_ // len(CHANGES) + 1
        readers.of_each("/articles/stays/")
        for path in ("/", "/articles/changed/", "/articles/goes/", "/people/ada/", source):
            readers.of_each(path)
        made = log_of(site, "/articles/stays/")["made"] if kind == "menu" else 0
        site.run(CHANGES[kind].replace("ROUND", str(number)))
        sees(readers, kind, number, source)
        asked += WORKERS
        assert all(status == 200 for status, _body in readers.of_each("/articles/stays/"))
        if kind == "menu":
            assert log_of(site, "/articles/stays/")["made"] <= made + WORKERS
    lines = log_of(site, "/articles/stays/")
    menus = sum(round_ % len(CHANGES) == list(CHANGES).index("menu") for round_ in range(1, ROUNDS + 1))
    assert lines["made"] <= WORKERS * (menus + 1), "it shows nothing of what changed but the menu"
    assert lines["kept"] >= WORKERS * ROUNDS - lines["made"]


@pytest.mark.same_on_both
def test_every_request_is_in_the_log_once_also_when_the_server_is_stopped(site: Site) -> None:
    if site.process is None:
        site.start()
    readers = Readers(site)
    ids = []
    for number in range(200):
        connection = list(readers.connections.values())[number % WORKERS]
        path = ("/", "/?utm_source=mail", "/nothing/", "/people/")[number % 3]
        ids.append(readers.ask(connection, path)[1]["x-request-id"])
    site.stop()
    lines = [line for line in site.log.read_text().splitlines() if " newsroom.request GET /" in line]
    told = Counter(line.split()[2] for line in lines)
    assert {told[each] for each in ids} == {1}


def sees(readers: Readers, kind: str, number: int, source: str) -> None:
    """See to it that every process shows what has just been written."""
    if kind == "publish":
        for path in ("/articles/changed/", "/", "/feed/"):
            assert all(f"Round {number}" in body for _status, body in readers.of_each(path))
    elif kind == "rename":
        for path in ("/people/ada/", "/people/"):
            assert all(f"Ada {number}" in body for _status, body in readers.of_each(path))
    elif kind == "confidential":
        hidden = number % 2 == 1
        answers = readers.of_each("/articles/changed/")
        assert all(("A source of today" in body) is not hidden for _status, body in answers)
        assert {status for status, _body in readers.of_each(source)} == {404 if hidden else 200}
    elif kind == "take down":
        gone = number % 2 == 1
        assert {status for status, _body in readers.of_each("/articles/goes/")} == {404 if gone else 200}
        assert all(("Comes and goes" in body) is not gone for _status, body in readers.of_each("/"))
    else:
        for path in ("/", "/articles/stays/", "/people/", "/tags/"):
            assert all(f"Menu {number}<" in body for _status, body in readers.of_each(path))

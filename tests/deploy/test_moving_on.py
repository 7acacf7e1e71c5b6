"""From SQLite to PostgreSQL by the commands of docs/deploying.md: the same pages, and the same rights."""

import re
from pathlib import Path

import pytest

from tests.databases import copy_database, drop_database, place_of, url_of
from tests.environment import ON_POSTGRESQL, ROOT
from tests.sites import Site, free_port
from tests.soaking import SOAK

pytestmark = [
    pytest.mark.own_database,
    pytest.mark.long,
    pytest.mark.skipif(not (SOAK and ON_POSTGRESQL), reason="fills a database from another: make soak"),
]

PAGES = """
import hashlib, json, re
from django.contrib.auth.models import Group
from django.test import Client
client, found, waiting = Client(HTTP_HOST="127.0.0.1:8999"), {}, ["/", "/people/", "/tags/", "/feed/"]
while waiting and len(found) < 100:
    path = waiting.pop(0)
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    found[path] = [answer.status_code, hashlib.sha256(body).hexdigest()]
    links = [link.decode() for link in re.findall(rb'href="(/[a-z][^"#?]*)"', body)]
    waiting += [link for link in dict.fromkeys(links) if link not in found and link not in waiting
                and not link.startswith(("/static", "/images", "/style", "/admin", "/edit"))]
for group in Group.objects.all():
    found[group.name] = sorted(group.permissions.values_list("codename", flat=True))
print("found", json.dumps(found, sort_keys=True))
"""
EMPTY = "from django.db import connection\nwith connection.cursor() as cursor: cursor.execute({!r})"


def pages(site: Site) -> str:
    (line,) = re.findall(r"^found (.*)$", site.run(PAGES), re.MULTILINE)
    return line


def test_every_page_is_the_same_byte_for_byte(site_template: Site, tmp_path: Path) -> None:
    said = (ROOT / "docs" / "deploying.md").read_text()
    data, file = tmp_path / "var", tmp_path / "everything.xml"
    data.mkdir()
    (data / "static").symlink_to(site_template.data_dir / "static")
    here = {"SITE_URL": "http://127.0.0.1:8999"}
    small = Site(data, f"sqlite:///{data / 'newsroom.sqlite3'}", free_port(), demo="yes", variables=here)
    (data / "local.env").write_text((site_template.data_dir / "local.env").read_text())
    small.manage("prepare")
    copy_database(place_of("site"), "newsroom_moved_on")
    try:
        large = Site(data, url_of("newsroom_moved_on"), free_port(), variables=here)
        words = "dumpdata --exclude sessions --format xml --output /var/lib/newsroom/everything.xml"
        assert f"newsroom {words}\n" in said
        small.manage(*words.replace("/var/lib/newsroom/everything.xml", str(file)).split())
        large.run(EMPTY.format(large.manage("sqlflush").stdout))
        large.manage("loaddata", str(file))
        large.manage("rebuildsearch")
        before, after = pages(small), pages(large)
        assert before == after and before.count(": [200, ") > 50
    finally:
        drop_database("newsroom_moved_on")

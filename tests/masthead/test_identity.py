"""The newsroom's icon: in a browser's tab, on a phone, where old browsers look, and in the manifest."""

import json
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image as Pixels

from tests.factories import fill_in_newsroom, make_image
from tests.reading import queries, tree

pytestmark = pytest.mark.django_db


def icons(path: str = "/") -> dict[str, str]:
    found = {link.get("rel"): link.get("href") or "" for link in tree(path).iter("link")}
    return {rel: found[rel] for rel in ("icon", "apple-touch-icon", "manifest") if rel in found}


def test_without_an_icon_of_its_own_a_newsroom_has_ours() -> None:
    assert icons() == {"icon": "/static/newsroom/icon.svg", "manifest": "/site.webmanifest"}
    answer = Client().get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (302, "/static/newsroom/icon.svg")
    (icon,) = json.loads(Client().get("/site.webmanifest").content)["icons"]
    assert icon == {"src": "/static/newsroom/icon.svg", "sizes": "any", "type": "image/svg+xml"}


def test_an_icon_is_served_in_the_sizes_browsers_and_phones_want() -> None:
    picture = make_image(size=(600, 300))
    fill_in_newsroom(name="The Post", tagline="News of the port", icon=picture, language="de")
    found = icons()
    assert found["icon"] == f"/images/{picture.key}/icon-32.png"
    for rel, size in (("icon", 32), ("apple-touch-icon", 180)):
        answer = Client().get(found[rel])
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        body = answer.content if not answer.streaming else b"".join(answer.streaming_content)
        assert Pixels.open(BytesIO(body)).size == (size, size)
    said = json.loads(Client().get(found["manifest"]).content)
    assert (said["name"], said["description"], said["lang"]) == ("The Post", "News of the port", "de")
    assert [icon["sizes"] for icon in said["icons"]] == ["32x32", "180x180", "512x512"]


def test_where_old_browsers_look_is_the_icon_itself() -> None:
    picture = make_image()
    fill_in_newsroom(icon=picture)
    answer = Client().get("/favicon.ico")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["Cache-Control"] == "public, max-age=300, s-maxage=60" and not answer.cookies
    assert Client().get("/favicon.ico", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert queries("/favicon.ico") == 2
    fill_in_newsroom(icon=None)
    assert Client().get("/favicon.ico").status_code == 302
    assert Client().get(f"/images/{picture.key}/icon-32.png").status_code == 404


def test_the_admin_has_the_newsrooms_icon_too() -> None:
    picture = make_image()
    fill_in_newsroom(icon=picture)
    assert f"/images/{picture.key}/icon-32.png" in Client().get("/admin/login/").content.decode()

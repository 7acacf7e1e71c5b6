"""E7: roles hold. What everybody may do at every address of the admin is written down in rights.txt.

REWRITE_RIGHTS=1 writes it anew, REWRITE_RIGHTS=new only what has no row yet; look at the difference
before keeping it.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from images.models import Image
from publishing.admin.guard import GuardedAdmin
from publishing.admin.records import RecordAdmin
from tests.promises.rights import (
    Asking,
    Question,
    Table,
    only_what_decides,
    questions,
    read,
    telling,
    written,
)
from tests.promises.rights_scene import Scene, build
from tests.soaking import SOAK

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.same_on_both]

SNAPSHOT = Path(__file__).with_name("rights.txt")
HEAD = """\
# Who may do what in the admin, as tests/promises/test_e7.py finds it; REWRITE_RIGHTS=1 writes it anew.
# page: it is shown, or shown again with what is wrong; done: it was done; away: led on; no: refused;
# none: not found; login: asked to log in. The holder is the reporter whose drafts they are.
"""
OWN_LOGIN = {
    "logins/",
    "logins/notice/",
    "second-factor/",
    "second-factor/set-up/",
    "second-factor/codes/",
    "second-factor/file/",
    "second-factor/remove/",
    "login/code/",
    "login/second-factor/",
}
HOW_TO_MEND = "If that is right: REWRITE_RIGHTS=1 make test ARGS='-k e7', and look at the difference."


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Build the newsroom once; whatever the tests do to it is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        try:
            yield build()
        finally:
            for picture in Image.objects.all():
                picture.original.delete(save=False)
            transaction.set_rollback(True)


def snapshot() -> Table:
    return read(SNAPSHOT.read_text())


def keys(asked: list[Question]) -> set[tuple[str, str, str]]:
    return {(question.route, question.state, method) for question in asked for method in question.methods}


def differences(found: Table) -> dict[Any, Any]:
    """Return what is answered otherwise than it is written down."""
    known = snapshot()
    return {key: (known.get(key), row) for key, row in found.items() if known.get(key) != row}


def of(asked: list[Question], route: str) -> list[Question]:
    return [question for question in asked if question.route == route]


def test_every_address_has_its_row_and_every_row_its_address(scene: Scene) -> None:
    asked = questions(scene)
    if os.environ.get("REWRITE_RIGHTS") == "new":
        known = {key: row for key, row in snapshot().items() if key in keys(asked)}
        missing = [question for question in asked if keys([question]) - known.keys()]
        SNAPSHOT.write_text(HEAD + written(known | Asking(scene).table(missing)))
    elif os.environ.get("REWRITE_RIGHTS"):
        SNAPSHOT.write_text(HEAD + written(Asking(scene).table(asked)))
    assert keys(asked) - snapshot().keys() == set(), HOW_TO_MEND
    assert snapshot().keys() - keys(asked) == set(), HOW_TO_MEND


def test_everybody_may_do_what_is_written_down_and_nothing_else(scene: Scene) -> None:
    asked = questions(scene)
    known = snapshot()
    found = Asking(scene).table(asked) if SOAK else Asking(scene).table(telling(asked, known), known)
    assert differences(found) == {}, HOW_TO_MEND


def test_strangers_and_colleagues_without_rights_get_nowhere() -> None:
    """Read what is written down, so that nobody writes down a hole."""
    open_to_all = {"jsi18n/", "login/", "logout/", "password_change/", "password_change/done/", "forgotten/"}
    for (route, state, method), (stranger, without, *_others) in snapshot().items():
        if route in open_to_all or route.startswith(("join/", "password/", "not-me/")):
            continue
        assert stranger in ("login", "no"), (route, method)
        # The desk and the search are there for everybody, and show each what they may see.
        harmless = {"page"} if route in ("", "find/") else set()
        if route in OWN_LOGIN:
            # Everybody has a login of their own to look after.
            harmless = {"page", "away", "login"}
        if route.endswith("<path:object_id>/") or route == "<app_label>":
            # These lead on, whatever is asked.
            harmless = {"away"}
        if (route, state) == ("accounts/user/<path:object_id>/change/", "oneself"):
            harmless = {"page", "done"}
        assert without in {"no", "none", "405"} | harmless, (route, state, method, without)


def test_somebody_without_rights_cannot_tell_what_there_is(scene: Scene) -> None:
    """What is not there is answered as what is."""
    known, asking, told = snapshot(), Asking(scene), {}
    asked = questions(scene)
    of_each = {question.route: question for question in reversed(asked)}.values()
    missing = [
        replace(question, path=re.sub(r"/\d+/", "/999999/", question.path, count=1))
        for question in (of_each if SOAK else telling(asked, known))
        if "object_id>" in question.route and re.search(r"/\d+/", question.path)
    ]
    with only_what_decides(scene.people["no rights"]):
        for question in missing:
            told |= {
                (question.route, question.state, method): asking.answer(question, method, "no rights")
                for method in question.methods
            }
    assert len(told) > 80
    assert {key: answer for key, answer in told.items() if known[key][1] != answer} == {}


def test_control_a_page_that_asks_for_no_right_is_found(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unguarded(self: Any, request: Any, object_id: Any) -> Any:
        return self.get_object(request, str(object_id))

    versions = of(questions(scene), "articles/article/<int:object_id>/versions/")
    assert differences(Asking(scene).table(versions)) == {}
    monkeypatch.setattr(GuardedAdmin, "object_or_404", unguarded)
    found = differences(Asking(scene).table(versions))
    assert found
    assert all(row[1] == "page" for _known, row in found.values()), "somebody without rights sees it"


def test_control_a_button_that_asks_for_no_right_is_found(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = of(questions(scene), "publishing/tag/<int:object_id>/remove/")
    monkeypatch.setattr(RecordAdmin, "may_remove", lambda *arguments: True)
    assert differences(Asking(scene).table(remove))
    assert differences(Asking(scene).table(telling(remove, snapshot()), snapshot())), "asking fewer, too"


def test_control_a_new_address_is_missed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    new = Question("articles/article/<int:object_id>/burn/", "draft", "articles/article/1/burn/")
    assert keys([new]) - snapshot().keys()

"""Who may do what in the admin: every address the resolver has, asked by everybody, in every state."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Article, ArticleEdition
from masthead.site import site_at
from profiles.models import Person
from publishing.bases import WorkingCopy
from publishing.models import Event
from tests import factories as make
from tests.admin_forms import AdminPage
from tests.promises.rights_scene import WHO, Scene

METHODS = ("GET", "POST")
WORDS = {200: "page", 302: "away", 403: "no", 404: "none"}
FORMS = ("add/", "change/", "fix/")
"""Pages whose form is sent as it was opened, with a word of it changed."""
NAMES = ("headline", "title", "name", "first_name")
TOKEN = "<token>"
SENT_AS = "application/x-www-form-urlencoded"

Key = tuple[str, str, str]
"""Address, state and method."""
Table = dict[Key, tuple[str, ...]]


@dataclass(frozen=True)
class Question:
    """One address in one state, and what is sent there."""

    route: str
    state: str
    path: str
    sent: Mapping[str, Any] = field(default_factory=dict)
    methods: tuple[str, ...] = METHODS


# Which addresses there are.


def routes(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Return every address below /admin/; of what is written as an expression, the name of the part."""
    for pattern in (resolver or get_resolver()).url_patterns:
        start, _is_expression, rest = str(pattern.pattern).lstrip("^").partition("(?P<")
        route = before + start + (f"<{rest.partition('>')[0]}>" if rest else "")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, route)
        elif route.startswith("admin/"):
            yield route.removeprefix("admin/")


def questions(scene: Scene) -> list[Question]:
    """Fill every address with everything that may be answered differently."""
    found = [question for route in dict.fromkeys(routes()) for question in _filled(route, scene)]
    return [*found, *_actions(scene), *_choices()]


def telling(asked: Iterable[Question], table: Table) -> list[Question]:
    """Choose for each address the state in which the answers differ most from one to another.

    Of a page that several kinds have under the same name, with the same answers, one is chosen.
    """
    best: dict[str, tuple[int, Question]] = {}
    for question in asked:
        answers = [table.get((question.route, question.state, method), ()) for method in METHODS]
        said = sum(len(set(row)) + row.count("done") for row in answers)
        if question.route not in best or said > best[question.route][0]:
            best[question.route] = (said, question)
    different: dict[tuple[Any, ...], Question] = {}
    for _said, question in best.values():
        name = question.route.partition("object_id>")[2] or question.route
        rows = [table.get((question.route, question.state, method)) for method in METHODS]
        different.setdefault((name, *rows), question)
    return [*different.values()]


def _filled(route: str, scene: Scene) -> Iterator[Question]:
    model = _model(route)
    for part in ("<int:object_id>", "<path:object_id>"):
        if part in route and model is not None:
            for state, row in scene.rows[model].items():
                path = route.replace(part, str(row.pk))
                path += "?old=1" if path.endswith("compare/") else ""
                yield Question(route, state, path, _sent(row, scene))
            if model is User:
                yield Question(route, "oneself", route.replace(part, "{own}"))
            return
    path = route
    for part, value in _words(scene).items():
        path = path.replace(part, value)
    if path.startswith("password/"):
        path = route.replace(TOKEN, scene.words["password token"])
    if path.startswith("not-me/"):
        path = route.replace(TOKEN, scene.words["device token"])
    assert "<" not in path, f"Say in {__name__} what fills the address {route}."
    yield Question(route, "", path, {"mark": scene.words["mark"], **_confirmed(route, scene)})


def _confirmed(route: str, scene: Scene) -> dict[str, str]:
    """Return what has to be typed once more before something is erased."""
    people = {"<slug:person>": scene.rows[Person]["draft"].name}
    people["<int:colleague>"] = scene.rows[User]["somebody who has left"].username
    names = [name for part, name in people.items() if part in route]
    return {"texts": "keep", "confirmed": names[0]} if names else {}


def _words(scene: Scene) -> dict[str, str]:
    """Return what stands in for the parts of addresses that name no row of a kind."""
    scheduled = scene.rows[Article]["scheduled"]
    return {
        "<int:role_id>": str(make.group_of("reporter").role.pk),
        "<int:invitation_id>": str(scene.words["invitation"].pk),
        "<path:content_type_id>": str(ContentType.objects.get_for_model(ArticleEdition).pk),
        "<path:object_id>": str(scheduled.editions.get().pk),
        "<slug:delivery>": scene.words["delivery"],
        "<slug:delivered>": scene.words["delivered"],
        "<slug:person>": scene.rows[Person]["draft"].key,
        "<int:colleague>": str(scene.rows[User]["somebody who has left"].pk),
        "<slug:words>": scene.words["buffer"].key,
        TOKEN: scene.words["token"],
        "<path>": f"articles/{scheduled.slug}/",
        "<url>": "nonsense",
        "<app_label>": "articles/",
    }


def _model(route: str) -> Any:
    for model in admin.site._registry:
        if route.startswith(f"{model._meta.app_label}/{model._meta.model_name}/"):
            return model
    return None


def _sent(row: Any, scene: Scene) -> dict[str, Any]:
    """Return what a confirmation page takes, so that whoever may do it has it done."""
    sent = {
        "version": getattr(row, "version", ""),
        "note": "Because it is so.",
        "public_note": "What changed.",
        "change": "minor",
        "kind": "correction",
        "pending": "keep",
        "revision": 1,
        "starts_at": (timezone.now() + 2 * (make.tomorrow() - timezone.now())).strftime("%Y-%m-%dT%H:%M"),
        "mark": scene.words["mark"],
    }
    if isinstance(row, WorkingCopy):
        # A private note, for its address.
        sent |= {"edition": 1, "verb": "write", "key": "n1", "text": "Who says so?"}
    return sent


def _actions(scene: Scene) -> Iterator[Question]:
    """Ask for every action on every list, offered or not."""
    for model, page in admin.site._registry.items():
        names = [getattr(action, "__name__", action) for action in page.actions]
        route = f"{model._meta.app_label}/{model._meta.model_name}/"
        for name in ("delete_selected", *names):
            for state, row in scene.rows[model].items():
                sent = {
                    "action": name,
                    "_selected_action": row.pk,
                    "version": f"{row.pk}:{getattr(row, 'version', 0)}",
                    "post": "yes",
                }
                yield Question(f"{route} [{name}]", state, route, sent, methods=("POST",))


def _choices() -> Iterator[Question]:
    """Ask every search box for what can be chosen there."""
    for page in admin.site._registry.values():
        for form in (page, *(inline(page.model, admin.site) for inline in page.inlines)):
            for name in form.autocomplete_fields:
                meta = form.model._meta
                asked = f"app_label={meta.app_label}&model_name={meta.model_name}&field_name={name}"
                route = f"autocomplete/ [{meta.model_name}.{name}]"
                yield Question(route, "", f"autocomplete/?{asked}", methods=("GET",))


# What is answered.


class Asking:
    """Asks for everybody, and leaves the newsroom as it was."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.forms: dict[str, dict[str, Any]] = {}
        self.client = Client()

    def table(self, asked: Iterable[Question], known: Table | None = None) -> Table:
        """Return what everybody is answered; with what is known, only those who tell most are asked.

        Those who ask are sorted by what they may do. Where three in a row are answered alike, the one in
        the middle is taken at the word of the other two.
        """
        asked = list(asked)
        self.open_forms(asked)
        table: Table = {}
        for place, who in enumerate(WHO):
            with only_what_decides(self.scene.people.get(who)):
                for question in asked:
                    for method in question.methods:
                        key = (question.route, question.state, method)
                        answer = between((known or {}).get(key, ()), place)
                        answer = answer or self.answer(question, method, who)
                        table[key] = (*table.get(key, ()), answer)
        return table

    def open_forms(self, asked: Iterable[Question]) -> None:
        """Open the forms that are to be sent, as somebody who sees all of them; one's own as oneself."""
        page = AdminPage(self.scene.people["superuser"])
        for path in {question.path for question in asked if question.path.endswith(FORMS)}:
            if "{own}" not in path:
                self.open_form(page, path)
                continue
            for user in self.scene.people.values():
                self.open_form(AdminPage(user), path.replace("{own}", str(user.pk)))

    def open_form(self, page: AdminPage, path: str) -> None:
        answer = page.client.get(f"/admin/{path}")
        if answer.status_code != 200:
            return
        form = page.form_on(answer)
        for name in NAMES:
            if name in form:
                form[name] = [f"{form[name][0]} X"]
        self.forms[path] = form

    def answer(self, question: Question, method: str, who: str) -> str:
        """Ask once; say in a word what came of it."""
        user = self.scene.people.get(who)
        path = question.path.replace("{own}", str(user.pk if user else 0))
        entries = Entries()
        with undone(), connection.execute_wrapper(entries):
            if method == "GET":
                answer = self.client.get(f"/admin/{path}")
            else:
                sent = urlencode(dict(question.sent) | self.forms.get(path, {}), doseq=True)
                answer = self.client.post(f"/admin/{path}", sent, content_type=SENT_AS)
        if entries.written:
            return "done"
        if answer.get("Location", "").startswith(reverse("admin:login")):
            return "login"
        return WORDS.get(answer.status_code, str(answer.status_code))


def between(row: tuple[str, ...], place: int) -> str:
    """Return the answer of somebody whose neighbours are answered the same, and nothing of anybody else."""
    inside = 0 < place < len(row) - 1
    return row[place] if inside and len(set(row[place - 1 : place + 2])) == 1 else ""


@contextmanager
def only_what_decides(user: User | None) -> Iterator[None]:
    """Leave out what takes the time and decides nothing: drawing pages, loading the login and the site."""
    site = site_at(timezone.now())
    who = User.objects.get(pk=user.pk) if user else AnonymousUser()
    with (
        patch.object(Template, "render", lambda *arguments, **named: ""),
        patch("desk.admin_site.NewsroomAdminSite.each_context", lambda *arguments: {}),
        patch("django.contrib.auth.get_user", lambda request: who),
        patch("masthead.site.site_at", lambda moment: site),
    ):
        yield


class Entries:
    """Notices whether anything is entered in the history."""

    written = False

    def __call__(self, execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        self.written |= sql.startswith(f'INSERT INTO "{Event._meta.db_table}"')
        return execute(sql, *arguments)


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# How it is written down.


def written(table: Table) -> str:
    """Write a table for people: states that are answered alike stand in one line."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for (route, state, method), answers in table.items():
        alike.setdefault((route, method, *answers), []).append(state)
    rows = [(route, ", ".join(states), *rest) for (route, *rest), states in alike.items()]
    rows = [("address", "state", "method", *WHO), *sorted(rows, key=lambda row: row[0])]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        " ; ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join(lines) + "\n"


def read(text: str) -> Table:
    """Read what was written down; lines that begin with # are for people."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    table: Table = {}
    for line in lines[1:]:
        route, states, method, *answers = (cell.strip() for cell in line.split(" ; "))
        table |= {(route, state, method): tuple(answers) for state in states.split(", ")}
    return table

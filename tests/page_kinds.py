"""Every kind of page there is, found from the addresses themselves, so that no new one is forgotten."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.contrib import admin
from django.test import Client
from django.urls import URLResolver, resolve, reverse

from accounts.models import User
from articles.admin import ArticleAdmin
from articles.models import Delivered
from colleagues.models import Role
from profiles.models import Person
from publishing.admin.verbs import BringBack
from publishing.admin.working_copies import WorkingCopyAdmin
from publishing.models import Buffer
from tests.promises.crawler import Answer, patterns

START = ("/", "/robots.txt", "/favicon.ico", "/.well-known/tdmrep.json")
"""Where a crawl begins: at home, and at what browsers and search engines ask for unasked."""

NOT_LINKED = {
    "edit": "is typed by colleagues, and leads to a form",
    "sitemap-kind": "is in the sitemap of an archive of thousands",
    "sitemap-letter": "is in the sitemap of an archive of thousands",
    "security": "is asked for by who has found a hole",
    "security-before": "leads on",
    "change-password": "is asked for by password managers",
    "health": "is asked by whatever watches over the server",
    "health-live": "is asked by whatever watches over the server",
}
"""Public addresses that no page leads to, on purpose."""

NO_PAGE = {
    "login": "is left at once by whoever is logged in",
    "logout": "is sent by a button, and answers nothing else",
    "view_on_site": "leads to a public page",
    "app_list": "leads to the first page",
    "autocomplete": "answers a search box",
    "jsi18n": "is a script",
    "lookup": "answers the text editor",
    "make": "is sent by the picker",
    "read": "is sent by the picker",
    "upload": "is sent by the text editor",
    "card": "answers the text editor",
    "delete": "nothing is deleted",
    "edit": "leads to a form",
    "masthead_newsroom_changelist": "leads to the one form there is",
    "masthead_newsroom_add": "leads to the one form there is",
    "sample": "is a drawing",
    "download": "is a file to take along",
    "hide-steps": "is sent by a button",
    "checks": "is asked by the page a text is written on",
    "checks-new": "is asked by the page a text is written on",
    "checks-leave": "is sent by the page a text is written on",
    "notes": "is sent by the page a text is written on",
    "company": "is asked by the page a text is written on",
    "paste": "is asked by the page a text is written on",
    "settle": "is sent by the page a text is written on",
    "keep": "is sent by the page a text is written on",
    "keep-new": "is sent by the page a text is written on",
    "seen": "answers the doctor alone",
    "publish-panel": "is a part of the page a text is written on",
    "publish-panel-new": "is a part of the page a text is written on",
    "audit-export": "is a file to take along",
    "role-make": "is sent by a button",
    "invitation-send": "is sent by a button",
    "invitation-link": "is sent by a button",
    "invitation-revoke": "is sent by a button",
    "login-notice": "is sent by a button",
    "second-factor-file": "is a file to take along",
    "second-factor-remove": "leads on whoever needs one",
    "masthead_newsroom_remove": "is nobody’s to do",
    **{f"demo_demorow_{name}": "is nobody’s to see" for name in ("changelist", "add", "change", "history")},
}
"""Addresses of the admin that are no page, by their name or the last part of it."""

AFTER_PASSWORD = {"login-code", "login-factor"}
"""Pages shown to whoever has just given their password; tests/colleagues/second_factor looks at them."""

FORMS = 8
OWN = ("changelist", "add", "change", "preview")
"""Pages that differ from one kind of row to the next; the others are the same for all."""


def is_page(answer: Any) -> bool:
    """Tell whether an answer is a page to look at."""
    return answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")


def public_pages(answers: Mapping[str, Answer]) -> dict[str, list[str]]:
    """Sort the pages a crawl has found by the name of their address, longest first."""
    found: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers.values():
        if answer.status == 200 and answer.header("Content-Type").startswith("text/html"):
            found[_name(answer)].append(answer)
    return {
        name: [answer.path for answer in sorted(pages, key=lambda page: -len(page.body))]
        for name, pages in found.items()
    }


def forgotten(answers: Mapping[str, Answer]) -> set[str]:
    """Return the public addresses that a crawl has not come to."""
    visited = {_name(answer) for answer in answers.values() if answer.status == 200}
    return {str(pattern.name) for pattern in patterns()} - visited - NOT_LINKED.keys() - before_login()


def before_login() -> set[str]:
    """Return the names of pages for people who are to log in; their addresses are secret."""
    return {
        str(pattern.name) for pattern in patterns() if str(pattern.pattern).lstrip("^").startswith("admin/")
    }


def _name(answer: Answer) -> str:
    return resolve(answer.path.partition("?")[0]).view_name


class AsksOnce:
    """A client that asks for each page once: the heavy ones of the admin are looked at by several tests."""

    def __init__(self, client: Client) -> None:
        self.client, self.answers = client, {}

    def get(self, path: str) -> Any:
        if path not in self.answers:
            self.answers[path] = self.client.get(path)
        return self.answers[path]


def admin_pages(client: Client | AsksOnce) -> dict[str, str]:
    """Return an address for every kind of page in the admin; a kind that cannot be shown fails."""
    return {kind: path for kind, (path, _page) in _shown(client, forms=FORMS).items()}


def admin_templates(client: Client) -> dict[str, str]:
    """Return the address of the fullest page of each template of the admin; of verbs one asks for all."""
    found: dict[str, tuple[str, Any]] = {}
    alike = {f"draft_{verb.name}" for verb in (*ArticleAdmin.verb_forms, BringBack)} - {"draft_fix"}
    # Readers have the same pages.
    alike |= {"articles_article_preview", "pages_page_preview", "profiles_person_preview"}
    for path, page in _shown(client, forms=1, leave_out=alike).values():
        template = page.templates[0].name
        if template not in found or len(page.content) > len(found[template][1].content):
            found[template] = (path, page)
    return {template: path for template, (path, _page) in found.items()}


def _shown(client: Client, *, forms: int, leave_out: Collection[str] = ()) -> dict[str, tuple[str, Any]]:
    """Return a page of every kind in the admin, of forms the fullest of so many."""
    found: dict[str, tuple[str, Any]] = {}
    for pattern in _admin_patterns(admin.site.urls[0]):
        kind = _kind(pattern.name)
        is_no_page = not NO_PAGE.keys().isdisjoint({pattern.name, _last(pattern.name)})
        if is_no_page or kind in found or kind in leave_out:
            continue
        shown = ((path, page) for path in _addresses(pattern) if is_page(page := client.get(path)))
        # The fullest of some forms; of the other pages one is like another.
        looked_at = list(islice(shown, forms if _last(pattern.name) == "change" else 1))
        assert looked_at, f"Nothing shows the admin’s page “{pattern.name}”: make it in tests/whole_site.py"
        found[kind] = max(looked_at, key=lambda pair: len(pair[1].content))
    return found


def _admin_patterns(patterns: Iterable[Any]) -> Iterator[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _admin_patterns(pattern.url_patterns)
        elif pattern.name:
            yield pattern


def _kind(name: str) -> str:
    """Name a page's kind: what all drafts share is one kind, whatever is drafted."""
    model = _model(name)
    if model is None or _last(name) in OWN:
        return name
    shared = isinstance(admin.site._registry[model], WorkingCopyAdmin)
    return f"draft_{_last(name)}" if shared else f"row_{_last(name)}"


def _last(name: str) -> str:
    return name.rpartition("_")[2] if _model(name) else name


def _model(name: str) -> Any:
    for model in admin.site._registry:
        if name.startswith(f"{model._meta.app_label}_{model._meta.model_name}_"):
            return model
    return None


def _addresses(pattern: Any) -> Iterator[str]:
    name = f"admin:{pattern.name}"
    model = _model(pattern.name)
    if _last(pattern.name) == "words":
        yield from (
            reverse(name, args=[kept.key]) for kept in Buffer.objects.filter(kind=model._meta.model_name)
        )
    elif _last(pattern.name) in ("delivery", "delivered"):
        # Of several files: a single one is looked at at once.
        for one in Delivered.objects.filter(position__gt=1).select_related("delivery"):
            keys = [one.delivery.key, one.key]
            yield reverse(name, args=keys if _last(pattern.name) == "delivered" else keys[:1])
    elif pattern.name == "erase-person":
        yield from (reverse(name, args=[person.key]) for person in Person.objects.out_of_bin())
    elif pattern.name == "erase-colleague":
        yield from (reverse(name, args=[user.pk]) for user in User.objects.filter(is_active=False))
    elif _last(pattern.name) == "preview-new":
        # Beside the text, where it waits for words; by itself it leads to the form.
        yield f"{reverse(name)}?tab=nothing-kept"
    elif _last(pattern.name) == "role":
        yield from (reverse(name, args=[role.pk]) for role in Role.objects.all())
    elif "object_id" not in pattern.pattern.regex.groupindex:
        yield reverse(name)
    elif model is not None:
        for row in model._default_manager.order_by("pk"):
            path = reverse(name, args=[row.pk])
            yield from (path, f"{path}?old=1") if _last(pattern.name) == "compare" else (path,)

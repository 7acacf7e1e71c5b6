"""A few pages about the newsroom, by the verbs: there are never many."""

from pages.models import Page
from publishing.richtext import build
from publishing.workflow import create, publish

TITLES = ("About us", "How we work", "Ethics", "Contact", "Imprint", "Privacy")


def make_pages() -> None:
    """Write and publish them."""
    for title in TITLES:
        page = Page()
        body = build.paragraph(build.text(f"{title}: what readers should know."))
        create(working_copy=page, payload=page.payload() | {"title": title, "body": body}, actor=None)
        publish(working_copy=page, version=page.version, actor=None)

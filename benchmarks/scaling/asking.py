"""What is asked for: every kind of page, first and deepest, for readers and for colleagues."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import F
from django.urls import reverse

from articles.models import Article, ArticleEdition, ArticleTag, Citation, Mention
from benchmarks.archive.story import WITH_MOST
from profiles.models import Person, PersonEdition
from publishing.admin.working_copies import WorkingCopyAdmin
from publishing.models import Tag
from references.models import Publisher, Reference

STATES = (
    "stage__exact=submitted",
    "stage__exact=writing",
    "holder=me",
    "holder=nobody",
    "public=live",
    "public=later",
    "public=no",
)
FROM_THE_END = 30
"""The deepest part of a listing begins so many before its last."""


class Archive:
    """What to ask for in one archive: the most used things, and the ends of lists."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.live = ArticleEdition.objects.live(at)
        self.tag = Tag.objects.get(pk=self._most(ArticleTag, "tag"))
        self.source = Reference.objects.get(pk=self._most(Citation, "reference"))
        self.person = PersonEdition.objects.live(at).order_by("working_copy")[0]
        # The same place in every archive: the article with very many versions.
        self.long = Article.objects.order_by("pk")[WITH_MOST]
        # One that is as its draft is: what else there would be to say of it is another page.
        as_it_is = self.live.filter(number=1, revision__number=F("working_copy__version"))
        self.newest = as_it_is.newest()[0]
        self.draft = Article.objects.filter(editions=None, binned_at=None).order_by("-pk")[0]

    def _most(self, model: Any, name: str) -> int:
        first = model.objects.order_by(name).values_list(name, flat=True)[:1]
        return int(first[0])

    def deepest(self, rows: Any, name: str = "pk") -> str:
        """Return where the last part of a listing begins."""
        oldest = rows.order_by("published_at", name).values_list(name, flat=True)[:FROM_THE_END]
        return str(ArticleEdition.objects.get(pk=list(oldest)[-1]).key)


def for_readers(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield the pages readers have, each with its address."""
    at, tag, source, person = archive.at, archive.tag, archive.source, archive.person
    tagged, cited = (
        ArticleTag.objects.live(at).filter(tag=tag),
        Citation.objects.live(at).filter(reference=source),
    )
    named = Mention.objects.live(at).filter(person=person.working_copy_id)
    yield "home", "/"
    yield "home, deepest", f"/?before={archive.deepest(archive.live)}"
    yield "article", archive.newest.get_absolute_url()
    yield "article with most versions", archive.live.get(working_copy=archive.long).get_absolute_url()
    yield "tag", tag.get_absolute_url()
    yield "tag, deepest", f"{tag.get_absolute_url()}?before={archive.deepest(tagged, 'edition')}"
    yield "person", person.get_absolute_url()
    if len(named[:FROM_THE_END]) == FROM_THE_END:
        where = f"?in=mentioned&before={archive.deepest(named, 'edition')}"
        yield "person, deepest", f"{person.get_absolute_url()}{where}"
    yield "source", source.get_absolute_url()
    yield (
        "source, deepest",
        f"{source.get_absolute_url()}?in=articles&before={archive.deepest(cited, 'edition')}",
    )
    yield "people", "/people/"
    last = PersonEdition.objects.live(at).order_by("-sort_key", "-pk")[FROM_THE_END // 10]
    yield "people, deepest", f"/people/?after={last.key}"
    yield "people of a letter", "/people/?letter=a"
    yield "tags", "/tags/"
    yield "tags of a letter", "/tags/?letter=h"
    yield "news sitemap", "/news-sitemap.xml"
    yield "page", "/about-us/"
    yield "feed", "/feed/"
    yield "tag's feed", f"{tag.get_absolute_url()}feed/"
    yield "person's feed", f"{person.get_absolute_url()}feed/"
    yield "sitemap", "/sitemap.xml"
    yield "nothing there", "/articles/there-is-no-such-thing/"


def for_colleagues(archive: Archive) -> Iterator[tuple[str, str]]:
    """Yield the pages colleagues have, each with its address."""
    yield "desk", reverse("admin:index")
    yield "background work", reverse("admin:background")
    yield "find: nothing", _find("zzyzx")
    yield "find: one article", _find(archive.newest.headline)
    yield "find: in very many", _find("harbour council")
    yield "find: as one types", _find("harb")
    for model, page in admin.site._registry.items():
        yield from _lists(model, page)
    for what, row in {
        "article": archive.live.get(pk=archive.newest.pk).working_copy,
        "article with most versions": archive.long,
        "draft": archive.draft,
        "most used tag": archive.tag,
        "most cited source": archive.source,
        "its publisher": archive.source.publisher,
        "most named person": archive.person.working_copy,
    }.items():
        yield from _pages_of(what, row)


def _find(words: str) -> str:
    return f"{reverse('admin:find')}?{urlencode({'q': words})}"


def _lists(model: Any, page: Any) -> Iterator[tuple[str, str]]:
    if model not in (Article, Person, Tag, Reference, Publisher):
        return
    kind, url = model._meta.model_name, page.url("changelist")
    yield f"list of {kind}", url
    yield f"list of {kind}, page 10", f"{url}?p=10"
    yield f"list of {kind}, far", f"{url}?p=1000"
    yield f"list of {kind}, found", f"{url}?q=harbour"
    yield f"list of {kind}, none found", f"{url}?q=zzyzx"
    if issubclass(type(page), WorkingCopyAdmin):
        for asked in STATES:
            yield f"list of {kind}, {asked}", f"{url}?{asked}"
        yield f"bin of {kind}", page.url("bin")
    if model is Article:
        yield f"list of {kind}, label", f"{url}?label__exact=opinion"
    if model is Reference:
        for asked in ("is_incomplete__exact=1", "type__exact=report", "confidential__exact=1"):
            yield f"list of {kind}, {asked}", f"{url}?{asked}"
    if hasattr(page, "lookup_view"):
        yield f"picker of {kind}: used last", page.url("lookup")
        yield f"picker of {kind}: found", f"{page.url('lookup')}?q=harbour"
        yield f"picker of {kind}: nearly called", f"{page.url('lookup')}?alike=Harbour+board+report"


def _pages_of(what: str, row: Any) -> Iterator[tuple[str, str]]:
    page = admin.site.get_model_admin(type(row))
    yield f"form: {what}", page.url("change", row)
    yield f"history: {what}", page.url("history", row)
    if isinstance(page, WorkingCopyAdmin):
        for name in ("versions", "published", "publish", "publish-panel", "put-in-bin", "preview"):
            yield f"{name}: {what}", page.url(name, row)
    else:
        yield f"delete: {what}", page.url("remove", row)


def choosers() -> Iterator[tuple[str, str]]:
    """Yield what Django's own boxes to choose in ask."""
    boxes = (("articles", "draftcredit", "person"), ("articles", "draftsource", "reference"),
             ("references", "reference", "publisher"))  # fmt: skip
    for app, model, field in boxes:
        for words in ("", "har"):
            asked = {"app_label": app, "model_name": model, "field_name": field, "term": words}
            yield (
                f"chooser of {field}: {words or 'all'}",
                f"{reverse('admin:autocomplete')}?{urlencode(asked)}",
            )

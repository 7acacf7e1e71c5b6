"""The admin of articles."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.delivering.admin import BringInMixin
from articles.downloading import DownloadMixin
from articles.forms import ArticleForm, CreditRow, SourceRow
from articles.importing.embargo import hold_back
from articles.models import Article, DraftCredit, DraftSource
from articles.models.content import COLUMNS, unwritten_in
from articles.pasted import embargo_in, with_people
from articles.publishing_forms import WITH_PEOPLE
from articles.shown import preview_of
from images.models import Image
from images.shown import pictures_to_become_public
from manuscripts import Manuscript
from profiles.models import Person
from publishing.admin.forms import ChoiceRows
from publishing.admin.guard import GuardedInline, actor_of, may
from publishing.admin.verbs import LiftEmbargo, PutUnderEmbargo
from publishing.admin.versions import named
from publishing.admin.working_copies import HolderFilter, PublicFilter, WorkingCopyAdmin
from publishing.admin.writing.pasted_article import FoundPeople, sent_aside
from publishing.bases import Payload
from publishing.embargoes import Embargo
from publishing.errors import NotAllowed
from publishing.models import Tag
from references.models import Reference

MAIN_PICTURE = ("main_image", "main_image_alt", "main_image_decorative", "main_image_caption")


class CreditRows(GuardedInline):
    model = DraftCredit
    form = CreditRow
    formset = ChoiceRows
    fields = ("position", "person", "name", "is_agency", "role")
    autocomplete_fields = ("person",)
    verbose_name = gettext_lazy("byline")
    verbose_name_plural = gettext_lazy("Bylines")


class SourceRows(GuardedInline):
    model = DraftSource
    form = SourceRow
    formset = ChoiceRows
    fields = ("position", "reference")
    autocomplete_fields = ("reference",)
    tab = "sources"
    verbose_name = gettext_lazy("source")
    verbose_name_plural = gettext_lazy("Sources of the whole article")


@admin.register(Article)
class ArticleAdmin(BringInMixin, DownloadMixin, WorkingCopyAdmin):
    form = ArticleForm
    reads_articles = True
    lengths = {"headline": 60, "standfirst": 160}
    fieldsets = (
        (None, {"fields": ("headline", "standfirst", "body")}),
        (None, {"fields": ("tags",)}),
        (None, {"fields": ("label",)}),
        (None, {"fields": MAIN_PICTURE}),
        (None, {"fields": ("short_headline", "slug", "language")}),
    )
    inlines = (CreditRows, SourceRows)
    autocomplete_fields = ("main_image",)
    fixable = (
        "headline",
        "short_headline",
        "standfirst",
        "body",
        "main_image_alt",
        "main_image_decorative",
        "main_image_caption",
    )
    verb_forms = (
        *(WITH_PEOPLE.get(verb, verb) for verb in WorkingCopyAdmin.verb_forms),
        PutUnderEmbargo,
        LiftEmbargo,
    )
    list_display = ("headline", "label", "state", "who_has_it", "changed_at")
    list_filter = ("stage", HolderFilter, PublicFilter, "label")
    list_select_related = ("holder",)
    search_fields = ("headline", "short_headline", "slug")
    ordering = ("-changed_at",)

    def write_draft(self, request: HttpRequest, form: Any, formsets: Any, *, change: bool) -> None:
        """Write what was sent; an embargo that was pasted with it holds the draft back."""
        said = embargo_in(sent_aside(request), zone=request.site.zone)
        if said is None:
            super().write_draft(request, form, formsets, change=change)
        elif change:
            # First, since what is saved could be published at once.
            self._hold_back(request, Article.objects.get(pk=form.instance.pk), said)
            super().write_draft(request, form, formsets, change=change)
        else:
            with transaction.atomic():
                super().write_draft(request, form, formsets, change=change)
                self._hold_back(request, form.instance, said)

    def _hold_back(self, request: HttpRequest, article: Article, said: Embargo) -> None:
        try:
            told = hold_back(article, said, actor=actor_of(request))
        except NotAllowed:
            told = hold_back(article, said, actor=actor_of(request), with_scheduled=False)
            told.append(
                _(
                    "The draft is under embargo now, but what is scheduled for before its end still goes "
                    "public: only editors can cancel that. Tell them."
                )
            )
        for sentence in told:
            messages.warning(request, sentence)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.may_add_tags, form.may_see_tags = may(request, "add", Tag), may(request, "view", Tag)
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Start a new article with its writer's own byline, which can be taken out like any other."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if (
            isinstance(inline, CreditRows)
            and obj.pk is None
            and (person := Person.objects.of_colleague(request.user))
        ):
            kwargs["initial"] = [{"position": 1, "person": person.pk}]
        return kwargs

    def with_people(self, request: HttpRequest, manuscript: Manuscript) -> tuple[Manuscript, FoundPeople]:
        return with_people(manuscript) if may(request, "view", Person) else (manuscript, FoundPeople())

    def becomes_public(self, payload: Payload, *, at: datetime) -> list[tuple[str, str]]:
        return pictures_to_become_public(payload, "main_image", at=at)

    def payload_from(self, form: Any, formsets: Sequence[Any]) -> Payload:
        data = form.cleaned_data
        rows = {formset.model: formset.chosen() for formset in formsets}
        return {name: data[name] for name in COLUMNS} | {
            "main_image": data["main_image"].key if data["main_image"] else None,
            "tags": [tag.key for tag in data["tags"]],
            "sources": [row["reference"].key for row in rows.get(DraftSource, [])],
            "credits": [
                {
                    "person": row["person"].key if row["person"] else None,
                    "name": row["name"],
                    "role": row["role"],
                    "is_agency": row["is_agency"],
                }
                for row in rows.get(DraftCredit, [])
            ],
        }

    def names_of(self, payload: Payload) -> dict[str, tuple[Any, list[str]]]:
        people = named(Person, [credit["person"] for credit in payload["credits"] if credit["person"]])
        names = iter(people)
        credits = [
            _in_words(credit, next(names) if credit["person"] else credit["name"])
            for credit in payload["credits"]
        ]
        return {
            "main_image": (_("Main picture"), named(Image, filter(None, [payload["main_image"]]))),
            "credits": (_("Bylines"), credits),
            "sources": (_("Sources of the whole article"), named(Reference, payload["sources"])),
            "tags": (_("Tags"), named(Tag, payload["tags"])),
        }

    def missing_for_preview(self, obj: Any, payload: Payload) -> list[str]:
        """Let an article be looked at while a picture still waits for its description."""
        return unwritten_in(payload)

    def preview(self, request: HttpRequest, obj: Any, payload: Payload) -> HttpResponse:
        context = {"page": preview_of(obj, payload, at=request.moment), "canonical": "", "json_ld": ""}
        return render(request, "article.html", context)


def _in_words(credit: Mapping[str, Any], name: str) -> str:
    """Return one name of the byline as the list of differences shows it."""
    kind = _("agency") if credit["is_agency"] else ""
    return " – ".join(filter(None, [name, kind, credit["role"]]))

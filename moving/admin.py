"""The admin of old addresses."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from pages.models import Page
from profiles.models import Person
from publishing.addresses import having
from publishing.admin.forms import VersionedForm
from publishing.admin.records import RecordAdmin
from publishing.models import Tag
from publishing.own_pages import page_at

from .models import TARGETS, OldAddress
from .paths import as_kept

WORKING_COPIES: dict[str, Any] = {"article": Article, "page": Page, "person": Person}


class OldAddressForm(VersionedForm):
    leads_to = forms.CharField(
        label=gettext_lazy("Leads to"),
        max_length=1000,
        help_text=gettext_lazy("Paste the address of an article, a page, a person, a tag or a list here."),
    )

    class Meta:
        model = OldAddress
        fields = ("path",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["leads_to"] = address_in_words(self.instance)

    def clean_path(self) -> str:
        path = as_kept(self.cleaned_data["path"])
        if path in ("", "/"):
            raise ValidationError(_("Write the old address without its host, such as /2019/05/harbour/"))
        return path

    def clean_leads_to(self) -> str:
        pasted: str = self.cleaned_data["leads_to"]
        match = page_at(pasted)
        if match is None:
            raise ValidationError(_("There is nothing of this site at that address. Paste one that opens."))
        self.target = target_of(match) or {"place": as_kept(pasted)}
        return pasted


def target_of(match: ResolverMatch) -> dict[str, Any]:
    """Return the row whose page an address is of, by the name of its column."""
    name, slug = str(match.view_name), match.kwargs.get("slug", "")
    if name == "tag":
        tag = Tag.objects.filter(slug=slug).first()
        return {"tag": tag} if tag else _nothing_there()
    if name in WORKING_COPIES:
        found = having(WORKING_COPIES[name].objects.out_of_bin(), slug)
        return {name: found[0]} if found else _nothing_there()
    return {}


def _nothing_there() -> dict[str, Any]:
    raise ValidationError(_("There is nothing of this site at that address. Paste one that opens."))


def address_in_words(row: OldAddress) -> str:
    """Return where an old address leads, as it would be pasted: also of what readers do not see yet."""
    target = row.target()
    if target is None:
        return row.place
    led_on = OldAddress.objects.led_on(timezone.now()).get(pk=row.pk)
    return led_on.leads_to() or draft_address(target)


def draft_address(target: Any) -> str:
    """Return the address a page will have once readers see it."""
    name = next(name for name, model in (WORKING_COPIES | {"tag": Tag}).items() if isinstance(target, model))
    return reverse(name, args=[target.slug]) if target.slug else ""


@admin.register(OldAddress)
class OldAddressAdmin(RecordAdmin):
    form = OldAddressForm
    fields = ("path", "leads_to")
    list_display = ("path", "where_to", "changed_at")
    list_select_related = TARGETS
    search_fields = ("path",)
    ordering = ("path",)

    def changes_from(self, form: Any) -> dict[str, Any]:
        nowhere: dict[str, Any] = {**dict.fromkeys(TARGETS), "place": ""}
        return {"path": form.cleaned_data["path"]} | nowhere | form.target

    def is_public(self, obj: Any) -> bool:
        """Readers meet it at once, so it takes the right to change what they see."""
        return True

    @admin.display(description=gettext_lazy("leads to"))
    def where_to(self, obj: OldAddress) -> str:
        return str(obj.target() or obj.place)

    def detail(self, obj: OldAddress) -> str:
        return self.where_to(obj)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*TARGETS)

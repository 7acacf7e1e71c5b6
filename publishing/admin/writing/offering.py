"""Offering words that nobody saved: beside what is saved, with the difference, to be taken or let go."""

import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import payloads, richtext
from publishing.admin.differences import differences
from publishing.admin.guard import actor_of
from publishing.admin.situation import said
from publishing.admin.writing.keeping import purpose_of, tab_of
from publishing.admin.writing.on_screen import as_query, as_sent, fixed_payload, payload_of
from publishing.admin.writing.page import Strip
from publishing.admin.writing.taking import choices, laid_over
from publishing.bases import Payload
from publishing.models import Buffer, Purpose
from publishing.scripted import wants_json
from publishing.workflow import buffering
from publishing.workflow.buffering import kind_of, place_of

MOST_OFFERED = 10
"""How many texts that were not saved a form speaks of."""


@dataclass(frozen=True)
class Unsaved:
    """Words of one's own that are not saved, as lists and strips name them: what they are, never them."""

    key: str
    title: str
    kind: str
    is_fix: bool
    at: datetime
    goes_at: datetime
    goes_soon: bool
    url: str
    show_url: str
    take_url: str
    order: int


class OfferingMixin:
    """Offers a colleague their own unsaved words, and nobody else's."""

    def pages(self: Any) -> list[URLPattern]:
        return [self.page("words/<slug:words>/", self.words_view, "words"), *super().pages()]  # type: ignore[misc]

    # Which words there are.

    def unsaved(self: Any, request: HttpRequest, obj: Any) -> list[Unsaved]:
        """Return one's own words for this form that say something else than what is saved, newest first."""
        person = actor_of(request)
        if obj is None:
            found = buffering.offered_for_new(person, kind_of(self.model))
        else:
            found = buffering.offered(place_of(obj, person, purpose=purpose_of(request)))
        taken = getattr(request, "taken_from", None)
        here = tab_of(request)
        others = [b for b in found if b.tab != here and (taken is None or b.pk != taken.pk)]
        return [
            self.unsaved_of(buffer, obj)
            for buffer in others[:MOST_OFFERED]
            if obj is None or self.says_more(request, obj, buffer)
        ]

    def offers(self: Any, request: HttpRequest, obj: Any) -> list[dict[str, Any]]:
        """Return what a page's script needs to offer unsaved words."""
        return [
            {
                "key": one.key,
                "lead": lead_of(one),
                "text": text_of(one, others=count),
                "show": one.show_url,
                "take": one.take_url,
            }
            for count, one in enumerate(reversed(self.unsaved(request, obj)))
        ][::-1]

    def writing_data(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().writing_data(request, obj)  # type: ignore[misc]
        taken = getattr(request, "taken_from", None)
        more: dict[str, Any] = {"words": data["words"] | words(), "offered": self.offers_on(request, obj)}
        if taken is not None:
            more["taken"] = taken.key if request.taken_whole else ""
        elif request.method == "POST" and (tab := tab_of(request)):
            # What was refused stands in the form again.
            more["taken"] = f"tab.{tab}"
        return data | more

    def writing_strips(self: Any, request: HttpRequest, context: dict[str, Any]) -> list[Strip]:
        found: list[Strip] = super().writing_strips(request, context)  # type: ignore[misc]
        for offer in self.offers_on(request, context.get("original"))[:1]:
            strip = Strip(
                30,
                "unsaved",
                offer["lead"],
                f"{offer['text']} ",
                kind="warn",
                url=offer["show"],
                link=words()["show"],
            )
            found.append(strip)
        return found

    def offers_on(self: Any, request: HttpRequest, obj: Any) -> list[dict[str, Any]]:
        """Return what is offered on a form that is shown now, found once."""
        if not self.may_write(request, obj):
            return []
        if not hasattr(request, "offers"):
            request.offers = self.offers(request, obj)
        found: list[dict[str, Any]] = request.offers
        return found

    def says_more(self: Any, request: HttpRequest, obj: Any, buffer: Buffer) -> bool:
        """Tell whether words say something else than what is saved; those that do not are taken away."""
        if self.words_as_payload(request, obj, buffer) != self.payload_as_saved(
            obj, is_fix=buffer.purpose == Purpose.FIX
        ):
            return True
        buffering.forget(buffer)
        return False

    def words_as_payload(self: Any, request: HttpRequest, obj: Any, buffer: Buffer) -> Payload:
        """Return words that were kept as a payload, clean, right or not."""
        if buffer.purpose == Purpose.FIX and obj is not None:
            live = self.payload_as_saved(obj, is_fix=True)
            return fixed_payload(self, request, live, buffer.fields)
        return payload_of(self, request, obj, buffer.fields)

    def unsaved_of(self: Any, buffer: Buffer, obj: Any) -> Unsaved:
        """Return how words are named, and the ways to them."""
        is_fix = buffer.purpose == Purpose.FIX
        url = self.url("add") if obj is None else self.url("change", obj)
        query = ({"form": buffer.purpose} if is_fix else {}) | {"take": buffer.key}
        return Unsaved(
            key=buffer.key,
            title=str(buffer),
            kind=str(self.opts.verbose_name),
            is_fix=is_fix,
            at=buffer.kept_at,
            goes_at=buffering.goes_at(buffer),
            goes_soon=buffering.goes_soon(buffer, timezone.now()),
            url=url,
            show_url=self.words_url(buffer.key),
            take_url=f"{url}?{urlencode(query)}",
            order=buffer.order,
        )

    def words_url(self: Any, key: str) -> str:
        """Return the address of the page that shows words beside what is saved."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_words", args=[key])

    # Words beside what is saved.

    def words_view(self: Any, request: HttpRequest, words: str) -> HttpResponse:
        """Show one's own words beside what is saved; let them go, or offer them again."""
        buffer = self.own_words(request, words)
        if buffer is None:
            raise Http404
        obj = self.object_of(request, buffer)
        if request.method == "POST":
            return self.decide_about(request, buffer, obj)
        is_fix = buffer.purpose == Purpose.FIX
        saved = self.payload_as_saved(obj, is_fix=is_fix)
        mine = self.words_as_payload(request, obj, buffer)
        response: HttpResponse = self.render_page(
            request,
            "admin/words.html",
            obj=obj,
            title=_("Not saved: %(name)s") % {"name": buffer},
            words=self.unsaved_of(buffer, obj),
            is_let_go=buffer.let_go_at is not None,
            choices=choices(self, saved, mine),
            can_take=self.may_write(request, obj),
            saved_title=self.saved_title(obj, is_fix=is_fix),
            words_title=_("Yours, %(when)s") % {"when": said(buffer.kept_at)},
            **self.meanwhile(obj, buffer, saved),
        )
        return response

    def meanwhile(self: Any, obj: Any, buffer: Buffer, saved: Payload) -> dict[str, Any]:
        """Return what was saved since these words were begun, if anything was."""
        if obj is None or buffer.purpose == Purpose.FIX or buffer.based_on in (None, 0, obj.version):
            return {}
        base = obj.revisions.filter(number=buffer.based_on).first()
        if base is None:
            return {}
        found = differences(self.shown(payloads.read(base)), self.shown(saved))
        return {
            "found": found,
            "old_title": _("Saved version %(number)d") % {"number": base.number},
            "new_title": _("Saved version %(number)d") % {"number": obj.version},
        }

    def saved_title(self, obj: Any, *, is_fix: bool) -> str:
        """Say what stands on the other side."""
        if obj is None:
            return _("Nothing saved")
        if is_fix:
            return _("What readers see")
        return _("Saved version %(number)d") % {"number": obj.version}

    def decide_about(self: Any, request: HttpRequest, buffer: Buffer, obj: Any) -> HttpResponse:
        """Let words go, or offer them again."""
        if request.POST.get("again"):
            buffering.offer_again(buffer.person, buffer.key)
        else:
            buffering.let_go(buffer.person, buffer.key)
        if wants_json(request):
            return JsonResponse({"done": True})
        return redirect(self.unsaved_of(buffer, obj).url if obj is not None else self.url("changelist"))

    def own_words(self: Any, request: HttpRequest, key: str) -> Buffer | None:
        """Return one's own words by key, if they are for this kind of page; nobody has anybody else's."""
        person, tab = actor_of(request), key.removeprefix("tab.")
        if not tab:
            return None
        buffer = buffering.of_person(person, key) if tab == key else buffering.of_tab(person, tab)
        return buffer if buffer is not None and buffer.kind == kind_of(self.model) else None

    def object_of(self: Any, request: HttpRequest, buffer: Buffer) -> Any:
        """Return the page words were meant for, if it is there and its writer may still see it."""
        row = self.model._default_manager.filter(key=buffer.object_key).first()
        if row is None:
            return None
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return self.get_object(request, str(row.pk))

    def may_write(self: Any, request: HttpRequest, obj: Any) -> bool:
        """Tell whether the colleague may save words here at all."""
        if obj is None:
            return bool(self.has_add_permission(request))
        return bool(self.has_change_permission(request, obj))

    # Taking them: the form is shown with them in it.

    def changeform_view(
        self: Any, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.method == "GET":
            self.open_with_words(request, object_id)
        answer: HttpResponse = super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        return answer

    def open_with_words(self: Any, request: HttpRequest, object_id: str | None) -> None:
        """Put the words named in the address into the form that is about to be shown."""
        buffer = self.own_words(request, request.GET.get("take", ""))
        obj = self.get_object(request, object_id) if object_id is not None and buffer is not None else None
        if buffer is None or buffer.purpose != purpose_of(request) or not self.fits(buffer, obj, object_id):
            return
        parts = request.GET.getlist("part")
        request.taken_from = buffer
        request.taken = as_query(self.parts_of(request, obj, buffer, parts) if parts else buffer.fields)
        if obj is not None and request.taken.get("version") == "0":
            # Typed while the page was saved for the first time: they stand on what that saved.
            request.taken["version"] = "1"
        request.taken_whole = not parts

    def fits(self: Any, buffer: Buffer, obj: Any, object_id: str | None) -> bool:
        """Tell whether words were meant for this very form."""
        if object_id is None:
            return not self.model._default_manager.filter(key=buffer.object_key).exists()
        return obj is not None and bool(obj.key == buffer.object_key)

    def parts_of(self: Any, request: HttpRequest, obj: Any, buffer: Buffer, parts: list[str]) -> Any:
        """Return what the form is to hold with some of the words."""
        onto = self.own_words(request, request.GET.get("onto", ""))
        saved = self.payload_as_saved(obj, is_fix=buffer.purpose == Purpose.FIX)
        words = self.words_as_payload(request, obj, buffer)
        shown = onto.fields if onto is not None else self.as_shown(request, obj)
        try:
            return laid_over(shown, buffer.fields, parts, saved=saved, words=words)
        except richtext.RichTextError:
            # The text on the screen cannot be read: what was kept is shown whole instead.
            return buffer.fields

    def as_shown(self: Any, request: HttpRequest, obj: Any) -> list[tuple[str, str]]:
        """Return what the form as it is saved would send."""
        asked: Any = copy.copy(request)
        asked.method = "GET"
        row = obj if obj is not None else self.model()
        form = self.get_form(asked, obj, change=obj is not None)(instance=row)
        formsets, _inlines = self._create_formsets(asked, row, change=obj is not None)
        return as_sent(form, formsets)

    def get_form(
        self: Any, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        form.taken = getattr(request, "taken", None)
        return form

    def get_formset_kwargs(
        self: Any, request: HttpRequest, obj: Any, inline: Any, prefix: str
    ) -> dict[str, Any]:
        found: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)  # type: ignore[misc]
        taken: QueryDict | None = getattr(request, "taken", None)
        return found | ({"data": taken} if taken is not None and request.method == "GET" else {})


def lead_of(one: Unsaved) -> str:
    """Say of which moment the words are."""
    return _("Words of yours from %(when)s were not saved.") % {"when": moment(one.at)}


def moment(at: datetime) -> str:
    """Write a moment as short as it can be told: today by the clock alone."""
    there = timezone.localtime(at)
    is_today = there.date() == timezone.localtime().date()
    return date_format(there, "H:i" if is_today else "j M, H:i")


def text_of(one: Unsaved, *, others: int) -> str:
    """Say what more there is, and when they are gone for good."""
    said = []
    if others:
        said.append(
            ngettext(
                "There is %(count)d older text besides.", "There are %(count)d older texts besides.", others
            )
            % {"count": others}
        )
    if one.goes_soon:
        said.append(_("They are gone for good on %(when)s.") % {"when": moment(one.goes_at)})
    return " ".join(said)


def words() -> dict[str, str]:
    """Return what a page's script says when it offers words."""
    return {
        "show": _("Show them"),
        "take": _("Take them"),
        "letGo": _("Let them go"),
        "takeTitle": _("Ctrl Shift Enter"),
        "unsavedTitle": _("Words that were not saved"),
        "close": _("Close"),
    }


def unsaved_everywhere(request: HttpRequest, site: AdminSite) -> list[Unsaved]:
    """Return all words of a colleague that are not saved, newest first: one query, one for each kind."""
    pages: dict[str, Any] = {
        kind_of(model): page for model, page in site._registry.items() if isinstance(page, OfferingMixin)
    }
    buffers = [b for b in buffering.not_saved_yet(actor_of(request)) if b.kind in pages]
    rows = {
        kind: {
            row.key: row
            for row in page.model._default_manager.defer("body").filter(
                key__in=[b.object_key for b in buffers if b.kind == kind]
            )
        }
        for kind, page in pages.items()
        if any(b.kind == kind for b in buffers) and page.has_view_or_change_permission(request)
    }
    return [pages[b.kind].unsaved_of(b, rows[b.kind].get(b.object_key)) for b in buffers if b.kind in rows]

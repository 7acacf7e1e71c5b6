"""Keeping what is typed: the address a tab keeps its words at, and what stands on the screen."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing import payloads
from publishing.admin.guard import actor_of
from publishing.admin.writing.on_screen import fixed_payload, payload_of
from publishing.bases import Payload
from publishing.identifiers import is_key, random_key
from publishing.models import Purpose
from publishing.workflow import buffering
from publishing.workflow.buffering import NotKept, Place, kind_of
from publishing.workflow.locking import editions_of, live_edition

LEFT_OUT = ("csrfmiddlewaretoken", "writing-tab", "writing-new", "pasted-aside")
"""What a form sends that are no words."""
MOST_NUMBER = 2**31 - 1
MOST_ORDER = 2**53


class KeepingMixin:
    """Keeps what a tab holds, and answers from it what stands on the screen."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("keep/", self.keep_view, "keep-new"),
            self.page("<int:object_id>/keep/", self.keep_view, "keep"),
            *super().pages(),  # type: ignore[misc]
        ]

    def writing_data(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().writing_data(request, obj)  # type: ignore[misc]
        addresses = {
            "keep": self.url("keep", obj) if obj is not None else self.url("keep-new"),
            "save": self.url("change", obj) if obj is not None else self.url("add"),
            "login": f"{reverse('admin:login')}?{urlencode({'next': reverse('admin:index')})}",
        }
        return data | {
            "addresses": data["addresses"] | addresses,
            "words": data["words"] | words(),
            "account": account_of(request),
            **self.opened_as(request, obj),
        }

    def writing_context(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().writing_context(request, obj)  # type: ignore[misc]
        return context | {"opened_as": self.opened_as(request, obj)}

    def opened_as(self, request: HttpRequest, obj: Any) -> dict[str, str]:
        """Return by what this opening of a form is known, and a new page before it is saved."""
        if not hasattr(request, "opened_as"):
            new = "" if obj is not None else new_key(request) or random_key()
            request.opened_as = {"tab": tab_of(request) or random_key(), "new": new}
        opened: dict[str, str] = request.opened_as
        return opened

    def keep_view(self: Any, request: HttpRequest, object_id: int | None = None) -> HttpResponse:
        """Keep the words of one tab; asked without any, say that they could be kept again."""
        obj = self.object_or_404(request, object_id) if object_id is not None else None
        if obj is None and (key := new_key(request)):
            # Somebody else's answer was late: it is there already.
            obj = self.model._default_manager.filter(key=key).first()
        if not (self.has_change_permission(request, obj) if obj else self.has_add_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            back = {"token": get_token(request), "account": account_of(request)}
            return JsonResponse(back | {"offered": self.offers(request, obj)})
        if other_account(request):
            return JsonResponse({"other_account": True}, status=403)
        try:
            kept_at = self.keep_words(request, obj)
        except NotKept as refusal:
            return JsonResponse({"said": str(refusal)}, status=409)
        kept = request.GET.get("late") and obj and buffering.on_screen(place_on_screen(self, request, obj))
        if kept:
            # A browser kept them for a while: they may have been saved on another way since.
            self.says_more(request, obj, kept)
        return JsonResponse(self.kept_answer(request, obj, kept_at))

    def keep_words(self: Any, request: HttpRequest, obj: Any) -> datetime:
        """Keep what a form sends, for the tab that sends it."""
        place = place_on_screen(self, request, obj)
        if place is None:
            raise NotKept(_("This form is incomplete. Open the page again and repeat your change."))
        taken = self.own_words(request, request.GET.get("taken", ""))
        return buffering.keep(
            place,
            fields=words_of(request),
            based_on=_version(request) if obj is not None else None,
            label=request.POST.get(self.headline_field, ""),
            order=order_of(request) or 0,
            taken=taken.key if taken is not None else "",
        )

    def kept_answer(self, request: HttpRequest, obj: Any, kept_at: Any) -> dict[str, Any]:
        """Return what a tab is told once its words are kept."""
        time = date_format(timezone.localtime(kept_at), "H:i:s")
        return {"said": _("Kept %(time)s") % {"time": time}, "kept_at": kept_at.isoformat()}

    def payload_on_screen(self: Any, request: HttpRequest, obj: Any) -> Payload:
        """Return the words on the screen: as the asking tab kept them, else as they are saved.

        What is not right yet, such as a choice that is not there any more, is as it was saved.
        """
        is_fix = purpose_of(request) == Purpose.FIX
        saved = self.payload_as_saved(obj, is_fix=is_fix)
        kept = buffering.on_screen(place_on_screen(self, request, obj))
        if kept is None:
            return saved
        if is_fix:
            return fixed_payload(self, request, saved, kept.fields)
        return payload_of(self, request, obj, kept.fields)

    def payload_as_saved(self: Any, obj: Any, *, is_fix: bool) -> Payload:
        """Return the draft as it is saved, or for a fix what readers see."""
        if obj is None:
            payload: Payload = self.model().payload()
            return payload
        live = live_edition(editions_of(obj), timezone.now()) if is_fix else None
        return payloads.read(live.revision) if live is not None else obj.payload()


def words() -> dict[str, str]:
    """Return what a page's script says of where the words on the screen are kept."""
    return {
        "offline": _("Offline: kept in this browser"),
        "offlineLead": _("The server cannot be reached."),
        "offlineText": _(
            "Go on writing: your words are kept in this browser, and sent as soon as it answers."
        ),
        "loggedOut": _("Logged out: kept in this browser"),
        "loggedOutLead": _("You are logged out."),
        "loggedOutText": _("Log in in a new tab, then this page goes on by itself."),
        "logIn": _("Log in in a new tab"),
        "otherLead": _("Somebody else is logged in in this browser now."),
        "otherText": _("Your words stay in this browser and are shown to nobody else."),
        "refused": _("Kept in this browser"),
        "refusedLead": _("The server does not keep these words."),
        "nowhere": _("Kept nowhere"),
        "nowhereLead": _("Your words are kept nowhere."),
        "nowhereText": _(
            "The server does not take them, and this browser has no room. Copy them, or try to save."
        ),
        "saving": _("Saving…"),
        "notSaved": _("Not saved"),
        "notSavedLead": _("Not saved: something has to be corrected first."),
    }


def place_on_screen(page: Any, request: HttpRequest, obj: Any) -> Place | None:
    """Return where the words of the asking tab belong; nowhere if it does not say which tab it is."""
    key, tab = obj.key if obj is not None else new_key(request), tab_of(request)
    if not key or not tab:
        return None
    return Place(actor_of(request), kind_of(page.model), key, tab, purpose_of(request))


def purpose_of(request: HttpRequest) -> str:
    """Return what is typed into: the draft, or what readers see."""
    return Purpose.FIX if request.GET.get("form") == Purpose.FIX else Purpose.DRAFT


def other_account(request: HttpRequest) -> bool:
    """Tell whether words were typed under another account than the one that is logged in now."""
    return request.GET.get("account", account_of(request)) != account_of(request)


def tab_of(request: HttpRequest) -> str:
    """Return which tab asks; a form without script says so in itself."""
    return request.GET.get("tab") or request.POST.get("writing-tab", "")


def new_key(request: HttpRequest) -> str:
    """Return the key a page that is not saved yet was opened with."""
    key = request.GET.get("new") or request.POST.get("writing-new", "")
    return key if is_key(key) else ""


def account_of(request: HttpRequest) -> str:
    """Return by what a browser tells the accounts apart that keep words in it."""
    return str(request.user.pk)


def words_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form holds, without what only sends it, and without secrets."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in LEFT_OUT and not name.startswith("_") and "password" not in name.casefold()
    ]


def _version(request: HttpRequest) -> int:
    """Return the saved version a form stands on, or for a fix the published one."""
    name = "edition" if purpose_of(request) == Purpose.FIX else "version"
    return number_in(request.POST.get(name)) or 0


def order_of(request: HttpRequest) -> int | None:
    """Return how far a tab's typing had come when this was sent; a page without a script does not say."""
    return number_in(request.GET.get("order"), most=MOST_ORDER)


def number_in(text: str | None, *, most: int = MOST_NUMBER) -> int | None:
    """Return the number something sent says, if it is a plain one that a column can hold."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
        return None
    return int(text) if int(text) <= most else None

"""Who else is at a draft, and what they have done since one last looked: on the form and in lists."""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.admin.guard import actor_of
from publishing.admin.writing.keeping import number_in
from publishing.admin.writing.merging import marks_of
from publishing.workflow import visiting
from publishing.workflow.since import Others
from publishing.workflow.visiting import Company

ASKS_EVERY = 15
"""How many seconds pass between two questions of a page that is being looked at."""


class CompanyMixin:
    """Says who else has a draft open, and marks what they wrote until it was seen."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("<int:object_id>/company/", self.company_view, "company"),
            *super().pages(),  # type: ignore[misc]
        ]

    def company_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """Say who else is there and what is saved; sent a version, note that it was seen."""
        obj = self.object_or_404(request, object_id)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        if request.method == "POST":
            version = number_in(request.POST.get("seen"))
            if version is None:
                raise Http404
            visiting.see(obj, actor_of(request), min(version, obj.version))
        else:
            visiting.come_in(obj, actor_of(request))
        return JsonResponse(self.company_answer(request, obj))

    def company_answer(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Return what a page shows of the others."""
        answer: dict[str, Any] = {"others": shown(visiting.company_of(obj, actor_of(request)))}
        known = number_in(request.GET.get("version") or request.POST.get("version"))
        if known is not None and known < obj.version:
            answer |= {"saved": saved_since(obj, known), "saved_version": obj.version}
        return answer

    def kept_answer(self: Any, request: HttpRequest, obj: Any, kept_at: datetime) -> dict[str, Any]:
        """Tell with each answer about kept words who else is there."""
        answer: dict[str, Any] = super().kept_answer(request, obj, kept_at)  # type: ignore[misc]
        if obj is None:
            return answer
        visiting.come_in(obj, actor_of(request), typing=True)
        return answer | self.company_answer(request, obj)

    def saved_answer(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Count a save as typing, and tell with it who else is there."""
        visiting.come_in(obj, actor_of(request), typing=True)
        answer: dict[str, Any] = super().saved_answer(request, obj)  # type: ignore[misc]
        return answer | {"others": shown(visiting.company_of(obj, actor_of(request)))}

    def writing_data(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Give the page the address to ask, and the words of others that were not seen yet."""
        data: dict[str, Any] = super().writing_data(request, obj)  # type: ignore[misc]
        if obj is None or not self.has_change_permission(request, obj):
            return data
        person = actor_of(request)
        visiting.come_in(obj, person)
        others = visiting.unseen(obj, person)
        return data | {
            "addresses": data["addresses"] | {"company": self.url("company", obj)},
            "words": data["words"] | words(),
            "every": ASKS_EVERY,
            "others": shown(visiting.company_of(obj, person)),
            "unseen": unseen_answer(self, obj, others) if others else None,
        }

    def get_changelist_instance(self: Any, request: HttpRequest) -> Any:
        """Give each row of the list who is at it, asking once for all of them."""
        changelist = super().get_changelist_instance(request)  # type: ignore[misc]
        found = visiting.company_everywhere(actor_of(request))
        for row in changelist.result_list:
            row.company = at_it(found, row.key)
        return changelist

    def who_has_it(self: Any, obj: Any) -> str:
        """Name whose turn it is, and who is writing there now."""
        return " · ".join(filter(None, [str(obj.who_has_it), getattr(obj, "company", "")]))


def at_it(found: dict[str, list[Company]], key: str) -> str:
    """Say in a line who else is at a draft."""
    return ", ".join(said(company) for company in found.get(key, []))


def shown(company: list[Company]) -> list[dict[str, str]]:
    """Return the others as a page shows them: initial, sentence, and what of it is worth a voice."""
    return [
        {
            "initial": str(one.person)[:1].upper(),
            "said": said(one),
            "spoken": _said(one),
        }
        for one in company
    ]


def said(one: Company) -> str:
    """Say that somebody is at a draft, and how long ago they typed there."""
    if one.typed_at is None:
        return _said(one)
    return _("%(who)s is writing here, %(ago)s ago") % {"who": one.person, "ago": ago(one.typed_at)}


def _said(one: Company) -> str:
    words = _("%(who)s is writing here") if one.typed_at else _("%(who)s has this open")
    return words % {"who": one.person}


def ago(moment: datetime) -> str:
    """Say how long ago something was, as short as a bar has room for."""
    passed = max(timezone.now() - moment, timedelta(seconds=1))
    if passed < timedelta(minutes=1):
        count = passed.seconds
        return ngettext("%(count)d s", "%(count)d s", count) % {"count": count}
    count = passed.seconds // 60
    return ngettext("%(count)d min", "%(count)d min", count) % {"count": count}


def saved_since(obj: Any, known: int) -> str:
    """Say who has saved a version that a page does not show yet."""
    last = obj.revisions.filter(number=obj.version).select_related("saved_by").first()
    who = last.saved_by if last is not None and last.saved_by else _("The system")
    return _("%(who)s saved version %(number)d.") % {"who": who, "number": obj.version}


def unseen_answer(page: Any, obj: Any, others: Others) -> dict[str, Any]:
    """Return what a page says of words of others, and where it marks them."""
    return {
        "version": others.version,
        "said": said_since(page, obj, others),
        "marks": marks_of(others),
    }


def said_since(page: Any, obj: Any, others: Others) -> str:
    """Say what others have brought in, by words and by fields."""
    chosen = page.names_of(obj.payload())
    names = [name for name in others.fields if name != "body"]
    fields = ", ".join(str(chosen[name][0] if name in chosen else page.label_of(name)) for name in names)
    if others.words:
        text = ngettext("%(count)d word by %(who)s", "%(count)d words by %(who)s", others.words)
    else:
        text = _("changes by %(who)s")
    sentence = text % {"count": others.words, "who": others.who}
    return f"{sentence} ({fields})" if fields else sentence


def words() -> dict[str, str]:
    """Return the sentences of the page's script."""
    return {
        "sinceLead": _("Since you last looked:"),
        "sinceMarked": _("Marked in the text."),
        "showThem": _("Show them"),
        "seen": _("Seen"),
        "takeIn": _("Take it in"),
        "savedMeanwhile": _("Your next save is merged with it."),
        "whose": _("by {who}"),
    }

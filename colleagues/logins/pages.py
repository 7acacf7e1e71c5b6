"""Where one is logged in, with buttons that end it; and what the desk says of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.models import User
from colleagues import throttling
from colleagues.bare import bare_page
from colleagues.logins import ending, telling
from colleagues.logins.agents import in_words
from colleagues.logins.devices import known_device
from colleagues.logins.models import Login, LoginNotice
from colleagues.logins.seeing import logins_of
from publishing.admin.guard import actor_of
from publishing.errors import WorkflowError


@dataclass(frozen=True)
class Place:
    """One login as a page lists it."""

    row: Login
    words: str
    is_this: bool


def own_logins(request: HttpRequest) -> HttpResponse:
    """List where one is logged in; end what was pressed."""
    user = actor_of(request)
    if request.method == "POST":
        end(request, user)
        return redirect("admin:logins")
    context = {
        **admin.site.each_context(request),
        "title": _("Where you are logged in"),
        "subtitle": None,
        "places": places_of(request, user),
    }
    return TemplateResponse(request, "admin/own_logins.html", context)


def places_of(request: HttpRequest, user: User) -> list[Place]:
    """Return where somebody is logged in, as pages show it."""
    here = request.session.session_key
    return [Place(row, in_words(row), row.session_key == here) for row in logins_of(user)]


def end(request: HttpRequest, user: User) -> None:
    """End the one login whose button was pressed, or all but this one."""
    actor = actor_of(request)
    # An administrator who ends somebody else's is not among them.
    this = request.session.session_key or ""
    try:
        if "others" in request.POST:
            ended = ending.end_others(user=user, this_session=this, actor=actor)
        else:
            ended = ending.end_one(user=user, key=request.POST.get("end", ""), actor=actor)
    except WorkflowError as refusal:
        messages.error(request, str(refusal))
        return
    if ended:
        messages.success(request, _("Logged out there."))
    else:
        messages.info(request, _("That login was over already."))


def read_notice(request: HttpRequest) -> HttpResponse:
    """Take a line off one's desk; “That was not me” ends the login it tells of."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    user, number = actor_of(request), request.POST.get("notice", "")
    rows = LoginNotice.objects.filter(user=user, pk=number if number.isdecimal() and len(number) < 18 else 0)
    notice = rows.select_related("device").first()
    if notice is None:
        return redirect("admin:index")
    here = known_device(request, user.username)
    if "not_me" in request.POST and notice.device is not None and not telling.is_about(notice, here):
        # A browser that shows no device may be the very one: whoever says so there logs in again too.
        but = request.session.session_key or "" if here is not None else ""
        ending.was_not_me(device=notice.device, but=but)
        messages.warning(request, _("That device is logged out. Choose a new password now."))
        return redirect("admin:password_change")
    if telling.is_old(notice) or telling.is_no_news(here):
        rows.delete()
    else:
        messages.error(request, _("Take this off on a device that you have used before."))
    return redirect("admin:index")


@sensitive_variables("token")
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever followed the link in a mail once more, then end it all and send a way to a new password."""
    locked = throttling.refusal(request, throttling.LINKS)
    if locked is not None:
        return locked
    device = telling.device_with(token)
    if device is None:
        throttling.count(request, throttling.LINKS)
        return _bare(request, "admin/dead_link.html", title=_("This link does not work"), status=404)
    words: dict[str, Any] = {"device": in_words(device), "account": device.user}
    if request.method == "POST":
        ending.was_not_me(device=device)
        return _bare(request, "admin/not_me_done.html", title=_("Logged out everywhere"), **words)
    return _bare(request, "admin/not_me.html", title=_("Was that not you?"), **words)


def _bare(request: HttpRequest, template: str, *, title: str, status: int = 200, **more: Any) -> HttpResponse:
    response = bare_page(request, template, title=title, status=status, **more)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response

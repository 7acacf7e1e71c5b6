"""Making in passing: a person, a source or a tag comes into being while somebody goes on writing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

from publishing.admin.guard import may
from publishing.admin.lookups import LookupMixin
from publishing.errors import WorkflowError

LONGEST_WORDS = 2_000


class AlreadyThere(WorkflowError):
    """What was to be made is there; `rows` are it, to be used instead."""

    def __init__(self, message: str, rows: list[Any]) -> None:
        super().__init__(message)
        self.rows = rows


class MakingMixin:
    """Adds one address at which whoever may add a row of this kind makes one by naming it."""

    def pages(self: Any) -> list[URLPattern]:
        return [self.page("make/", self.make_view, "make"), *super().pages()]  # type: ignore[misc]

    def make_view(self: Any, request: HttpRequest) -> HttpResponse:
        """Make a row of the words sent, by the same verb as its form; refuse in a sentence."""
        if not (self.has_add_permission(request) and self.has_view_permission(request)):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            made = self.make(request)
        except AlreadyThere as refusal:
            return JsonResponse({"said": str(refusal), "known": self.lookup_results(request, refusal.rows)})
        except WorkflowError as refusal:
            return JsonResponse({"said": str(refusal)}, status=400)
        [row] = self.lookup_results(request, [made])
        return JsonResponse({"row": row})

    def make(self, request: HttpRequest) -> Any:
        """Return a new row made of what was sent."""
        raise NotImplementedError

    def lookup_results(self: Any, request: HttpRequest, rows: list[Any]) -> list[dict[str, Any]]:
        """Return what the picker shows of rows, as this colleague's own list has them."""
        listed = self.lookup_rows(request).in_bulk([row.pk for row in rows])
        return [self.lookup_result(listed[row.pk]) for row in rows if row.pk in listed]


def sent(request: HttpRequest, name: str) -> str:
    """Return what was sent under a name."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:LONGEST_WORDS]


def kinds_for(request: HttpRequest, pages: Any) -> dict[str, dict[str, str]]:
    """Return where the picker finds each kind of row, and where it makes one, as far as a colleague may."""
    found = {}
    for page in pages:
        if isinstance(page, LookupMixin) and page.has_view_permission(request):
            names = [name for name in ("make", "read", "upload") if hasattr(page, f"{name}_view")]
            allowed = names if may(request, "add", page.model) else []
            found[page.editor_dialog] = {name: page.url(name) for name in ("lookup", *allowed)}
    return found


def picker_words() -> dict[str, str]:
    """Return every word of the picker and of the lists it adds to, in the colleague's language."""
    return {**finding_words(), **making_words(), **list_words()}


def list_words() -> dict[str, str]:
    """Return the words of the lists of what was chosen."""
    return {
        "add-source": _("Add a source…"),
        "add-byline": _("Add a byline…"),
        "add-tag": _("Add a tag"),
        "byline-title": _("Byline"),
        "plain-name": _("“{name}” as plain text, such as an agency"),
        "drop-pictures": _("Drop pictures here, paste them, or choose files"),
        "send-again": _("Send again"),
        "let-go": _("Let it go"),
        "choose-picture": _("Choose a picture…"),
        "another-picture": _("Another picture…"),
        "tags": _("Tags"),
        "section": _("section"),
        "enter-takes": _("Enter takes the marked one."),
        "role": _("Role"),
        "role-example": _("Role, empty for the writer"),
        "agency": _("An agency or a desk, not a person"),
        "move-up": _("Move up"),
        "move-down": _("Move down"),
        "remove-one": _("Remove"),
        "moved": _("{name} is now number {place} of {count}."),
        "removed": _("{name} was removed."),
        "added": _("{name} was added."),
        "there-already": _("{name} is in the list already."),
        "go-there": _("Go there"),
        "gone": _("No longer there"),
    }


def finding_words() -> dict[str, str]:
    """Return what is said while something is looked for."""
    return {
        "find-mention": _("Name"),
        "find-citation": _("Title, address or DOI"),
        "find-figure": _("Name or description"),
        "find-tag": _("Name"),
        "title-mention": _("Person"),
        "title-citation": _("Source"),
        "title-figure": _("Picture"),
        "title-tag": _("Tag"),
        "insert": _("Insert"),
        "cite": _("Cite this one"),
        "add": _("Add"),
        "cancel": _("Cancel"),
        "remove": _("Remove"),
        "failed": _("The search did not work. Try again."),
        "one": _("Found: 1. Enter takes the marked one."),
        "found": _("Found: {number}. Enter takes the marked one."),
        "recent": _("Used last. Write to find others."),
        "empty": _("There are none yet."),
        "nothing": _("Nothing found."),
        "chosen": _("Chosen: {name}"),
    }


def making_words() -> dict[str, str]:
    """Return what is said while something is made."""
    return {
        "new-mention": _("New person “{name}”"),
        "new-citation": _("New source “{name}”"),
        "new-tag": _("New tag “{name}”"),
        "nobody": _("Nobody of that name. Make a profile; readers see nothing of it until you publish it."),
        "somebody-else": _("A new profile; readers see nothing of it until you publish it."),
        "not-known": _("Not known yet."),
        "no-tag": _("There is no such tag yet. It is made when you add it."),
        "may-not-make": _("Nothing found. Your account may not make a new one."),
        "reading": _("Looking at it…"),
        "name": _("Name"),
        "occupation": _("One line"),
        "occupation-example": _("chess referee"),
        "title": _("Title"),
        "publisher": _("Publisher"),
        "issued": _("Date"),
        "issued-example": _("2025-01-27"),
        "authors": _("Author"),
        "authors-example": _("Holt, Mira; Weil, Jonas"),
        "address": _("Address or DOI"),
        "variant": _("Which item it is"),
        "variant-example": _("Chapter 3, or: print edition"),
        "incomplete": _("Stays marked “incomplete” until somebody has looked at it."),
        "paste-page": _("To have this filled in, paste the page’s source text (HTML) into the field on top."),
        "make-mention": _("Make and insert"),
        "make-citation": _("Make and cite"),
        "make-tag": _("Make and add"),
        "same-address": _("The same address"),
        "another-item": _("It is another item at this address"),
        "looks-like": _("Is it this one?"),
        "use-that": _("Use that one"),
        "not-made": _("It could not be made, and your words are still here. Try again."),
        "logged-out": _("You are logged out. Log in in another tab, then try again here."),
    }

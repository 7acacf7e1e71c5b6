"""Where two texts collide: a page with both and the result, place by place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from publishing import richtext
from publishing.admin.differences import Line, Part, body_lines, differences, in_line
from publishing.admin.guard import actor_of
from publishing.admin.writing.keeping import number_in
from publishing.admin.writing.page import Strip
from publishing.bases import WorkingCopy
from publishing.errors import EditConflict, InBin, WorkflowError, WrongState
from publishing.models import Buffer
from publishing.workflow import (
    Colliding,
    Collision,
    Decision,
    buffering,
    collision_of,
    settle,
    unmerged,
)
from publishing.workflow.buffering import Place
from publishing.workflow.since import in_words, what_changed_since

TAKE, WORDS = "take-", "words-"


class CollisionsMixin:
    """Adds the page where two texts that collide are brought together by hand."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("<int:object_id>/collision/", self.collision_view, "collision"),
            *super().pages(),  # type: ignore[misc]
        ]

    def collision_url(self: Any, obj: Any, number: int) -> str:
        """Return the address of the page about a text that was kept aside."""
        return f"{self.url('collision', obj)}?{urlencode({'kept': number})}"

    def response_conflict(
        self: Any, request: HttpRequest, object_id: str | None, conflict: EditConflict
    ) -> HttpResponse | None:
        """Lead to the page with both texts; of a draft in the bin they are only shown."""
        if conflict.kept is None or object_id is None:
            return None
        obj = conflict.kept.working_copy
        if obj.binned_at is not None:
            messages.error(request, str(conflict))
            return redirect(self.compare_url(obj, old=conflict.kept.number, new=conflict.current))
        return redirect(self.collision_url(obj, conflict.kept.number))

    def writing_strips(self: Any, request: HttpRequest, context: dict[str, Any]) -> list[Strip]:
        """Lead back to the texts that wait to be merged."""
        return [*super().writing_strips(request, context), *context["not_merged"]]  # type: ignore[misc]

    def writing_context(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        is_open = obj is not None and obj.binned_at is None and self.has_change_permission(request, obj)
        more = {"not_merged": self.not_merged_yet(obj) if is_open else []}
        return super().writing_context(request, obj) | more  # type: ignore[misc]

    def not_merged_yet(self: Any, obj: Any) -> list[Strip]:
        """Say which texts wait to be merged, each with the way to its page."""
        return [
            Strip(
                rank=35,
                id=f"collision-{kept.number}",
                lead=_("Not merged yet:"),
                words=_("saved version %(number)d by %(who)s, %(when)s.")
                % {
                    "number": kept.number,
                    "who": kept.saved_by or _("The system"),
                    "when": shortly(kept.saved_at),
                },
                url=self.collision_url(obj, kept.number),
                link=_("Both texts"),
            )
            for kept in unmerged(obj)
        ]

    def collision_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show both texts and the result; save the result, or leave it for later."""
        obj = self.object_or_404(request, object_id)
        if obj.binned_at is not None:
            messages.warning(request, str(InBin()))
            return redirect(self.url("change", obj))
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        number = number_in(request.GET.get("kept")) or next((kept.number for kept in unmerged(obj)), 0)
        try:
            collision = collision_of(obj, number)
        except WrongState as refusal:
            messages.info(request, str(refusal))
            return redirect(self.url("change", obj))
        place = _place_of(obj, actor_of(request), number)
        if request.POST.get("_then") == "later" and self._left(request, place):
            return redirect(self.url("change", obj))
        data = request.POST if request.method == "POST" else None
        begun = buffering.on_screen(place) if data is None else None
        form = CollisionForm(data, collision=collision, page=self, request=request, begun=begun)
        is_saved = data is not None and "_then" not in data
        if is_saved and form.is_valid():
            if answer := self._settled(request, obj, form):
                return answer
            collision = collision_of(obj, number)
            form = CollisionForm(data, collision=collision, page=self, request=request, refusal=form.refusal)
        return self._render_collision(request, obj, form)

    def _left(self: Any, request: HttpRequest, place: Place) -> bool:
        """Leave it for later, with what was chosen and written so far."""
        begun = [(name, str(value)) for name, value in request.POST.items() if name.startswith((TAKE, WORDS))]
        try:
            buffering.keep(place, fields=begun, based_on=None)
        except WorkflowError as refusal:
            messages.error(request, str(refusal))
            return False
        messages.info(
            request,
            _(
                "Both texts are kept as saved versions, and what you chose is remembered. "
                "The way back to them is on this page."
            ),
        )
        return True

    def _settled(self: Any, request: HttpRequest, obj: Any, form: "CollisionForm") -> HttpResponse | None:
        """Save the result; if that is refused, the form says why."""
        try:
            revision = settle(
                working_copy=obj,
                kept=form.collision.kept.number,
                version=form.cleaned_data["version"],
                decisions=form.decisions(),
                actor=actor_of(request),
            )
        except EditConflict:
            obj.refresh_from_db()
            changed = what_changed_since(obj, form.cleaned_data["version"])
            form.refusal = _(
                "%(who)s saved version %(number)d meanwhile. What you chose still stands: look once more."
            ) % {"who": changed.who if changed else _("Somebody else"), "number": obj.version}
        except WorkflowError as refusal:
            obj.refresh_from_db()
            form.refusal = str(refusal)
        else:
            number = form.collision.kept.number
            buffering.saved(_place_of(obj, actor_of(request), number))
            messages.success(
                request,
                _("Both texts are merged. This is saved version %(number)d.") % {"number": revision.number},
            )
            return HttpResponseRedirect(self.url("change", obj))
        return None

    def _render_collision(self: Any, request: HttpRequest, obj: Any, form: "CollisionForm") -> HttpResponse:
        collision = form.collision
        sides = Sides.of(collision, obj, request)
        before = collision.theirs | collision.before
        agreed = differences(self.shown(before), self.shown(collision.agreed))
        response: HttpResponse = self.render_page(
            request,
            "admin/collision.html",
            obj=obj,
            title=_("Two texts: %(name)s") % {"name": obj},
            collision=collision,
            form=form,
            sides=sides,
            heading=sides.heading(len(collision.places)),
            places=list(form.shown()),
            texts=form.texts(),
            agreed=agreed,
            agreed_count=sum(len(difference.rows) for difference in agreed),
            form_media=self.form_media(request, form),
        )
        return response


@dataclass(frozen=True)
class Sides:
    """Whose the two texts are, in the words of whoever looks at them."""

    mine: str
    theirs: str
    is_own: bool
    mine_at: str
    theirs_at: str

    @classmethod
    def of(cls, collision: Collision, obj: Any, request: HttpRequest) -> "Sides":
        """Name the two sides for the colleague who asks."""
        kept = collision.kept
        changed = what_changed_since(obj, kept.based_on)
        people = changed.people if changed else ()
        others = [person for person in people if person not in (kept.saved_by, request.user)]
        seen_by_other = request.user in people and request.user != kept.saved_by
        names = [_("You")] if seen_by_other else []
        return cls(
            mine=str(kept.saved_by or _("The system")),
            theirs=in_words([*names, *others]),
            is_own=kept.saved_by == request.user,
            mine_at=shortly(kept.saved_at),
            theirs_at=shortly(changed.when if changed else obj.changed_at),
        )

    def heading(self, count: int) -> str:
        """Say who changed the same places."""
        if not count:
            return _("The two texts do not collide any more.")
        who = {"one": _("You") if self.is_own else self.mine, "other": self.theirs, "count": count}
        if not self.theirs:
            return ngettext(
                "%(one)s changed the same place twice.",
                "%(one)s changed the same %(count)d places twice.",
                count,
            ) % (who)
        return ngettext(
            "%(one)s and %(other)s changed the same place.",
            "%(one)s and %(other)s changed the same %(count)d places.",
            count,
        ) % (who)

    @property
    def of_mine(self) -> str:
        """Name the text that was kept aside, with its time."""
        if self.is_own:
            return _("Yours, %(when)s") % {"when": self.mine_at}
        return _("%(who)s’s, %(when)s") % {"who": self.mine, "when": self.mine_at}

    @property
    def of_theirs(self) -> str:
        """Name what is in the draft, with its time."""
        if not self.theirs:
            return _("The draft, %(when)s") % {"when": self.theirs_at}
        if self.theirs == _("You"):
            return _("Yours, %(when)s") % {"when": self.theirs_at}
        return _("%(who)s’s, %(when)s") % {"who": self.theirs, "when": self.theirs_at}


def shortly(moment: datetime) -> str:
    """Write a moment of today as the clock shows it, any other with its day."""
    local = timezone.localtime(moment)
    return date_format(local, "H:i" if local.date() == timezone.localdate() else "DATETIME_FORMAT")


@dataclass(frozen=True)
class ShownPlace:
    """One place as the page asks about it: each text with what changed in it."""

    label: str
    mine: list[Part]
    theirs: list[Part]
    take: Any
    words: Any | None


class CollisionForm(forms.Form):
    """A choice for each place, and where words can stand the words themselves."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any,
        *,
        collision: Collision,
        page: Any,
        request: HttpRequest,
        refusal: str = "",
        begun: Buffer | None = None,
    ) -> None:
        before: dict[str, str] = dict(begun.fields) if begun else {}
        self.collision, self.page, self.refusal = collision, page, refusal
        super().__init__(self._of_today(data))
        self.initial["version"] = collision.version
        for place in collision.places:
            choices = [("ours", ""), ("theirs", "")] + ([("both", "")] if self.can_be_both(place) else [])
            self.fields[TAKE + place.key] = forms.ChoiceField(
                choices=choices, widget=forms.RadioSelect, required=not self.is_typed(place)
            )
            take, words = TAKE + place.key, WORDS + place.key
            self.initial[take] = before.get(take, "" if words in before else "ours")
            if self.is_typed(place):
                field = page.formfield_for_dbfield(page.model._meta.get_field(place.field), request)
                field.help_text, field.required = "", False
                self.fields[WORDS + place.key] = field
                self.initial[words] = before.get(words, place.mine)

    def _of_today(self, data: Any) -> Any:
        """Give places that turned up just now what they begin with, and the form the present version."""
        if data is None:
            return None
        data = data.copy()
        if self.refusal:
            data["version"] = self.collision.version
        for place in self.collision.places:
            if TAKE + place.key not in data and WORDS + place.key not in data:
                data[TAKE + place.key] = "ours"
                data[WORDS + place.key] = place.mine
        return data

    def is_typed(self, place: Colliding) -> bool:
        """Tell whether words can be written at a place."""
        return isinstance(place.mine, str) and place.field in self.page.fixable

    def can_be_both(self, place: Colliding) -> bool:
        """Tell whether both texts can stand at a place, one after the other."""
        is_long = isinstance(self.page.model._meta.get_field(place.field), models.TextField)
        return bool(place.mine and place.theirs) and (isinstance(place.mine, list) or is_long)

    def texts_of(self, place: Colliding) -> dict[str, str]:
        """Return the texts that can be chosen at a place where words can stand."""
        between = "" if place.field == "body" else " "
        both = {"both": between.join([place.mine, place.theirs])} if self.can_be_both(place) else {}
        return {"ours": place.mine, "theirs": place.theirs} | both

    def texts(self) -> dict[str, dict[str, str]]:
        """Return the texts of every place where words can stand, by its key."""
        return {place.key: self.texts_of(place) for place in self.collision.places if self.is_typed(place)}

    def decisions(self) -> dict[str, Decision]:
        """Return what was chosen or written at each place: what was written goes before what was chosen."""
        return {place.key: self._decision(place) for place in self.collision.places}

    def _decision(self, place: Colliding) -> Decision:
        take: Any = self.cleaned_data.get(TAKE + place.key) or ""
        if not self.is_typed(place) or WORDS + place.key not in self.data:
            return Decision(take or "theirs")
        texts = self.texts_of(place)
        words = plain(self.cleaned_data[WORDS + place.key], place.field)
        is_written = words not in {plain(text, place.field) for text in texts.values()}
        if is_written or not take:
            return Decision("words", words)
        return Decision("words", texts["both"]) if take == "both" else Decision(take)

    def shown(self) -> Iterator[ShownPlace]:
        """Yield the places, each with both texts against what stood there."""
        for place in self.collision.places:
            before, mine, theirs = self._lines(place)
            yield ShownPlace(
                label=self._label(place),
                mine=in_line(before, mine),
                theirs=in_line(before, theirs),
                take=self[TAKE + place.key],
                words=self[WORDS + place.key] if self.is_typed(place) else None,
            )

    def _label(self, place: Colliding) -> str:
        chosen = self.page.names_of(self.collision.theirs)
        return str(chosen[place.field][0] if place.field in chosen else self.page.label_of(place.field))

    def _lines(self, place: Colliding) -> Iterator[list[Line]]:
        for value in (place.before, place.mine, place.theirs):
            if value is None and place.mine is not None and place.theirs is not None:
                yield []
            elif place.field == "body":
                yield body_lines(value)
            else:
                payload = self.collision.theirs | {place.field: value}
                shown = dict(zip(payload, self.page.shown(payload), strict=True))
                yield shown[place.field][1]


def plain(words: str, field: str) -> str:
    """Return words as they would be stored, so that two that mean the same are the same."""
    if field != "body":
        return " ".join(words.split())
    try:
        return richtext.sanitise(words)
    except richtext.RichTextError:
        # Saving says what is wrong with them.
        return words


def _place_of(obj: WorkingCopy, person: User, number: int) -> Place:
    """Return where what somebody has chosen so far is kept: with what they type, for them alone."""
    return Place(person, "collision", obj.key, f"kept-{number}")

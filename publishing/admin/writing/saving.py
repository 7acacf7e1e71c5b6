"""Saving while one goes on writing: the form's own address, answered with data instead of a page."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from publishing.admin.guard import actor_of
from publishing.admin.writing.keeping import new_key, order_of, other_account, place_on_screen
from publishing.errors import EditConflict, InvalidText
from publishing.scripted import wants_json
from publishing.workflow import buffering
from publishing.workflow.buffering import NotKept


class SavingMixin:
    """Saves what is sent twice once, lets kept words go with it, and tells a script how it went."""

    def changeform_view(
        self: Any,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        ask = super().changeform_view  # type: ignore[misc]
        if request.method != "POST":
            answer: HttpResponse = ask(request, object_id, form_url, extra_context)
            return answer
        if not wants_json(request):
            answer = ask(request, object_id, form_url, extra_context)
            if is_form_again(answer):
                self.keep_refused(request, object_id)
            return answer
        if other_account(request):
            return JsonResponse({"other_account": True}, status=403)
        answer = ask(request, object_id, form_url, extra_context)
        if isinstance(answer, HttpResponseRedirect):
            return self.answer_for_script(request, answer)
        if not is_form_again(answer):
            return answer
        return JsonResponse(complaints(answer.context_data), status=422)

    def keep_refused(self: Any, request: HttpRequest, object_id: str | None) -> None:
        """Keep what could not be saved: whoever closes the page without a script finds it again."""
        obj = self.get_object(request, object_id) if object_id is not None else None
        with suppress(NotKept):
            self.keep_words(request, obj)

    def answer_for_script(self: Any, request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        """Say what became of a save, in the place of where it would have led."""
        obj = getattr(request, "written", None)
        if obj is None:
            # Somebody was first: the page that shows both says the rest.
            return JsonResponse({"go": answer["Location"]}, status=409)
        if answer["Location"] != self.url("change", obj):
            return JsonResponse(self.saved_answer(request, obj) | {"go": answer["Location"]})
        said = [str(message) for message in get_messages(request) if "saved" not in message.tags]
        if request.resolver_match is not None and "object_id" not in request.resolver_match.kwargs:
            # A new page is loaded anew, and says it then.
            for sentence in said:
                messages.info(request, sentence)
        return JsonResponse(self.saved_answer(request, obj) | {"messages": said})

    def saved_answer(self: Any, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """Return what a tab is told once its words are saved."""
        return {
            "version": obj.version,
            "said": _("Saved as version %(number)d") % {"number": obj.version},
            "name": str(obj),
            "address": self.url("change", obj),
            "is_merged": bool(getattr(request, "merged", None)),
            "settled": {"slug": obj.slug},
        }

    def write_draft(self, request: HttpRequest, form: Any, formsets: Sequence[Any], *, change: bool) -> None:
        """Hand the form and its rows to a verb."""
        raise NotImplementedError

    def write(self: Any, request: HttpRequest, form: Any, formsets: Sequence[Any], *, change: bool) -> None:
        place = place_on_screen(self, request, form.instance if change else None)
        # Without a script nothing was kept in between.
        order = order_of(request)
        try:
            if change:
                self.write_draft(request, form, formsets, change=True)
            else:
                self.write_once(request, form, formsets)
        except EditConflict as conflict:
            if conflict.kept is not None and place is not None:
                buffering.saved(place, order=order)
            raise
        request.written = form.instance
        if place is not None:
            buffering.saved(place, order=order)

    def write_once(self: Any, request: HttpRequest, form: Any, formsets: Sequence[Any]) -> None:
        """Start a page, under the key its form was opened with: sent again it is the same page."""
        key = new_key(request)
        made = self.made_from(request, key)
        if made is None:
            if key and not self.model._default_manager.filter(key=key).exists():
                form.instance.key = key
            try:
                self.write_draft(request, form, formsets, change=False)
            except InvalidText:
                # Twice at this moment: the other one was first.
                made = self.made_from(request, key)
                if made is None:
                    raise
            else:
                return
        form.instance.pk, form.instance._state.adding = made.pk, False
        form.cleaned_data["version"] = 1
        form.cleaned_data["slug"] = form.cleaned_data["slug"] or made.slug
        self.write_draft(request, form, formsets, change=True)
        form.instance.refresh_from_db()

    def made_from(self: Any, request: HttpRequest, key: str) -> Any:
        """Return the page this colleague has made already from a form opened with this key."""
        made = self.model._default_manager.filter(key=key).first() if key else None
        is_own = made is not None and made.revisions.filter(number=1, saved_by=actor_of(request)).exists()
        return made if is_own and self.has_change_permission(request, made) else None


def is_form_again(answer: HttpResponse) -> bool:
    """Tell whether a form is shown once more, with what is wrong in it."""
    return "adminform" in (getattr(answer, "context_data", None) or {})


def complaints(context: dict[str, Any]) -> dict[str, Any]:
    """Return what is wrong with a form, by the names of its fields."""
    form = context["adminform"].form
    errors = {form.add_prefix(name): list(said) for name, said in form.errors.items() if name in form.fields}
    general = [str(sentence) for sentence in form.non_field_errors()]
    for inline in context["inline_admin_formsets"]:
        general += [str(sentence) for sentence in inline.formset.non_form_errors()]
        for row in inline.formset.forms:
            for name, said in row.errors.items():
                # What is wrong with the whole row stands at its first field.
                first = next(iter(row.fields))
                at = row.add_prefix(name if name in row.fields else first)
                errors.setdefault(at, []).extend(str(sentence) for sentence in said)
    return {"errors": errors, "general": general}

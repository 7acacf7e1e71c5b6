"""What the writing desk asks of the library in passing: to take a file in, to say more of a picture."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.translation import gettext as _

from images.library import add_picture, words_of_file
from images.models import Image
from images.processing import MAX_BYTES
from images.uploads import PictureField
from publishing import records
from publishing.admin.guard import actor_of
from publishing.errors import EditConflict, WorkflowError

REFUSED = 422
CONFLICT = 409
SAID = ("alt", "caption", "credit", "focus_x", "focus_y")
"""What can be changed of a picture from a text it stands in."""


class FileForm(forms.Form):
    """One picture's file and nothing else."""

    upload = PictureField()


class CardForm(forms.ModelForm):
    """What is said of a picture; what is not sent stays."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    class Meta:
        model = Image
        fields = SAID

    def __init__(self, sent: Any, *, instance: Image) -> None:
        self.changed_names = [name for name in SAID if name in sent]
        super().__init__({**model_to_dict(instance, SAID), **sent.dict()}, instance=instance)

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_names}


class InPassingMixin:
    """Adds two pages that answer in JSON: one takes a file in, one shows and changes a picture's words."""

    most_bytes: ClassVar[int] = MAX_BYTES
    """How large a file can be, so that what is larger need not be sent."""

    def pages(self: Any) -> list[URLPattern]:
        return [
            self.page("upload/", self.upload_view, "upload"),
            self.page("<int:object_id>/card/", self.card_view, "card"),
            *super().pages(),  # type: ignore[misc]
        ]

    def upload_view(self: Any, request: HttpRequest) -> HttpResponseBase:
        """Take a picture into the library, or find it there; say in a sentence why it cannot be taken."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return _problem(*map(str, form.errors["upload"]))
        taken = form.cleaned_data["upload"]
        name = str(getattr(request.FILES["upload"], "name", ""))
        if same := _same(taken.sha256):
            return self._known(request, same)
        try:
            row = add_picture(
                image=Image(), taken=taken, changes=words_of_file(taken, name), actor=actor_of(request)
            )
        except WorkflowError as refusal:
            # A colleague may have uploaded the same at this very moment.
            same = _same(taken.sha256)
            return self._known(request, same) if same else _problem(str(refusal))
        return JsonResponse({"row": self.card_of(request, row), "known": False})

    def _known(self: Any, request: HttpRequest, same: Image) -> JsonResponse:
        if not self.has_view_permission(request, same):
            return _problem(_("This picture is already in the library."))
        sentence = _("This picture was already in the library: “%(name)s”.") % {"name": same}
        return JsonResponse({"row": self.card_of(request, same), "known": True, "sentence": sentence})

    def card_view(self: Any, request: HttpRequest, object_id: int) -> HttpResponseBase:
        """Answer with what is said of a picture; change it first, if it was sent."""
        obj = self.object_or_404(request, object_id)
        if request.method != "POST":
            return JsonResponse({"row": self.card_of(request, obj)})
        if not self.has_change_permission(request, obj):
            return _problem(self.why_not_saved(request, str(object_id)), status=403)
        form = CardForm(request.POST, instance=Image.objects.get(pk=obj.pk))
        if not form.is_valid():
            return _problem(*(str(said) for messages in form.errors.values() for said in messages))
        try:
            records.save_record(
                record=obj,
                changes=form.changes,
                version=form.cleaned_data["version"],
                actor=actor_of(request),
            )
        except WorkflowError as refusal:
            status = CONFLICT if isinstance(refusal, EditConflict) else REFUSED
            return _problem(str(refusal), status=status)
        return JsonResponse({"row": self.card_of(request, obj)})

    def card_of(self: Any, request: HttpRequest, row: Image) -> dict[str, Any]:
        """Return what the desk shows of a picture; what its file says of it is offered, never taken."""
        return {
            **self.lookup_result(row),
            "caption": row.caption,
            "credit": row.credit,
            "offers": row.offers,
            "focus": list(row.focus),
            "width": row.width,
            "height": row.height,
            "version": row.version,
            "mayChange": self.has_change_permission(request, row),
            "page": self.url("change", row),
        }


def _same(sha256: str) -> Image | None:
    return Image.objects.filter(sha256=sha256).first()


def _problem(*sentences: str, status: int = REFUSED) -> JsonResponse:
    return JsonResponse({"problem": " ".join(sentences)}, status=status)

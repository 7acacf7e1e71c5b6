"""A form field that takes a picture in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from images.processing import ImageProblem, ingest


class PictureField(forms.FileField):
    """A file to choose, which becomes a picture ready to be kept, or a sentence that says why not."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}))
        kwargs.setdefault("help_text", _("JPEG, PNG or WebP, 20 MB and 40 million pixels at most."))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the picture taken in, or None where no file was chosen."""
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return ingest(file)
        except ImageProblem as problem:
            raise ValidationError(str(problem)) from problem

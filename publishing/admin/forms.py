"""Forms that carry the version they were opened with."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, model_to_dict
from django.forms.utils import ErrorDict
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from publishing.addresses import free_slug
from publishing.admin.fields import in_language
from publishing.bases import Payload
from publishing.languages import languages
from publishing.slugs import make_slug

MOST_ROWS = 200
"""How many rows a form can add: each costs time, whatever is sent in it."""


class VersionedForm(forms.ModelForm):
    """A form that knows which version it shows, and says why its last save was refused."""

    site: Any
    """The newsroom, for what it chooses where a form says nothing; the admin page sets it."""
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)
    refusal = ""
    taken: Any = None
    """What was typed before and is shown in it, without a word about what is not right yet."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        shows_taken = data is None and self.taken is not None
        super().__init__(self.taken if shows_taken else data, *args, **kwargs)
        if shows_taken:
            self._errors = ErrorDict()
        self.initial["version"] = self.instance.version
        in_language(self, self.initial.get("language", ""))

    def clean_version(self) -> int:
        version = self.cleaned_data["version"]
        if version is None and self.instance.pk:
            raise ValidationError(_("This form is incomplete. Open the page again and repeat your change."))
        return version or 0

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.refusal:
            self.add_error(None, self.refusal)
        return cleaned


class WorkingCopyForm(VersionedForm):
    """The form of a draft: its web address is nobody else's, its language one of those there are."""

    shown_instead: Payload | None = None
    """What stands in the fields in the place of the draft's own words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        if self.shown_instead is not None:
            self.initial = {**self.initial, **self.shown_instead}
            in_language(self, self.shown_instead["language"])
        if "language" not in self.fields:
            return
        if self.instance.pk is None:
            self.initial["language"] = self.site.language
        in_language(self, self.initial["language"])
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label,
            choices=languages(self.initial.get("language"), own=self.site.language),
        )

    def clean_slug(self) -> str:
        return clean_address(self.instance, self.cleaned_data["slug"])


def clean_address(working_copy: Any, wanted: str) -> str:
    """Return a web address that is free; refuse one that belongs to another page."""
    slug = make_slug(wanted)
    if wanted and not slug:
        raise ValidationError(_("Use letters, digits and hyphens."))
    if slug and free_slug(working_copy, slug) != slug:
        raise ValidationError(
            _("The web address “%(slug)s” belongs to another page. Choose a different one.") % {"slug": slug}
        )
    return slug


class ChoiceRow(forms.ModelForm):
    """One choice of a draft. Every save writes them all anew, so it is compared with no stored row."""

    position = forms.IntegerField(
        label=_("order"), min_value=0, max_value=999, required=False, widget=forms.NumberInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | kwargs)

    def has_changed(self) -> bool:
        """Tell whether anything was chosen; a number alone chooses nothing."""
        return any(name != "position" for name in self.changed_data)

    def validate_unique(self) -> None:
        """Compare with nothing."""

    def validate_constraints(self) -> None:
        """Compare with nothing."""


class ChoiceRows(BaseInlineFormSet):
    """The choices of a draft as plain rows without identity.

    Rows with one would be gone when somebody else has saved in between, and their form could
    not even be read.
    """

    def __init__(
        self, data: Any = None, files: Any = None, instance: Any = None, initial: Any = None, **kwargs: Any
    ) -> None:
        """Show the stored rows, or before there are any, those given as `initial`."""
        self.shown = (self._rows(instance) or list(initial or [])) if data is None else []
        kwargs.pop("queryset", None)
        super().__init__(
            data,
            files,
            instance=instance,
            queryset=self.rows.none(),
            initial=self.shown or None,
            **kwargs,
        )
        self.extra = len(self.shown) + 1
        self.absolute_max = self.max_num = MOST_ROWS + self._count_stored(instance)

    @property
    def rows(self) -> Any:
        model: Any = self.model
        return model._default_manager

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """Say on top of the rows that one choice was made twice."""
        names = [
            str(self.form.base_fields[name].label) for name in unique_check if name in self.form.base_fields
        ]
        return _("%(what)s: the same was chosen in two rows. Empty one of them.") % {
            "what": get_text_list(names, _("and"))
        }

    def get_form_error(self) -> str:
        """Say at a row that its choice was made before."""
        return _("This was chosen in a row above.")

    def initial_form_count(self) -> int:
        return 0

    def chosen(self) -> list[dict[str, Any]]:
        """Return what was filled in, in order."""
        rows = [form.cleaned_data for form in self.forms if form.has_changed() and form.is_valid()]
        return sorted(rows, key=lambda row: (row["position"] is None, row["position"] or 0))

    def _count_stored(self, instance: Any) -> int:
        """Return how many rows there are already: however many, none is lost on the way through a form."""
        if self.shown or instance is None or instance.pk is None:
            return len(self.shown)
        return int(self.rows.filter(**{self.fk.name: instance}).count())

    def _rows(self, instance: Any) -> list[dict[str, Any]]:
        if instance is None or instance.pk is None:
            return []
        names = [name for name in self.form.base_fields if name != "position"]
        rows = self.rows.filter(**{self.fk.name: instance}).order_by("position", "pk")
        return [model_to_dict(row, names) | {"position": place} for place, row in enumerate(rows, start=1)]

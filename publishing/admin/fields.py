"""Form fields: a list one a line, a time in a named zone, choices that keep their order."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def in_language(form: forms.BaseForm, language: str) -> None:
    """Tell the fields of words in which language they are written, for spelling, fonts and voices."""
    for field in form.fields.values():
        widget = field.widget
        is_line = getattr(widget, "input_type", "") == "text" and not isinstance(widget, forms.DateTimeInput)
        if language and (is_line or isinstance(widget, forms.Textarea)):
            widget.attrs["lang"] = language


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 40})

    def __init__(self, *, one: forms.Field | None = None, most: int = 100, **kwargs: Any) -> None:
        """Check each line by `one`."""
        self.one = one or forms.CharField(max_length=200)
        self.most = most
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def clean(self, value: Any) -> list[str]:
        lines = super().clean(value)
        if len(lines) > self.most:
            said = ngettext("%(most)d line is the most.", "%(most)d lines are the most.", self.most)
            raise ValidationError(said % {"most": self.most})
        return [self._clean_line(number, line) for number, line in enumerate(lines, start=1)]

    def run_validators(self, value: Any) -> None:
        """Check nothing of the list as a whole."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)

    def _clean_line(self, number: int, line: str) -> str:
        try:
            return str(self.one.clean(line))
        except ValidationError as error:
            raise ValidationError(
                _("Line %(number)d: %(problem)s") % {"number": number, "problem": " ".join(error.messages)}
            ) from error


class OneLineField(forms.CharField):
    """Words in one line, however many rows of the screen they take: a line break is a space."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(" ".join(str(value).splitlines()) if value else value)


class LocalTimeField(forms.DateTimeField):
    """A day and time in the colleague's zone, which the help text names."""

    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        said = f"{self.help_text} " if self.help_text else ""
        self.help_text = said + _("Time zone: %(zone)s.") % {"zone": zone_name()}

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(_why_not(str(value)), code=error.code) from error


def zone_name() -> str:
    """Name the zone times are read and shown in."""
    return getattr(_zone(), "key", None) or timezone.get_current_timezone_name()


def _zone() -> Any:
    return timezone.get_current_timezone()


def _why_not(value: str) -> str:
    naive = parse_datetime(value.strip())
    there = naive.replace(tzinfo=_zone()) if naive else None
    exists = there is not None and there.astimezone(UTC).astimezone(_zone()).replace(tzinfo=None) == naive
    if exists:
        return _(
            "This time comes twice in %(zone)s, because the clocks go back then. "
            "Choose a time an hour earlier or later."
        ) % {"zone": zone_name()}
    return _("This time does not exist in %(zone)s, because the clocks go forward then. Choose another.") % {
        "zone": zone_name()
    }


def can_be_pk(value: Any) -> bool:
    """Tell whether a value sent by a form can be asked of the database at all."""
    text = str(value)
    return text.isascii() and text.isdigit() and len(text) < 19


class ToldApart:
    """Shows of what is chosen what tells it from others of its name; all else sent is nothing chosen."""

    def optgroups(self: Any, name: str, value: Sequence[Any], attr: Any = None) -> Any:
        self.shown: dict[Any, dict[str, str]] = {}
        self.choices.field.label_from_instance = self.label_of
        known = [chosen for chosen in value if can_be_pk(chosen)]
        return super().optgroups(name, known, attr)  # type: ignore[misc]

    def label_of(self: Any, row: Any) -> str:
        choice = self.admin_site.get_model_admin(type(row)).as_choice(row)
        self.shown[row.pk] = choice
        return choice["text"]

    def create_option(self: Any, name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        if picture := self.shown.get(value, {}).get("thumbnail"):
            option["attrs"]["data-thumbnail"] = picture
        return option


class KnownSelect(ToldApart, AutocompleteSelect):
    """Search and choose one."""


class OrderedSelect(ToldApart, AutocompleteSelectMultiple):
    """Search and choose several; they stay in the order in which they were chosen."""

    def optgroups(self, name: str, value: Sequence[Any], attr: Any = None) -> Any:
        groups = super().optgroups(name, value, attr)
        places = {str(chosen): place for place, chosen in enumerate(value)}
        for _label, options, _index in groups:
            options.sort(key=lambda option: places.get(str(option["value"]), -1))
        return groups


class OrderedChoiceField(forms.ModelMultipleChoiceField):
    """Several rows, in the order given."""

    def clean(self, value: Any) -> Any:
        for chosen in value or []:
            if not can_be_pk(chosen):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": chosen}
                )
        rows = {str(row.pk): row for row in super().clean(value)}
        wanted: Iterable[str] = map(str, value or [])
        return [rows[pk] for pk in dict.fromkeys(wanted) if pk in rows]

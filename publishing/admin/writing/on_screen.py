"""What a tab keeps of a form, read as a draft: whatever is not right yet is as it was saved."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from publishing.bases import Payload
from publishing.errors import InvalidText
from publishing.workflow.buffering import Pairs
from publishing.workflow.saving import cleaned


def as_query(pairs: Pairs) -> QueryDict:
    """Return what a form sent, as it was sent."""
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query


def payload_of(page: Any, request: HttpRequest, obj: Any, pairs: Pairs) -> Payload:
    """Return a draft's payload with what its form held, right or not."""
    row = copy.copy(obj) if obj is not None else page.model()
    asked: Any = copy.copy(request)
    asked.method, asked.POST, asked._files = "POST", as_query(pairs), MultiValueDict()
    form = page.get_form(asked, obj, change=obj is not None)(asked.POST, asked.FILES, instance=row)
    # Whatever it is refused for is said when it is saved.
    form.refusal = ""
    form.full_clean()
    saved = obj.payload() if obj is not None else row.payload()
    fallback = {name: _as_saved(form, name) for name in form.fields if name not in form.cleaned_data}
    unclear = {name for name in fallback if not is_empty(form, name)}
    form.cleaned_data |= fallback
    formsets, _inlines = page._create_formsets(asked, row, change=obj is not None)
    for formset in formsets:
        formset.is_valid()
    read = page.payload_from(form, formsets)
    said = {name: value for name, value in read.items() if name not in unclear}
    return saved | _clean(row, said)


def fixed_payload(page: Any, request: HttpRequest, live: Payload, pairs: Pairs) -> Payload:
    """Return what readers see with what its fix holds, right or not."""
    sent = as_query(pairs)
    said = {}
    for name in page.fixable:
        field = page.formfield_for_dbfield(page.model._meta.get_field(name), request)
        try:
            said[name] = field.clean(field.widget.value_from_datadict(sent, MultiValueDict(), name))
        except ValidationError:
            if name in sent and not str(sent[name]).strip():
                said[name] = ""
    return live | _clean(page.model(), {name: said[name] for name in said if name in sent})


def is_empty(form: forms.BaseForm, name: str) -> bool:
    """Tell whether nothing stands in a field that wants something: that is what is on the screen."""
    return not str(form.data.get(form.add_prefix(name), "")).strip()


def _as_saved(form: Any, name: str) -> Any:
    field = form.fields[name]
    try:
        empty = field.to_python("")
    except ValidationError:
        empty = None
    if is_empty(form, name):
        return empty
    try:
        return field.clean(form.get_initial_for_field(field, name))
    except ValidationError:
        return empty


def _clean(row: Any, payload: Payload) -> Payload:
    try:
        return cleaned(row, payload)
    except InvalidText:
        return cleaned(row, {name: value for name, value in payload.items() if name != "body"})


def as_sent(form: forms.BaseForm, formsets: Sequence[Any] = ()) -> list[tuple[str, str]]:
    """Return what a form as it is shown would send, were it sent unchanged."""
    pairs = list(_fields_sent(form))
    for formset in formsets:
        pairs += _fields_sent(formset.management_form)
        for row in formset.forms:
            pairs += _fields_sent(row)
    return pairs


def _fields_sent(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    for bound in form:
        value = bound.value()
        if isinstance(bound.field.widget, forms.CheckboxInput):
            value = "on" if value else None
        if not getattr(bound.field.widget, "allow_multiple_selected", False):
            value = bound.field.widget.format_value(value) if value is not None else None
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is not None and not isinstance(bound.field.widget, forms.FileInput):
                yield bound.html_name, str(one)

"""What somebody typed, as it is stored: every verb cleans it, whichever form or command it came by."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from publishing.richtext import has_words, one_line, plain_lines


def as_typed(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with each text clean: of one line, unless its field takes several."""
    return {name: _clean(_field(model, name), value) for name, value in values.items()}


def _clean(field: Any, value: Any) -> Any:
    match value:
        case str() if isinstance(field, models.TextField):
            return plain_lines(value)
        case str():
            return one_line(value)
        case list():
            cleaned = [_clean(field, one) for one in value]
            return [one for one in cleaned if not isinstance(one, str) or has_words(one)]
        case dict():
            return {name: _clean(field, one) for name, one in value.items()}
    return value


def _field(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None

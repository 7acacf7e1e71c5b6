"""What the boxes to search and choose in offer."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView


class ChoicesView(AutocompleteJsonView):
    """Answers a search with names, and with what tells those of one name apart."""

    def serialize_result(self: Any, obj: Any, to_field_name: str) -> dict[str, str]:
        choice: dict[str, str] = super().serialize_result(obj, to_field_name)
        return choice | self.model_admin.as_choice(obj)

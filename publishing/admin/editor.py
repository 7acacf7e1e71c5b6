"""The text editor: its buttons, its words, and where it looks people and sources up."""

import json
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_prose_editor.fields import ProseEditorField

from publishing.admin.editor_words import block_words, card_words, note_words, tool_words
from publishing.admin.guard import with_nonce
from publishing.admin.lookups import LookupMixin
from publishing.admin.picture_words import picture_words
from publishing.admin.writing.making import kinds_for, picker_words
from publishing.richtext import EDITOR_EXTENSIONS
from publishing.richtext.embeds import PROVIDERS
from publishing.site import absolute

WHILE_WRITING = (
    "Typography",
    "Slash",
    "Keys",
    "Numbering",
    "Attributions",
    "PasteGuard",
    "Pasting",
    "Pictures",
)
"""What the editor does beside holding the nodes of the contract; static/newsroom/editor.js brings it."""

EXTENSIONS: dict[str, Any] = EDITOR_EXTENSIONS | {
    "OrderedList": {"enableListAttributes": False},
    "NoSpellCheck": False,
    "Menu": True,
    **dict.fromkeys(WHILE_WRITING, True),
}


def words() -> dict[str, str]:
    """Return every word the editor shows, in the colleague's language."""
    return {
        **tool_words(),
        **block_words(),
        **card_words(),
        **note_words(),
        "mentionTitle": _("Link a person"),
        "mentionHelp": _("Select the name first, or put the cursor where it belongs."),
        "citationTitle": _("Cite a source"),
        "locator": _("Page or place"),
        "search": _("Search by name or title"),
        "insert": _("Insert"),
        "remove": _("Remove"),
        "cancel": _("Cancel"),
        "found": _("Found: {count}"),
        "nothing": _("Nothing found"),
        "chosen": _("Chosen: {name}"),
        "failed": _("The search did not work. Try again."),
        "figureTitle": _("Put in a picture"),
        "alt": _("What the picture shows, for readers who cannot see it"),
    }


class EditorMixin:
    """Gives prose fields the buttons and words of this newsroom."""

    def formfield_for_dbfield(self: Any, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if not isinstance(db_field, ProseEditorField):
            return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        field = super().formfield_for_dbfield(  # type: ignore[misc]
            db_field, request, config={"extensions": EXTENSIONS}, **kwargs
        )
        field.widget.attrs |= {
            f"data-lookup-{page.editor_dialog}": page.url("lookup")
            for page in self.admin_site._registry.values()
            if isinstance(page, LookupMixin)
        }
        said = picture_words()
        field.widget.attrs |= {"data-upload-words": as_json(said)} | self.upload_attributes(request)
        kinds = kinds_for(request, self.admin_site._registry.values())
        field.widget.attrs |= {
            "data-words": as_json(words() | said),
            "data-site": absolute(""),
            "data-embeds": as_json(PROVIDERS),
            "data-picker": as_json({"kinds": kinds, "words": picker_words()}),
        }
        return field

    def upload_attributes(self: Any, request: HttpRequest) -> dict[str, str]:
        """Return where whoever may add pictures uploads them, and how large they are at most."""
        pages = (page for page in self.admin_site._registry.values() if hasattr(page, "upload_view"))
        return {
            name: value
            for page in pages
            if page.has_add_permission(request)
            for name, value in (
                ("data-upload", page.url("upload")),
                ("data-upload-most", str(page.most_bytes)),
            )
        }

    def form_media(self: Any, request: HttpRequest, form: Any) -> Any:
        """Return what a form's widgets need, with the page's nonce."""
        return with_nonce(request, self.media + form.media)


def as_json(data: Any) -> str:
    """Write data for an attribute; Django escapes it there."""
    return json.dumps(data, ensure_ascii=False)

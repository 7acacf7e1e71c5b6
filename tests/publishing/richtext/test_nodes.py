from django_prose_editor.config import EXTENSION_MAPPING

from publishing.richtext import EDITOR_EXTENSIONS, NODES, OWN_EXTENSIONS


def test_every_node_can_be_written_in_the_editor():
    assert all(node.extensions for node in NODES)
    assert EDITOR_EXTENSIONS["Heading"] == {"levels": [2, 3]}
    assert EDITOR_EXTENSIONS["Link"]["protocols"] == ["http", "https", "mailto"]


def test_extensions_are_the_editors_or_marked_as_our_own():
    """An extension that neither the editor nor this project brings would break the edit page."""
    assert EDITOR_EXTENSIONS.keys() - OWN_EXTENSIONS <= EXTENSION_MAPPING.keys()
    assert {
        "Citation",
        "WaitingNote",
        "Mention",
        "InlineQuotation",
        "BlockQuotation",
        "PullQuote",
        "LibraryFigure",
        "MissingPicture",
        "Embed",
        "Note",
    } == OWN_EXTENSIONS


def test_no_node_takes_style_or_script():
    names = {attribute.name for node in NODES for attribute in node.attributes}
    assert not {name for name in names if name.startswith("on")} | (names & {"style", "class", "id", "src"})

"""What changed, as one text: words that went and came, with a few around them, and never any markup."""

from publishing.admin.differences import body_lines, text_lines
from publishing.admin.inline_differences import changes


def shown(old: str, new: str) -> list[list[tuple[str, str]]]:
    found = changes([("Text", body_lines(old))], [("Text", body_lines(new))])
    return [[(words.kind, words.text) for words in place] for change in found for place in change.places]


def test_a_word_stands_between_those_around_it() -> None:
    before = " ".join(f"w{n}" for n in range(20))
    assert shown(f"<p>{before} 20 of them</p>", f"<p>{before} 200 of them</p>") == [
        [("", "… w12 w13 w14 w15 w16 w17 w18 w19"), ("del", "20"), ("ins", "200"), ("", "of them")]
    ]


def test_whole_paragraphs_come_and_go() -> None:
    assert shown("<p>One.</p>", "<p>One.</p><p>Two.</p>") == [[("ins", "Two.")]]
    assert shown("<p>One.</p><p>Two.</p>", "<p>One.</p>") == [[("del", "Two.")]]


def test_what_is_no_word_is_named() -> None:
    figure = '<figure data-image="k1" data-alt="A board"></figure>'
    assert shown("<p>One.</p>", f"<p>One.</p>{figure}<hr>") == [[("ins", "[picture]")], [("ins", "[line]")]]
    linked = '<p><a href="https://a.example/">One.</a></p>'
    assert shown("<p>One.</p>", linked)[0][0] == ("", "One.")
    assert "<" not in str(shown("<p>One.</p>", linked))


def test_only_fields_that_changed_are_there() -> None:
    old = [("Headline", text_lines("One")), ("Summary", text_lines("Same"))]
    new = [("Headline", text_lines("Two")), ("Summary", text_lines("Same"))]
    assert [change.label for change in changes(old, new)] == ["Headline"]

"""A published text rendered anew: the same words, notes and pictures, or none of it."""

import pytest

from publishing import richtext
from publishing.richtext import build, tokens
from publishing.richtext.tokens import token

QUOTED = (
    '<blockquote data-quote="k1" data-person="ada"><p>It weaves.</p></blockquote>'
    '<blockquote data-quote="k2" data-person="ada" data-speaker="Countess Lovelace">'
    "<p>It hums.</p></blockquote>"
)
TEXT = (
    '<h2>One</h2><p>She said <q data-quote="k0" data-person="ada">“so”</q>'
    '<a data-reference="source" data-locator="p. 4"></a>.</p>'
    "<blockquote data-pull><p>So it was.</p><p>Truly.</p></blockquote>"
    '<figure data-image="loom" data-alt="A loom"><figcaption>The <em>loom</em>.</figcaption></figure>'
)


def as_version_2(html: str) -> str:
    """Return neutral HTML as the second renderer wrote it: with <q>, and pull quotes as elements."""
    html = html.replace('<span class="quotation">', '<q class="quotation">').replace("”</span>", "”</q>")
    aside = '<aside class="pull-quote" aria-hidden="true"><p>So it was.</p>\n<p>Truly.</p></aside>'
    return html.replace(token(tokens.PULL, "So it was.\nTruly."), aside)


def test_what_an_older_renderer_wrote_is_written_as_today() -> None:
    today = richtext.render(TEXT)
    older = as_version_2(today)
    assert "<q" in older and "<aside" in older and older != today
    assert richtext.render_anew(TEXT, published=older) == today


@pytest.mark.parametrize(
    "change",
    [
        ("“so”", "“no”"),
        ("One", "On e"),
        ("=p.%204", "=p.%205"),
        ("note =source", "note =another"),
        ("=A%20loom", "=A%20boom"),
        ("<em>loom</em>", "loom loom"),
        ("It%20was", "It%20is"),
    ],
)
def test_another_text_is_refused(change: tuple[str, str]) -> None:
    published = richtext.render(TEXT).replace("So%20it%20was", "It%20was")
    stored = TEXT.replace("<p>So it was.</p>", "<p>It was.</p>")
    assert richtext.render_anew(stored, published=published)
    assert change[0] in published, "the control"
    with pytest.raises(richtext.TextWouldChange):
        richtext.render_anew(stored, published=published.replace(*change))


@pytest.mark.parametrize("name", ["Ada King", "Ada Lovelace", "Countess Lovelace", ""])
def test_quotations_stay_signed_as_they_were(name: str) -> None:
    """Whatever the person is called by now, and although another of their quotations is signed by hand."""
    published = richtext.render(QUOTED, names={"ada": name})
    assert richtext.render_anew(QUOTED, published=published) == published


def test_marks_part_no_words() -> None:
    plain = richtext.render(build.paragraph(build.text("unbelievable")))
    marked = plain.replace("believ", "<strong>believ</strong>")
    assert richtext.visible(marked) == richtext.visible(plain)
    assert richtext.visible("<p>one</p><p>two</p>") == ["one", "two"] != richtext.visible("<p>onetwo</p>")

import pytest

from publishing.richtext import extract, keys, render, resolve, sanitise
from tests.publishing.richtext.samples import STORED


class Photo:
    """A picture that says how it was asked for."""

    def __init__(self, credit=""):
        self.credit = credit

    def picture(self, *, alt, size):
        return f"[{size}: {alt}]"


def shown(stored, *, people=None, references=(), images=None):
    return resolve(render(stored), people=people or {}, references=references, images=images or {})


READERS = {
    "paragraph": "<p>Words.</p>",
    "heading 2": '<h2 id="a-heading">A heading</h2>',
    "heading 3": '<h3 id="a-smaller-heading">A smaller heading</h3>',
    "bullet list": "<ul><li>one<ul><li>below</li></ul></li><li>two</li></ul>",
    "numbered list": '<ol start="3"><li>three</li></ol>',
    "table": (
        '<div class="table" role="group" aria-label="Table" tabindex="0">'
        '<table><thead><tr><th scope="col">Year</th><th scope="col" colspan="2">Count</th></tr></thead>'
        '<tbody><tr><th scope="row">2024</th><td>1</td><td></td></tr></tbody></table></div>'
    ),
    "rule": "<hr>",
    "bold": "<p>a <strong>b</strong></p>",
    "italic": "<p>a <em>b</em></p>",
    "superscript": "<p>10<sup>25</sup></p>",
    "subscript": "<p>H<sub>2</sub>O</p>",
    "citation": (
        '<p>Said so.<sup class="note-mark"><a href="#note-1" id="note-1-a" role="doc-noteref" '
        'aria-label="Note 1">1</a></sup></p>'
    ),
    "mention": '<p><a class="mention" href="/people/liang/">Liang Wenfeng</a> said so.</p>',
    "link": '<p><a href="https://example.org/?a=1&amp;b=2">there</a></p>',
    "inline quotation": '<p><span class="quotation">“Yes”</span></p>',
    "block quotation": (
        '<figure class="quotation"><blockquote><p>Long words.</p></blockquote>'
        '<figcaption>— <a class="mention" href="/people/liang/">A B</a>'
        '<sup class="note-mark"><a href="#note-1" id="note-1-a" role="doc-noteref" '
        'aria-label="Note 1">1</a></sup></figcaption></figure>'
    ),
    "pull quote": '<aside class="pull-quote" aria-hidden="true" data-words="Short words."></aside>',
    "figure": (
        '<figure class="picture picture-wide">[wide: A &quot;view&quot;]<figcaption>The view. '
        '<span class="credit">Jane &amp; Co</span></figcaption></figure>'
    ),
    "missing picture": "",
    "embed": (
        '<figure class="embed"><a href="https://www.youtube.com/watch?v=abc" rel="noopener noreferrer">'
        "Open on YouTube</a></figure>"
    ),
    "waiting note": "<p>Said so.</p>",
    "private note": "<p>Check this</p>",
}


@pytest.mark.parametrize("name", STORED)
def test_what_readers_get_of_every_node(name):
    finished = shown(
        STORED[name],
        people={"p1": "/people/liang/"},
        references=["k1"],
        images={"i1": Photo("Jane & Co")},
    )
    assert finished.body == READERS[name]


def test_the_page_asks_only_for_the_rows_it_needs():
    neutral = render("".join(STORED.values()))
    assert keys(neutral) == (("p1",), ("k1",), ("i1",))
    assert keys("<p>nothing</p>") == ((), (), ())


def test_a_person_without_a_live_page_is_plain_text():
    assert shown(STORED["mention"]).body == "<p>Liang Wenfeng said so.</p>"
    assert "<figcaption>— A B</figcaption>" in shown(STORED["block quotation"]).body


def test_a_figure_without_its_picture_is_left_out_with_the_notes_in_its_caption():
    stored = sanitise(
        '<p>a</p><figure data-image="i1">cap<a data-reference="k1"></a></figure>'
        '<p>b<a data-reference="k2"></a></p>'
    )
    finished = shown(stored, references=["k1", "k2"])
    assert "cap" not in finished.body
    assert [(note.number, note.key) for note in finished.notes] == [(1, "k2")]


def test_a_figure_with_neither_caption_nor_credit_has_no_caption():
    finished = shown('<figure data-image="i1"></figure>', images={"i1": Photo()})
    assert finished.body == '<figure class="picture picture-normal">[normal: ]</figure>'


def test_decoration_is_not_described_whatever_the_library_says():
    stored = sanitise('<figure data-image="i1" data-alt="A view" data-decorative></figure>')
    assert stored == '<figure data-image="i1" data-decorative=""></figure>'
    neutral = render(stored, alts={"i1": "From the library"})
    finished = resolve(neutral, people={}, references=(), images={"i1": Photo()})
    assert finished.body == '<figure class="picture picture-normal">[normal: ]</figure>'


def test_where_a_picture_is_missing_readers_get_nothing():
    stored = sanitise('<p>a</p><figure data-gap="1" data-alt="secret">words</figure><p>b</p>')
    assert stored == '<p>a</p><figure data-gap="1" data-alt="secret"></figure><p>words</p><p>b</p>'
    assert render(stored) == "<p>a</p>\n<p>words</p>\n<p>b</p>"
    assert extract(stored).gaps == ["1"]


def cited(*names):
    return "".join(
        f'<p>Claim {name}.<a data-reference="{name}" data-locator="p. 1"></a></p>' for name in names
    )


def test_notes_are_numbered_by_first_appearance_and_a_source_keeps_its_number():
    finished = shown(cited("x", "y", "x"), references={"x", "y"})
    assert [(note.number, note.key) for note in finished.notes] == [(1, "x"), (2, "y")]
    assert [(place.anchor_id, place.letter) for place in finished.notes[0].places] == [
        ("note-1-a", "a"),
        ("note-1-b", "b"),
    ]
    assert finished.notes[1].places[0].locator == "p. 1"
    assert finished.body.count('href="#note-1"') == 2
    for note in finished.notes:
        assert all(finished.body.count(f'id="{place.anchor_id}"') == 1 for place in note.places)


def test_letters_go_on_after_z():
    finished = shown(cited(*["x"] * 54), references={"x"})
    letters = [place.letter for place in finished.notes[0].places]
    assert [letters[index] for index in (0, 25, 26, 27, 51, 52, 53)] == [
        "a",
        "z",
        "aa",
        "ab",
        "az",
        "ba",
        "bb",
    ]
    assert len(set(letters)) == 54


def test_a_confidential_source_leaves_no_mark_number_or_gap():
    with_it = sanitise(
        "<p>One <a data-reference=x></a>. Two <a data-reference=secret>[2]</a>, three.</p>"
        "<ul><li><a data-reference=secret></a></li></ul><p>Four<a data-reference=y></a></p>"
        '<blockquote data-quote=q1 data-reference="secret"><p>Words</p></blockquote>'
    )
    without = sanitise(
        "<p>One <a data-reference=x></a>. Two, three.</p><p>Four<a data-reference=y></a></p>"
        "<blockquote data-quote=q1><p>Words</p></blockquote>"
    )
    assert shown(with_it, references={"x", "y"}) == shown(without, references={"x", "y"})
    control = shown(with_it, references={"x", "y", "secret"})
    assert [note.key for note in control.notes] == ["x", "secret", "y"]


def test_private_notes_vanish_and_their_words_stay():
    neutral = render('<p>a<span data-note="31">b</span>c <strong>d<span data-note="32">e</span></strong></p>')
    assert neutral == "<p>abc <strong>de</strong></p>"


def test_headings_get_addresses_that_are_unique_and_readable():
    stored = "".join(
        f"<h2>{words}</h2>"
        for words in ["The Start", "The start", "Начало", "深度求索", "!!!", "Note 1", "Main"]
    )
    neutral = render(stored)
    names = [part.split('"')[0] for part in neutral.split('id="')[1:]]
    assert names[:3] == ["the-start", "the-start-2", "nachalo"]
    assert names[4:] == ["section-5", "section-note-1", "main-2"]
    assert len(set(names)) == 7
    assert all(names)


def test_a_long_heading_is_cut_between_words():
    (name,) = [part.split('"')[0] for part in render(f"<h2>{'lengthy ' * 30}</h2>").split('id="')[1:]]
    assert name == "-".join(["lengthy"] * 7)


def test_hostile_values_in_tokens_stay_values():
    stored = sanitise(
        '<figure data-image="i1" data-alt="--&gt;&lt;script&gt;alert(1)&lt;/script&gt;"></figure>'
        '<p>x<a data-reference="k1" data-locator="--&gt; &lt;!--person =p1--&gt;"></a></p>'
        '<blockquote data-quote="q" data-speaker="&lt;b&gt;--&gt;"><p>y</p></blockquote>'
    )
    finished = shown(stored, references=["k1"], images={"i1": Photo()})
    assert "<script" not in finished.body
    assert "&lt;b&gt;--&gt;" in finished.body
    assert finished.notes[0].places[0].locator == "--> <!--person =p1-->"


def test_rendering_is_safe_even_of_what_was_never_sanitised():
    assert render('<p onclick="x">a<script>b</script></p>') == "<p>a</p>"


def test_a_block_quotation_by_a_person_alone_is_signed_with_the_name_given():
    stored = sanitise('<blockquote data-quote="q" data-person="p1"><p>y</p></blockquote>')
    neutral = render(stored, names={"p1": "Li & Co"})
    plain = resolve(neutral, people={}, references=(), images={}).body
    assert "<figcaption>— Li &amp; Co</figcaption>" in plain
    linked = resolve(neutral, people={"p1": "/people/li/"}, references=(), images={}).body
    assert '<figcaption>— <a class="mention" href="/people/li/">Li &amp; Co</a></figcaption>' in linked

import pytest

from publishing.richtext import MAX_DEPTH, MAX_LENGTH, MAX_NODES, NODES, RichTextError, sanitise
from tests.publishing.richtext.contract import breaches
from tests.publishing.richtext.samples import STORED


def test_there_is_a_sample_of_every_node():
    assert STORED.keys() == {node.name for node in NODES}


@pytest.mark.parametrize("name", STORED)
def test_every_node_is_kept_as_it_is(name):
    assert sanitise(STORED[name]) == STORED[name]
    assert breaches(STORED[name]) == []


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("bare words", "<p>bare words</p>"),
        ("<b>x</b> <i>y</i>", "<p><strong>x</strong> <em>y</em></p>"),
        ("<h1>a</h1><h4>b</h4><h6>c</h6>", "<h2>a</h2><h3>b</h3><h3>c</h3>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a<br>b</p>", "<p>a</p><p>b</p>"),
        ("<h2>a<br>b</h2>", "<h2>a b</h2>"),
        ("<p></p><p> </p><p>&nbsp;</p><h2></h2><ul><li></li></ul>x", "<p>x</p>"),
        ("<p>  a \n\t b  </p>", "<p>a b</p>"),
        ("<p>e\u0301</p>", "<p>é</p>"),
        ("<p>a\x00\x07b\ufeffc</p>", "<p>abc</p>"),
        ("<p><strong>a</strong><b>b</b></p>", "<p><strong>ab</strong></p>"),
        ("<p><em>a </em>b</p>", "<p><em>a</em> b</p>"),
        ("<p><b>a<i>b</b>c</i></p>", "<p><strong>a<em>b</em></strong>c</p>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>"),
        ("<p>1 < 2 & 3 > 2</p>", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
        ("<p>a</p><!-- not text --><p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>unfinished <a href='x", "<p>unfinished &lt;a href='x</p>"),
        ("<p>H<sub>2</sub>O <u>x</u></p>", "<p>H<sub>2</sub>O x</p>"),
        ("<p><sup>a<sub>b</sub></sup></p>", "<p><sup>a</sup><sub>b</sub></p>"),
        ("<p><sup><b>a</b><i>b</i></sup></p>", "<p><strong><sup>a</sup></strong><em><sup>b</sup></em></p>"),
        ("<p><sup>a</sup><sup>b</sup> <sub> </sub>c</p>", "<p><sup>ab</sup> c</p>"),
        (
            '<p><sup><a href="https://example.org">x</a><q data-quote="k3">y</q></sup></p>',
            '<p><a href="https://example.org"><sup>x</sup></a><q data-quote="k3"><sup>y</sup></q></p>',
        ),
        (
            '<p>10<sup>25<a data-reference="k1"></a></sup></p>',
            '<p>10<sup>25</sup><a data-reference="k1"></a></p>',
        ),
        ("<q>plain</q>", "<p>plain</p>"),
        ("<blockquote>Words</blockquote>", '<blockquote data-quote="q1"><p>Words</p></blockquote>'),
        ("&#00000000065;&#x41;&eacute;", "<p>AAé</p>"),
    ],
)
def test_odd_markup_becomes_the_stored_form(written, stored):
    assert sanitise(written) == stored


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("10&nbsp;000 «&nbsp;oui&nbsp;»", "10\u00a0000 «\u00a0oui\u00a0»"),
        ("a&nbsp;&nbsp;b", "a b"),
        ("a&nbsp; b &nbsp;c", "a b c"),
        ("&nbsp;a&nbsp;", "a"),
        ("<b>a&nbsp;</b> b", "<strong>a</strong> b"),
    ],
)
def test_a_no_break_space_stays_only_where_it_stands_alone(written, stored):
    assert sanitise(f"<p>{written}</p>") == f"<p>{stored}</p>"


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<ScRiPt src=//evil.example></sCrIpT>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x&gt;'>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java\nscript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<a href='//evil.example/'>x</a>",
        "<a href='/inside/'>x</a>",
        "<a href='http://[::1'>x</a>",
        "<a href='https:evil.example'>x</a>",
        "<p style='background:url(javascript:alert(1))'>x</p>",
        "<p onclick=alert(1)>x</p>",
        '<p title="</p><script>alert(1)</script>">x</p>',
        "<<script>alert(1)//<</script>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<textarea></textarea><img src=x onerror=alert(1)>",
        "<textarea><img src=x onerror=alert(1)></textarea>",
        "<form action=javascript:alert(1)><button>x</button></form>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<base href=//evil.example><object data=x></object><embed src=x>",
        "<a data-person='p1' onclick=alert(1) href='javascript:1'>x</a>",
        "<figure data-embed='https://youtube.com.evil.example/'></figure>",
        "<figure data-embed='javascript://youtube.com/%0aalert(1)'></figure>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
    ],
)
def test_nothing_that_could_run_is_stored(hostile):
    stored = sanitise(hostile)
    assert breaches(stored) == []
    for active in (
        "<script",
        "<img",
        "<svg",
        "<iframe",
        "onclick=",
        'href="j',
        'href="d',
        'href="/',
        "<meta",
    ):
        assert active not in stored.replace("&lt;", "")


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b=c&d=%20#e", "http://münchen.example/straße", "mailto:desk@example.org"],
)
def test_ordinary_addresses_are_kept(address):
    assert f'href="{address.replace("&", "&amp;")}"' in sanitise(f'<a href="{address}">x</a>')


def test_a_space_in_an_address_is_escaped_and_a_parameter_is_no_character():
    assert 'href="https://e.org/a%20b"' in sanitise('<a href=" https://e.org/a b ">x</a>')
    assert 'href="https://e.org/?x=1&amp;copy=2"' in sanitise('<a href="https://e.org/?x=1&copy=2">x</a>')


def test_a_note_moves_next_to_the_word_it_is_for():
    note = '<a data-reference="k1"></a>'
    assert sanitise("<p>One <a data-reference=k1>[1]</a>. Two</p>") == f"<p>One{note}. Two</p>"
    assert sanitise("<p>One. <a data-reference=k1></a>Two</p>") == f"<p>One.{note} Two</p>"
    assert sanitise("<p>One.</p><p><a data-reference=k1></a></p>") == f"<p>One.{note}</p>"


def test_a_wrong_key_takes_the_link_but_not_the_words():
    assert sanitise('<p><a data-person="No Key!">Ann</a></p>') == "<p>Ann</p>"
    assert sanitise('<p><a data-reference="No Key!">said Ann</a></p>') == "<p>said Ann</p>"
    assert sanitise('<p><a data-person="abc">Ann</a></p>') == '<p><a data-person="abc">Ann</a></p>'


def test_attributes_are_cut_and_checked():
    stored = sanitise(f'<figure data-image="i" data-alt="{"x" * 5000}" data-size="huge"></figure>')
    assert "data-size" not in stored
    assert 250 < len(stored) < 400


def test_blocks_that_stand_only_at_the_top_move_behind_what_they_were_in():
    stored = sanitise("<ul><li>a<figure data-image=i1>c</figure></li><li>b</li></ul><p>d</p>")
    assert stored == (
        "<ul><li><p>a</p></li><li><p>b</p></li></ul>"
        '<figure data-image="i1"><figcaption>c</figcaption></figure><p>d</p>'
    )


def test_the_first_row_of_a_table_is_its_header():
    stored = sanitise("<table><tr><td>a<td>b<tr><td>c<th>d</table>")
    assert stored == (
        "<table><thead><tr><th><p>a</p></th><th><p>b</p></th></tr></thead>"
        "<tbody><tr><td><p>c</p></td><td><p>d</p></td></tr></tbody></table>"
    )


def test_two_quotations_without_an_id_get_different_ones():
    stored = sanitise("<blockquote>a</blockquote><blockquote data-quote=q1>b</blockquote><blockquote>c")
    assert [part.split('"')[1] for part in stored.split("<blockquote ")[1:]] == ["q2", "q1", "q3"]


def test_a_service_that_is_not_allowed_becomes_a_plain_link():
    assert sanitise('<figure data-embed="https://evil.example/x">Look</figure>') == (
        '<p>Look</p><p><a href="https://evil.example/x">https://evil.example/x</a></p>'
    )


def test_a_pull_quote_keeps_only_words():
    stored = sanitise(
        '<blockquote data-pull><p><a href="https://e.org">a</a> <b>b</b><a data-reference=k></a>'
    )
    assert stored == '<blockquote data-pull=""><p>a <strong>b</strong></p></blockquote>'


@pytest.mark.parametrize(
    ("source", "limit"),
    [
        ("x" * (MAX_LENGTH + 1), MAX_LENGTH),
        ("<" * (MAX_LENGTH - 1), MAX_LENGTH),
        ("<hr>" * (MAX_NODES + 1), MAX_NODES),
        ("<li>x" * (MAX_NODES - 1) + "<p>", MAX_NODES),
        ("<div>" * (MAX_DEPTH + 1), MAX_DEPTH),
    ],
)
def test_too_much_is_refused_with_a_sentence_that_names_the_limit(source, limit):
    if source.startswith("<li>"):
        source = f"<ul>{source}"
    with pytest.raises(RichTextError, match=f"{limit:,}"):
        sanitise(source)


def test_a_text_at_the_limits_is_taken():
    assert sanitise("<div>" * (MAX_DEPTH - 1) + "x") == "<p>x</p>"
    assert len(sanitise("x" * (MAX_LENGTH - 7))) == MAX_LENGTH
    assert sanitise("<hr>" * MAX_NODES).count("<hr>") == MAX_NODES

"""Texts for the tests: one of every node, and random ones, well-meant and hostile."""

from hypothesis import strategies as st

STORED = {
    "paragraph": "<p>Words.</p>",
    "heading 2": "<h2>A heading</h2>",
    "heading 3": "<h3>A smaller heading</h3>",
    "bullet list": "<ul><li><p>one</p><ul><li><p>below</p></li></ul></li><li><p>two</p></li></ul>",
    "numbered list": '<ol start="3"><li><p>three</p></li></ol>',
    "table": (
        '<table><thead><tr><th><p>Year</p></th><th colspan="2"><p>Count</p></th></tr></thead>'
        "<tbody><tr><th><p>2024</p></th><td><p>1</p></td><td></td></tr></tbody></table>"
    ),
    "rule": "<hr>",
    "bold": "<p>a <strong>b</strong></p>",
    "italic": "<p>a <em>b</em></p>",
    "superscript": "<p>10<sup>25</sup></p>",
    "subscript": "<p>H<sub>2</sub>O</p>",
    "citation": '<p>Said so.<a data-reference="k1" data-locator="p. 4"></a></p>',
    "waiting note": (
        '<p>Said so.<a data-waiting="Holt, A study, 2019." '
        'data-read="[{&quot;title&quot;:&quot;A study&quot;}]"></a></p>'
    ),
    "mention": '<p><a data-person="p1">Liang Wenfeng</a> said so.</p>',
    "link": '<p><a href="https://example.org/?a=1&amp;b=2">there</a></p>',
    "inline quotation": (
        '<p><q data-quote="k3" data-person="p1" data-speaker="a researcher" data-reference="k1">“Yes”</q></p>'
    ),
    "block quotation": (
        '<blockquote data-quote="k4" data-person="p1" data-speaker="A B" data-reference="k1">'
        "<p>Long words.</p></blockquote>"
    ),
    "pull quote": '<blockquote data-pull=""><p>Short words.</p></blockquote>',
    "figure": (
        '<figure data-image="i1" data-alt="A &quot;view&quot;" data-size="wide">'
        "<figcaption>The view.</figcaption></figure>"
    ),
    "missing picture": '<figure data-gap="2" data-alt="A chart"></figure>',
    "embed": '<figure data-embed="https://www.youtube.com/watch?v=abc"></figure>',
    "private note": '<p>Check <span data-note="31">this</span></p>',
}

_TAGS = (
    "p div span b strong i em sup sub h1 h2 h3 h4 ul ol li table thead tbody tr td th caption blockquote q a "
    "figure figcaption section font u br hr img details select option form svg math"
)
_ATTRIBUTES = (
    "",
    ' data-quote="k3"',
    ' data-quote="k3" data-person="p1"',
    ' data-quote="k3" data-person="p2" data-reference="k1"',
    ' data-quote="k3" data-speaker="an analyst"',
    ' data-quote="BAD"',
    ' data-person="p1"',
    ' data-reference="k1"',
    ' data-reference="k1" data-locator="p. 4"',
    ' data-waiting="Holt 2019, p. 4"',
    ' data-waiting="" data-read="[]"',
    ' data-speaker="someone &lt;odd&gt;"',
    ' data-pull=""',
    ' data-image="i1" data-size="wide"',
    ' data-image="i1" data-alt="A view" data-decorative',
    ' data-gap="1"',
    ' data-note="31"',
    ' href="https://example.org/"',
    ' href="javascript:alert(1)"',
    ' onclick="alert(1)" style="color:red" class="x"',
    ' colspan="2"',
)
_WORDS = (
    "word",
    "a b",
    " ",
    "\u00a0",
    "\u00a0\u00a0",
    "é",
    "漢字。",
    "&amp;",
    "&lt;b&gt;",
    "1 < 2",
    "end. Next",
    ".",
)
_JUNK = (
    "<!-- x -->",
    "<!--",
    "<![CDATA[x]]>",
    "<?php x ?>",
    "</",
    "<",
    "<a href='",
    "\x00",
    "\x1b",
    "&#0;",
    "&#xD800;",
    "&#9999999999;",
    "\u2028",
    "\u0338",
    "<script>alert(1)</script>",
    "<script>",
    "<style>p{}</style>",
    "<textarea><p>",
    '<figure data-embed="https://evil.example/x">',
    '<figure data-embed="https://vimeo.com/1">',
    "-->",
    '">',
)

tags = st.sampled_from(_TAGS.split())
opening = st.builds(lambda name, attributes: f"<{name}{attributes}>", tags, st.sampled_from(_ATTRIBUTES))
closing = tags.map(lambda name: f"</{name}>")
words = st.sampled_from(_WORDS)


def _joined(*pieces):
    return st.lists(st.one_of(*pieces), max_size=40).map("".join)


# Markup whose tags are complete, however wrongly they are nested.
disordered = _joined(
    opening.filter(lambda tag: not tag.startswith("<a data-reference")),
    closing,
    words,
    words,
    st.just('<a data-reference="k1"></a>'),
)
hostile = _joined(opening, closing, words, st.sampled_from(_JUNK), st.text(max_size=8))
stored = st.lists(st.sampled_from(list(STORED.values())), max_size=8).map("".join)
anything = st.one_of(hostile, disordered, st.text(max_size=200))

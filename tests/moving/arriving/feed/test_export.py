"""Feeds of every kind as sites."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from manuscripts import Notice
from manuscripts.formats.html.fragment import read_fragment
from manuscripts.manuscript import Figure, Paragraph, every_block
from moving.arriving.feed import FeedSite, opened
from moving.arriving.site import CannotRead, Post, State
from references.fetching import FEED, CannotFetch, Fetched, Wanted

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Harbour &amp; News</title><link>https://harbour.example</link><atom:link href="https://harbour.example/feed/" rel="self" type="application/rss+xml"/>
<description>All</description><language>en-GB</language>{onward}
<image><url>https://harbour.example/logo.png</url><title>Logo</title><link>https://harbour.example</link></image>
<item><title>The pier &amp;amp; the crane</title><link>https://harbour.example/2019/05/pier/?x=1&amp;y=2</link>
<dc:creator><![CDATA[Ada Byron]]></dc:creator><pubDate>Sun, 12 May 2019 08:30:00 +0200</pubDate>
<category><![CDATA[Port]]></category><category>City</category><category>Uncategorized</category>
<guid isPermaLink="false">https://harbour.example/?p=12</guid>
<description><![CDATA[First words of it [&#8230;]]]></description>
<content:encoded><![CDATA[<p>First words of it, and the rest.</p><p>A <a href="/about">link</a>.</p><img src="img/a.jpg" alt="A">
<p>The post <a href="https://harbour.example/2019/05/pier/">The pier</a> appeared first on <a href="https://harbour.example">Harbour</a>.</p>]]></content:encoded>
<media:content url="https://harbour.example/lead.jpg" medium="image"><media:title>Lead</media:title></media:content></item>
<item><title>Only a beginning</title><link>https://harbour.example/two/</link><author>bo@example.org (Bo Chen)</author>
<pubDate>Mon, 13 May 2019 08:30:00 GMT</pubDate><description>Some first words of it... &lt;a href="https://harbour.example/two/"&gt;Read more&lt;/a&gt;</description></item>
<item><title>All in the description</title><link>https://harbour.example/three/</link>
<pubDate>Tue, 14 May 2019 08:30:00 GMT</pubDate><description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two &amp;mdash; &nbsp;three.&lt;/p&gt;</description>
<enclosure url="https://harbour.example/talk.mp3" length="10" type="audio/mpeg"/></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://harbour.example/blog/">
<title type="html">Hafen &lt;b&gt;Neues&lt;/b&gt;</title><link href="/"/><link rel="self" href="feed.xml"/>{onward}
<author><name>Ada Byron</name><email>ada@example.org</email><uri>https://harbour.example/people/ada</uri></author>
<entry xml:base="2019/"><id>tag:harbour.example,2019:1</id><title>Über <![CDATA[<b>]]></title><link rel="alternate" type="text/html" href="pier"/>
<published>2019-05-12T08:30:00+02:00</published><updated>2019-06-01T00:00:00Z</updated><category term="port" label="Der Hafen"/>
<summary>Kurz gesagt.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Worte mit <em>Gewicht</em>, <a href="crane">Kran</a>.</p><img src="a.jpg" alt="A"/></div></content></entry>
<entry><id>urn:uuid:2</id><title>Text</title><link href="https://harbour.example/blog/two"/><author><name>Bo</name></author><updated>2019-06-02T00:00:00Z</updated>
<content type="text">a &lt; b

Next.</content></entry>
<entry><id>urn:uuid:3</id><title>Nur kurz</title><link href="three"/><updated>2019-06-03T00:00:00Z</updated><summary type="html">&lt;p&gt;Nur das.&lt;/p&gt;</summary></entry>
</feed>"""
RDF = """<?xml version="1.0" encoding="ISO-8859-1"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://harbour.example/"><title>Hafen</title><link>https://harbour.example/</link><items><rdf:Seq><rdf:li resource="x"/></rdf:Seq></items></channel>
<item rdf:about="https://harbour.example/one"><title>Caf\xe9 \x96 one</title><link>https://harbour.example/one</link><dc:date>2005-04-03</dc:date>
<dc:creator>Ada</dc:creator><dc:subject>Port</dc:subject><content:encoded><![CDATA[<p>Words of one.</p>]]></content:encoded></item></rdf:RDF>"""
OLD = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>Old</title><link>https://harbour.example/</link>
<item><title>Caf&eacute; & more</title><link>https://harbour.example/old.html</link><description>Some words.</description></item></channel></rss>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour",
    "home_page_url": "https://harbour.example/",
    "language": "en",
    "items": [
        {
            "id": "1",
            "url": "https://harbour.example/one",
            "title": "One",
            "content_html": "<p>Words.</p>",
            "summary": "In short",
            "image": "https://harbour.example/lead.jpg",
            "date_published": "2020-01-02T03:04:05Z",
            "date_modified": "2020-02-02T03:04:05Z",
            "authors": [{"name": "Ada", "url": "https://harbour.example/ada"}],
            "tags": ["Port"],
            "attachments": [{"url": "https://harbour.example/a.pdf", "mime_type": "application/pdf"}],
        },
        {"id": 2, "content_text": "Plain <words>.\n\nMore.", "author": {"name": "Bo"}},
    ],
}


def site(tmp_path: Path, text: str | bytes, name: str = "feed.xml") -> FeedSite:
    file = tmp_path / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return opened(file)


def said(post: Post) -> dict[Notice, str]:
    return {remark.notice: remark.text for remark in post.remarks}


def lines(post: Post) -> list[str]:
    blocks = every_block(read_fragment(post.html).blocks)
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def links(post: Post) -> list[str]:
    blocks = every_block(read_fragment(post.html).blocks)
    return [
        mark.value
        for block in blocks
        if isinstance(block, Paragraph)
        for mark in block.marks
        if mark.kind == "link"
    ]


def test_rss_with_its_texts(tmp_path: Path) -> None:
    feed = site(tmp_path, RSS.replace("{onward}", ""))
    pier, beginning, whole = feed.posts()
    assert (feed.name, feed.language) == ("https://harbour.example", "en-GB")
    assert (pier.id, pier.title, pier.state) == (
        "https://harbour.example/?p=12",
        "The pier & the crane",
        State.PUBLIC,
    )
    assert pier.published == datetime(2019, 5, 12, 6, 30, tzinfo=UTC)
    assert pier.addresses == ("/2019/05/pier/?x=1&y=2",)
    assert (pier.slug, pier.summary, pier.authors, pier.terms) == (
        "pier",
        "",
        ("Ada Byron",),
        ("Port", "City"),
    )
    assert lines(pier) == ["First words of it, and the rest.", "A link."]
    assert links(pier) == ["https://harbour.example/about"]
    assert said(pier) == {Notice.PART_LEFT_OUT: "The post The pier appeared first on Harbour."}
    assert pier.lead == "https://harbour.example/lead.jpg"
    figures = [block.address for block in read_fragment(pier.html).blocks if isinstance(block, Figure)]
    assert figures == ["https://harbour.example/2019/05/pier/img/a.jpg"]

    assert (beginning.state, beginning.authors) == (State.DRAFT, ("Bo Chen",))
    assert said(beginning) == {Notice.BEGINNING_ONLY: "https://harbour.example/two/"}
    assert lines(whole) == ["One.", "Two —  three.".replace("  ", " "), "talk.mp3"]
    assert (whole.state, said(whole)) == (
        State.PUBLIC,
        {Notice.PART_AS_LINK: "https://harbour.example/talk.mp3"},
    )
    assert [(author.name, author.email) for author in feed.authors()] == [
        ("Ada Byron", ""),
        ("Bo Chen", "bo@example.org"),
    ]
    assert [term.name for term in feed.terms()] == ["Port", "City"]


def test_atom_with_its_bases(tmp_path: Path) -> None:
    feed = site(tmp_path, ATOM.replace("{onward}", ""))
    pier, text, short = feed.posts()
    assert (feed.name, feed.language) == ("https://harbour.example/", "de")
    assert (pier.title, pier.addresses, pier.summary) == ("Über <b>", ("/blog/2019/pier",), "Kurz gesagt.")
    assert (pier.published, pier.changed) == (
        datetime(2019, 5, 12, 6, 30, tzinfo=UTC),
        datetime(2019, 6, 1, tzinfo=UTC),
    )
    assert (pier.terms, pier.authors, text.authors) == (("Der Hafen",), ("Ada Byron",), ("Bo",))
    assert lines(pier) == ["Worte mit Gewicht, Kran."]
    assert links(pier) == ["https://harbour.example/blog/2019/crane"]
    assert "https://harbour.example/blog/2019/a.jpg" in pier.html
    assert lines(text) == ["a < b", "Next."]
    assert short.state is State.DRAFT and Notice.BEGINNING_ONLY in said(short)
    assert next(iter(feed.authors())).addresses == ("/people/ada",)


def test_rss_of_the_first_days(tmp_path: Path) -> None:
    (one,) = site(tmp_path, RDF.encode("latin-1")).posts()
    assert (one.title, one.id, one.published) == (
        "Café – one",
        "https://harbour.example/one",
        datetime(2005, 4, 3, tzinfo=UTC),
    )
    assert (one.authors, one.terms, lines(one)) == (("Ada",), ("Port",), ["Words of one."])
    (old,) = site(tmp_path, OLD).posts()
    assert (old.title, old.addresses, old.state) == ("Café & more", ("/old.html",), State.DRAFT)


def test_json_feed(tmp_path: Path) -> None:
    feed = site(tmp_path, json.dumps(JSON), "feed.json")
    one, two = feed.posts()
    assert (one.title, one.summary, one.lead, one.authors) == (
        "One",
        "In short",
        "https://harbour.example/lead.jpg",
        ("Ada",),
    )
    assert lines(one) == ["Words.", "a.pdf"]
    assert (two.id, lines(two), two.authors) == ("2", ["Plain <words>.", "More."], ("Bo",))


class Server:
    """Answers what is asked of it, and keeps what that was."""

    def __init__(self, **pages: str) -> None:
        self.pages = {f"https://harbour.example/{name}": text for name, text in pages.items()}
        self.asked: list[str] = []

    def fetch(self, address: str, wanted: Wanted) -> Fetched:
        self.asked.append(address)
        text = self.pages.get(address, "")
        if not text or (wanted is FEED) == text.startswith("<html"):
            raise CannotFetch("The page was not read: its server said 404.")
        return Fetched(address, "utf-8", text.encode())


def test_a_feed_is_followed_page_by_page() -> None:
    first = ATOM.replace("{onward}", '<link rel="next" href="feed.xml?page=2"/>')
    second = ATOM.replace("{onward}", "").replace("urn:uuid:2", "urn:uuid:22").replace("two", "twentytwo")
    server = Server(**{"blog/feed.xml": first, "blog/feed.xml?page=2": second})
    found = [post.id for post in opened("https://harbour.example/blog/feed.xml", fetch=server.fetch).posts()]
    assert found == ["tag:harbour.example,2019:1", "urn:uuid:2", "urn:uuid:3", "urn:uuid:22"]
    assert len(server.asked) == 2


def test_a_feed_that_goes_in_circles_ends() -> None:
    page = ATOM.replace("{onward}", '<link rel="next" href="feed.xml?again"/>')
    server = Server(**{"blog/feed.xml": page, "blog/feed.xml?again": page})
    posts = list(opened("https://harbour.example/blog/feed.xml", fetch=server.fetch).posts())
    assert len(posts) == 3 and len(server.asked) == 2


def test_the_feed_of_wordpress_is_followed_though_it_does_not_say_where_it_goes_on() -> None:
    first = RSS.replace("{onward}", "<generator>https://wordpress.org/?v=6.5</generator>")
    second = first.replace("?p=12", "?p=13")
    server = Server(**{"feed/": first, "feed/?paged=2": second})
    posts = list(opened("https://harbour.example/feed/", fetch=server.fetch).posts())
    assert [post.id for post in posts][-1] == "https://harbour.example/?p=13"
    assert server.asked[-1] == "https://harbour.example/feed/?paged=3"
    assert not any(post.fault for post in posts)


def test_it_is_said_that_the_rest_of_a_feed_could_not_be_had() -> None:
    server = Server(**{"feed.xml": ATOM.replace("{onward}", '<link rel="next" href="/gone"/>')})
    *posts, last = opened("https://harbour.example/feed.xml", fetch=server.fetch).posts()
    assert len(posts) == 3 and "https://harbour.example/gone" in last.fault


def test_a_page_leads_to_its_feed() -> None:
    page = '<html><head><link rel="alternate" type="application/atom+xml" href="/feed.xml"></head></html>'
    server = Server(**{"": page, "feed.xml": ATOM.replace("{onward}", "")})
    assert len(list(opened("https://harbour.example/", fetch=server.fetch).posts())) == 3
    with pytest.raises(CannotRead, match=r"404.*saved to a file"):
        opened("https://harbour.example/nowhere", fetch=server.fetch)


def test_nothing_is_asked_of_addresses_that_are_not_public(settings: object) -> None:
    settings.FETCH_PAGES = True  # type: ignore[attr-defined]
    for address in (
        "http://127.0.0.1/feed",
        "http://[::1]/feed",
        "http://169.254.169.254/",
        "http://10.0.0.1/",
    ):
        with pytest.raises(CannotRead, match="public internet"):
            opened(address)


BILLION = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ELSEWHERE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "words",
        "<html><body>no</body></html>",
        "{}",
        '{"items": 3}',
        '{"items": [' + "[" * 100_000,
        BILLION + "<rss><channel><item><title>&b;</title></item></channel></rss>",
        ELSEWHERE + "<rss><channel><item><title>&x;</title></item></channel></rss>",
        "<rss><channel>" + "<a>" * 5_000,
        "<rss><channel><item><title>Cut off",
        '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel></channel></rss>',
    ],
)
def test_what_is_no_feed_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises(CannotRead, match=r"\.$"):
        list(site(tmp_path, text).posts())


def test_prefixes_that_nobody_declared_are_read(tmp_path: Path) -> None:
    text = (
        "<rss version='2.0'><channel><title>T</title><link>https://harbour.example</link><item><title>One</title>"
        "<media:title>Other</media:title><link>https://harbour.example/one</link><dc:creator>Ada</dc:creator>"
        "<content:encoded><![CDATA[<p>Words.</p>]]></content:encoded>"
        "<media:content medium='image' url='https://harbour.example/a.jpg' x:y='1'/></item></channel></rss>"
    )
    (post,) = site(tmp_path, text).posts()
    assert (post.title, post.authors, lines(post)) == ("One", ("Ada",), ["Words."])
    assert post.lead == "https://harbour.example/a.jpg"


def test_frames_and_recordings_in_a_text_become_links_and_are_said(tmp_path: Path) -> None:
    inside = (
        '<p>Words.</p><figure class="kg-card kg-embed-card"><iframe src="https://charts.example/1" title="A chart"></iframe></figure>'
        '<audio src="/talk.mp3"></audio><script>alert(1)</script>'
    )
    item = f"<item><title>T</title><content:encoded><![CDATA[{inside}]]></content:encoded></item>"
    text = RSS.partition("<item>")[0].replace("{onward}", "") + item + "</channel></rss>"
    (post,) = site(tmp_path, text).posts()
    assert lines(post) == ["Words.", "A chart", "talk.mp3"]
    assert [remark.notice for remark in post.remarks] == [
        Notice.PART_AS_LINK,
        Notice.PART_AS_LINK,
        Notice.PART_LEFT_OUT,
    ]


def test_names_of_entities_in_a_text_declare_nothing(tmp_path: Path) -> None:
    item = "<item><title>T</title><content:encoded><![CDATA[<p>&lt;!ENTITY&gt; <!ENTITY x> words</p>]]></content:encoded></item>"
    text = RSS.partition("<item>")[0].replace("{onward}", "") + item + "</channel></rss>"
    (post,) = site(tmp_path, text).posts()
    assert "words" in lines(post)[0]


def test_an_address_alone_is_no_name_to_print(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS.replace("bo@example.org (Bo Chen)", "bo@example.org"), encoding="utf-8")
    feed = opened(str(path))
    assert not [name for post in feed.posts() for name in post.authors if "@" in name]
    assert not [author for author in feed.authors() if "@" in author.name]

"""Folders of files as sites: of generators, of documents, of saved pages."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from manuscripts import Notice
from manuscripts.formats.html.fragment import read_fragment
from manuscripts.manuscript import Embed, Figure, Heading, Paragraph, every_block
from moving.arriving.folder import FolderSite, opened
from moving.arriving.site import CannotRead, Kind, Post, State

Made = Callable[[dict[str, str]], FolderSite]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    def make(files: dict[str, str]) -> FolderSite:
        for name, text in files.items():
            path = tmp_path / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return opened(tmp_path / "site")

    return make


def posts(site: FolderSite) -> dict[str, Post]:
    return {post.id: post for post in site.posts()}


def lines(post: Post) -> list[str]:
    blocks = every_block(read_fragment(post.html).blocks)
    return [block.text for block in blocks if isinstance(block, Paragraph | Heading)]


def links(post: Post) -> dict[str, str]:
    return {
        block.text[mark.start : mark.end]: mark.value
        for block in every_block(read_fragment(post.html).blocks)
        if isinstance(block, Paragraph)
        for mark in block.marks
        if mark.kind == "link"
    }


def pictures(post: Post) -> list[tuple[str, str, str]]:
    return [
        (block.address, block.alt, block.caption.text if block.caption else "")
        for block in every_block(read_fragment(post.html).blocks)
        if isinstance(block, Figure)
    ]


HUGO = {
    "hugo.toml": 'baseURL = "https://harbour.example/"\ntitle = "Harbour News"\nlanguageCode = "en"\n[permalinks]\n  news = "/:year/:month/:slug/"\n',
    "content/_index.md": "---\ntitle: Home\n---\n",
    "content/about.md": "---\ntitle: About us\n---\nWho we are.",
    "content/news/pier.md": '+++\ntitle = "The pier: a story"\ndate = 2019-05-12T09:30:00+02:00\nlastmod = 2019-06-01\n'
    'tags = ["Port", "City life"]\ncategories = ["Local"]\nauthors = ["Ada Byron"]\naliases = ["/old/pier/", "older.html"]\n'
    'summary = "In short"\n[cover]\nimage = "/img/pier.jpg"\nalt = "The pier"\ncaption = "Photo: Bo"\n+++\n'
    "# The pier: a story\n\nFirst words.[^1]\n\n"
    '{{< figure src="/img/pier.jpg" alt="Pier" caption="At *dawn*" >}}\n\n{{< youtube abcdefghijk >}}\n\n'
    '{{% notice tip %}}\nKept words.\n{{% /notice %}}\n\n{{< tweet user="harbour" id="123" >}}\n\n{{< map lat="1" >}}\n\n'
    'See [the crane]({{< ref "posts/crane/index.md" >}}) and [about](../about.md#us).\n\n```go\n{{< kept >}}\n```\n\n[^1]: The note.\n',
    "content/posts/crane/index.md": '---\ntitle: Crane\ndate: 2020-01-02\ndraft: true\n---\n![A crane](crane.jpg "Big")',
    "content/posts/crane/crane.jpg": "x",
    "content/posts/crane/featured-crane.jpg": "x",
    "content/posts/spaet.de.md": "---\ntitle: Spät\ndate: 2999-01-02\n---\nSpäter.",
    "content/posts/gone.md": "---\ntitle: Gone\ndate: 2018-01-02\nexpiryDate: 2019-01-01\n---\nGone.",
    "content/tags/port/_index.md": "---\ntitle: Port\ndescription: All of the port\n---\n",
    "static/img/pier.jpg": "x",
    "themes/x/README.md": "# Theme",
    "layouts/index.html": "<html>{{ range .Site }}</html>",
}


def test_a_site_of_hugo(made: Made) -> None:
    site = made(HUGO)
    found = posts(site)
    assert set(found) == {
        "content/about.md",
        "content/news/pier.md",
        "content/posts/crane/index.md",
        "content/posts/spaet.de.md",
        "content/posts/gone.md",
    }
    pier = found["content/news/pier.md"]
    assert (site.name, site.language) == ("https://harbour.example", "en")
    assert (pier.kind, pier.state, pier.title) == (Kind.ARTICLE, State.PUBLIC, "The pier: a story")
    assert pier.published == datetime(2019, 5, 12, 7, 30, tzinfo=UTC)
    assert pier.changed == datetime(2019, 6, 1, tzinfo=UTC)
    assert pier.summary == "In short"
    assert pier.addresses == ("/2019/05/the-pier-a-story/", "/old/pier/", "/older.html")
    assert pier.authors == ("Ada Byron",)
    assert pier.terms == ("categories/local", "tags/port", "tags/city-life")
    assert pier.lead == "/img/pier.jpg"
    lead = next(one for one in site.attachments() if one.id == pier.lead)
    assert (lead.file, lead.alt, lead.caption) == ("static/img/pier.jpg", "The pier", "Photo: Bo")
    assert [(term.name, term.description) for term in site.terms()] == [
        ("Local", ""),
        ("Port", "All of the port"),
        ("City life", ""),
    ]
    assert [author.name for author in site.authors()] == ["Ada Byron"]


def test_codes_of_hugo_become_what_they_mean_here(made: Made) -> None:
    pier = posts(made(HUGO))["content/news/pier.md"]
    assert pictures(pier) == [("/img/pier.jpg", "Pier", "At *dawn*")]
    read = read_fragment(pier.html)
    assert [block.address for block in read.blocks if isinstance(block, Embed)] == [
        "https://www.youtube.com/embed/abcdefghijk"
    ]
    assert read.notes[0].paragraphs[0].text == "The note."
    assert lines(pier) == [
        "First words.",
        "Kept words.",
        "https://twitter.com/harbour/status/123",
        "See the crane and about.",
        "{{< kept >}}",
    ]
    assert links(pier)["the crane"] == "https://harbour.example/posts/crane/"
    assert links(pier)["about"] == "https://harbour.example/about/#us"
    assert [(remark.notice, remark.text) for remark in pier.remarks] == [
        (Notice.PART_LEFT_OUT, "{{% notice tip %}}"),
        (Notice.PART_AS_LINK, "https://twitter.com/harbour/status/123"),
        (Notice.PART_LEFT_OUT, '{{< map lat="1" >}}'),
    ]


def test_drafts_and_what_is_to_come_or_over_are_not_public(made: Made) -> None:
    found = posts(made(HUGO))
    crane = found["content/posts/crane/index.md"]
    assert crane.state is State.DRAFT
    assert crane.lead == "/posts/crane/featured-crane.jpg"
    assert pictures(crane) == [("/posts/crane/crane.jpg", "A crane", "")]
    late = found["content/posts/spaet.de.md"]
    assert (late.state, late.language, late.addresses, late.slug) == (
        State.SCHEDULED,
        "de",
        ("/de/posts/spaet/",),
        "spaet",
    )
    assert found["content/posts/gone.md"].state is State.PRIVATE
    assert (found["content/about.md"].kind, found["content/about.md"].state) == (Kind.PAGE, State.PUBLIC)


@pytest.mark.parametrize(
    ("above", "section"),
    [
        ("date: 2020-05-07\npublishDate: 2999-01-01", ""),
        ("date: 2020-05-07\nheadless: true", ""),
        ("date: 2020-05-07\nbuild:\n  render: never\n  list: never", ""),
        ("date: 2020-05-07", "---\ntitle: Hid\ncascade:\n  draft: true\n---\n"),
        ("date: 2020-05-07", "---\ntitle: Hid\ncascade: {draft: true}\n---\n"),
        ("date: 2020-05-07", '+++\ntitle = "Hid"\n[[cascade]]\ndraft = true\n+++\n'),
        ("date: 2020-05-07", '+++\ntitle = "Hid"\n[cascade.build]\nrender = "never"\n+++\n'),
    ],
)
def test_what_hugo_makes_no_page_of_is_not_public(made: Made, above: str, section: str) -> None:
    files = HUGO | {"content/hid/a.md": f"---\ntitle: A\n{above}\n---\nWords."}
    found = posts(made(files | ({"content/hid/_index.md": section} if section else {})))
    assert found["content/hid/a.md"].state in (State.SCHEDULED, State.PRIVATE)
    assert found["content/news/pier.md"].state is State.PUBLIC


def test_a_site_of_jekyll(made: Made) -> None:
    site = made(
        {
            "_config.yml": "title: Harbour\nurl: https://harbour.example\nbaseurl: /news\npermalink: pretty\n",
            "_posts/2019-05-12-the-pier.md": '---\nlayout: post\ntitle:  "The rise: and fall"\ndate: 2019-05-12 10:00:00 +0200\n'
            "categories: local port\ntags: [old town]\nauthor: Ada Byron\nredirect_from:\n  - /pier\n---\n"
            'Words {% include figure.html src="/assets/pier.jpg" caption="The pier" %}\n\n'
            "{% highlight ruby %}\nputs {{ 1 }}\n{% endhighlight %}\n\n"
            "[other]({% post_url 2019-06-01-other %}) [logo]({{ '/about/' | relative_url }})\n{: .lead}\n\n{% include ad.html %}",
            "_posts/2019-06-01-other.markdown": "---\ntitle: Other\npublished: false\n---\nOther words",
            "_drafts/idea.md": "---\ntitle: Idea\n---\nAn idea",
            "about.md": "---\nlayout: page\ntitle: About\npermalink: /about/\n---\nUs",
            "index.html": "---\nlayout: home\n---\n{% for post in site.posts %}{{ post.title }}{% endfor %}",
            "_layouts/post.html": "<html>{{ content }}</html>",
            "README.md": "# How to build it",
            "assets/pier.jpg": "x",
        }
    )
    found = posts(site)
    assert set(found) == {
        "_posts/2019-05-12-the-pier.md",
        "_posts/2019-06-01-other.markdown",
        "_drafts/idea.md",
        "about.md",
    }
    pier = found["_posts/2019-05-12-the-pier.md"]
    assert pier.title == "The rise: and fall"
    assert pier.published == datetime(2019, 5, 12, 8, tzinfo=UTC)
    assert pier.addresses == ("/news/local/port/2019/05/12/the-pier/", "/pier")
    assert pier.terms == ("categories/local", "categories/port", "tags/old-town")
    assert pier.slug == "the-pier"
    assert pictures(pier) == [("/assets/pier.jpg", "", "The pier")]
    assert "puts {{ 1 }}" in lines(pier)
    assert links(pier) == {
        "other": "https://harbour.example/news/2019/06/01/other/",
        "logo": "https://harbour.example/news/about/",
    }
    assert [remark.text for remark in pier.remarks] == ["{% include ad.html %}"]
    assert found["_posts/2019-06-01-other.markdown"].state is State.DRAFT
    assert found["_posts/2019-06-01-other.markdown"].published == datetime(2019, 6, 1, tzinfo=UTC)
    assert found["_drafts/idea.md"].state is State.DRAFT
    assert (found["about.md"].kind, found["about.md"].addresses) == (Kind.PAGE, ("/news/about/",))


def test_a_site_of_hexo(made: Made) -> None:
    site = made(
        {
            "_config.yml": "title: 港\nlanguage: zh-CN\nurl: https://harbour.example\npermalink: :year/:month/:day/:title/\n",
            "source/_posts/pier.md": "---\ntitle: Pier\ndate: 2019-05-12 10:00:00\ntags:\n  - Port\ncategories:\n  - [News, Local]\n  - Port\n---\n"
            'Words\n\n<!-- more -->\n\n{% asset_img pier.jpg "The pier" %}\n\n{% blockquote Ada Byron %}\nSaid so.\n{% endblockquote %}',
            "source/_posts/pier/pier.jpg": "x",
            "source/_drafts/idea.md": "---\ntitle: Idea\n---\nAn idea",
            "source/about/index.md": "---\ntitle: About\ndate: 2019-01-01\n---\nUs",
        }
    )
    found = posts(site)
    pier = found["source/_posts/pier.md"]
    assert pier.addresses == ("/2019/05/12/pier/",)
    assert pier.language == "zh-CN"
    assert lines(pier) == ["Words", "Said so.", "— Ada Byron"]
    assert pictures(pier) == [("/_posts/pier/pier.jpg", "The pier", "")]
    assert [term.name for term in site.terms()] == ["News, Local", "Port"]
    assert found["source/_drafts/idea.md"].state is State.DRAFT
    assert found["source/about/index.md"].kind is Kind.PAGE
    assert found["source/about/index.md"].addresses == ("/about/",)


def test_sites_of_astro_and_eleventy(made: Made, tmp_path: Path) -> None:
    site = made(
        {
            "astro.config.mjs": "export default {}",
            "src/content/blog/first.mdx": "---\ntitle: 'First'\ndescription: 'Short'\npubDate: 'Jul 08 2022'\nheroImage: '../../assets/hero.jpg'\n"
            "tags: [\"astro\"]\n---\nimport Chart from '../../components/Chart.astro'\n\nWords.\n\n<Chart data={[1, 2]} />\n\n{/* hidden */}\n",
            "src/pages/about.md": "---\ntitle: About\n---\nUs",
            "src/pages/index.astro": "---\n---\n",
            "src/assets/hero.jpg": "x",
            "README.md": "# Build",
        }
    )
    found = posts(site)
    first = found["src/content/blog/first.mdx"]
    assert first.published == datetime(2022, 7, 8, tzinfo=UTC)
    assert (first.state, first.addresses, first.lead) == (
        State.PUBLIC,
        ("/blog/first/",),
        "/src/assets/hero.jpg",
    )
    assert lines(first) == ["Words."]
    assert [remark.text for remark in first.remarks] == ["<Chart data={[1, 2]} />"]
    assert set(found) == {"src/content/blog/first.mdx", "src/pages/about.md"}

    folder = tmp_path / "eleventy"
    (folder / "posts").mkdir(parents=True)
    (folder / ".eleventy.js").write_text("module.exports = {}")
    (folder / "eleventy.config.js").write_text("export default {}")
    (folder / "posts" / "one.md").write_text(
        '---\ntitle: One\ndate: 2021-03-04\ntags: [posts, Port]\n---\n{% image "./a.jpg", "An alt" %}'
    )
    (folder / "posts" / "a.jpg").write_text("x")
    (one,) = opened(folder, zone=ZoneInfo("Europe/Berlin")).posts()
    assert one.published == datetime(2021, 3, 3, 23, tzinfo=UTC)
    assert one.addresses == ("/posts/one/",)
    assert one.terms == ("tags/port",)
    assert pictures(one) == [("/posts/a.jpg", "An alt", "")]


SAVED = """<!doctype html><html lang="en"><head><title>{title} | Harbour</title>
<link rel="canonical" href="https://harbour.example/{path}">{meta}</head><body><header><nav><a href="/">Home</a></nav></header>
<main><article><h1>{title}</h1><p>{words} It is fifteen words long at the least, so that it is found to be
the article of its page, and <a href="../about.html">a link</a>.</p><img src="img/pier.jpg" alt="A pier"></article></main>
<footer>© Harbour</footer></body></html>"""


def test_a_site_saved_to_disk(made: Made) -> None:
    meta = '<meta property="article:published_time" content="2019-05-12T08:00:00Z"><meta property="article:tag" content="Port">'
    site = made(
        {
            "2019/pier.html": SAVED.format(
                title="The pier", path="2019/pier.html", words="Words.", meta=meta
            ),
            "2019/img/pier.jpg": "x",
            "about.html": SAVED.format(title="About", path="about.html", words="Us.", meta=""),
            "tag/port/index.html": SAVED.format(title="Port", path="tag/port/", words="List.", meta=""),
        }
    )
    found = posts(site)
    assert set(found) == {"2019/pier.html", "about.html"}
    pier = found["2019/pier.html"]
    assert pier.manuscript is not None and pier.html == ""
    assert (pier.title, pier.state, pier.kind) == ("The pier", State.PUBLIC, Kind.ARTICLE)
    assert pier.published == datetime(2019, 5, 12, 8, tzinfo=UTC)
    assert pier.addresses == ("/2019/pier.html",)
    assert pier.terms == ("tags/port",)
    blocks = list(every_block(pier.manuscript.blocks))
    assert [block.address for block in blocks if isinstance(block, Figure)] == ["/2019/img/pier.jpg"]
    marks = [mark.value for block in blocks if isinstance(block, Paragraph) for mark in block.marks]
    assert len(marks) == 1 and marks[0].endswith("/about.html")
    assert (found["about.html"].kind, found["about.html"].state) == (Kind.PAGE, State.DRAFT)


def test_a_folder_of_documents_becomes_drafts(made: Made, tmp_path: Path) -> None:
    site = made(
        {
            "a.txt": "The harbour at night\n\nWords of the text, which go on for a while and say something.",
            "b.md": "# A title\n\nMarkdown words.",
            "c.docx": "no document",
            "d.pdf": "%PDF-1.4",
            "e.png": "x",
        }
    )
    found = posts(site)
    assert set(found) == {"a.txt", "b.md", "c.docx"}
    assert found["a.txt"].title == "The harbour at night" and found["a.txt"].manuscript is not None
    assert (found["b.md"].title, found["b.md"].state, lines(found["b.md"])) == (
        "A title",
        State.DRAFT,
        ["Markdown words."],
    )
    assert found["c.docx"].fault.startswith("c.docx, line 1: ")
    assert found["a.txt"].state is State.DRAFT and found["a.txt"].addresses == ()


def test_a_zip_file_is_read_as_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as archive:
        archive.writestr("posts/one.md", "---\ntitle: One\ndate: 2020-01-01\n---\n![A](a.jpg)")
        archive.writestr("posts/a.jpg", b"picture")
        archive.writestr("../out.md", "no")
    site = opened(tmp_path / "site.zip")
    (one,) = site.posts()
    assert pictures(one) == [("/posts/a.jpg", "A", "")]
    with site.open("posts/a.jpg") as picture:
        assert picture.read() == b"picture"


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n\nNot for anybody.")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "one.md").write_text("# One\n\n![x](../secret.jpg) [y](../secret.md)")
    (tmp_path / "site" / "link.md").symlink_to(tmp_path / "secret.md")
    assert set(posts(opened(tmp_path / "site"))) == {"one.md"}


def test_what_stands_above_a_text_may_be_json(made: Made) -> None:
    site = made(
        {
            "hugo.yaml": "baseURL: https://harbour.example/\n",
            "content/posts/one.md": '{\n  "title": "One",\n  "date": "2020-01-02",\n  "tags": ["Port"]\n}\n\nWords.',
            "content/posts/two.md": '---\ntitle: Two\ndate: 2020-01-03\nimg:\n  url: /a.jpg\n---\n{not: json} [one]({{< ref "one" >}})',
            "static/a.jpg": "x",
        }
    )
    one, two = site.posts()
    assert (one.title, one.terms, lines(one)) == ("One", ("tags/port",), ["Words."])
    assert two.lead == "/a.jpg"
    assert links(two) == {"one": "https://harbour.example/posts/one/"}


def test_what_medium_gives_out(made: Made) -> None:
    page = (
        '<!doctype html><html><head><title>{title}</title></head><body><article class="h-entry"><header>'
        '<h1 class="p-name">{title}</h1></header><section data-field="body" class="e-content"><p>{words}</p></section>'
        "<footer>{behind}</footer></article></body></html>"
    )
    words = "Words of a text that goes on for long enough to be one, with more than fifteen of them."
    published = '<p>By Ada on <a href="https://medium.com/p/1"><time class="dt-published" datetime="2019-05-12T08:00:00.000Z">May</time></a>.</p>'
    found = posts(
        made(
            {
                "posts/2019-05-12_The-pier-abc.html": page.format(
                    title="The pier", words=words, behind=published
                ),
                "posts/draft_An-idea-def.html": page.format(title="An idea", words=words, behind=""),
            }
        )
    )
    pier, idea = found["posts/2019-05-12_The-pier-abc.html"], found["posts/draft_An-idea-def.html"]
    assert (pier.title, pier.state, pier.kind) == ("The pier", State.PUBLIC, Kind.ARTICLE)
    assert (idea.title, idea.state, idea.kind) == ("An idea", State.DRAFT, Kind.ARTICLE)


def test_a_folder_without_texts_is_refused(made: Made, tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match=r"no text in this folder"):
        made({"a.png": "x"})
    with pytest.raises(CannotRead, match=r"There is no folder"):
        opened(tmp_path / "nowhere")


def test_a_day_in_a_note_makes_nothing_public(made: Made) -> None:
    site = made({"note.md": "---\ncreated: 2024-01-05\n---\nWords.\n", "2024-01-05-x.md": "Words.\n"})
    assert {post.state for post in site.posts()} == {State.DRAFT}

"""A text file goes in by one command and comes out as an article with its people and sources."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.importing.reports import report_of
from articles.models import Article, ArticleEdition, Quotation
from profiles.models import Person, PersonEdition
from publishing import richtext
from publishing.models import Tag
from references.models import Publisher, Reference
from tests.factories import make_person, make_reference, make_tag

MANUSCRIPTS = Path(__file__).parents[2] / "manuscripts" / "texts"
SEED = MANUSCRIPTS / "deepseek-r1.txt"
PEOPLE = ["--person", "Liang Wenfeng", "--person", "Li Qiang"]

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def bring_in(*arguments: Any, fails: bool = False) -> list[dict[str, Any]]:
    out = StringIO()
    if fails:
        with pytest.raises(SystemExit) as stopped:
            call_command("importarticle", *map(str, arguments), "--json", stdout=out, stderr=StringIO())
        assert stopped.value.code == 1
    else:
        call_command("importarticle", *map(str, arguments), "--json", stdout=out, stderr=StringIO())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def written(folder: Path, text: str, name: str = "piece.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


PIECE = """Rain falls on the port
The harbour flooded on Monday, and Ana Ruiz saw it from her window.

"We lost the cranes," said Ana Ruiz. "All of them."
"""


@pytest.mark.on_both
def test_the_real_article_comes_out_whole() -> None:
    [report] = bring_in(SEED, "--publish", *PEOPLE)
    assert report["status"] == "published"
    assert report["url"] == "http://127.0.0.1:8000/articles/deepseeks-r1-a-new-contender-in-ai/"
    assert (report["sections"], report["quotations"]) == (4, 1)
    assert report["people"] == ["Liang Wenfeng", "Li Qiang"]
    edition = ArticleEdition.objects.live(timezone.now()).get()
    assert edition.body_html.count("<h2") == 4
    assert '\\"' not in edition.body_html and '"It' not in edition.body_html
    quotation = Quotation.objects.get()
    assert quotation.speaker == "an unnamed AI researcher"
    assert quotation.parts == [
        "DeepSeek’s approach demonstrates that innovation isn’t solely dependent on massive funding,",
        "It’s about novel ideas and efficient methodologies.",
    ]
    source = Reference.objects.get()
    assert source.title == "Behind China’s rising AI startup DeepSeek: Who is Liang Wenfeng?"
    assert (source.url, source.domain) == ("", "cgtn.com")
    assert [citation.reference for citation in edition.citations.all()] == [source]
    assert {link.person.name for link in edition.mentions.all()} == {"Liang Wenfeng", "Li Qiang"}
    assert PersonEdition.objects.live(timezone.now()).count() == 2


@pytest.mark.on_both
def test_the_same_file_twice_is_one_article(tmp_path: Path) -> None:
    [first] = bring_in(SEED, *PEOPLE)
    copied = tmp_path / "again.txt"
    copied.write_bytes(b"\xef\xbb\xbf" + SEED.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n")
    [second] = bring_in(copied, *PEOPLE)
    assert (first["status"], second["status"]) == ("imported", "unchanged")
    assert first["id"] == second["id"]
    assert (Article.objects.count(), Reference.objects.count(), Person.objects.count()) == (1, 1, 2)


@pytest.mark.on_both
def test_publishing_may_come_with_the_second_time() -> None:
    bring_in(SEED, *PEOPLE)
    assert not ArticleEdition.objects.live(timezone.now()).exists()
    [again] = bring_in(SEED, "--publish", *PEOPLE)
    assert again["status"] == "published"
    [third] = bring_in(SEED, "--publish", *PEOPLE)
    assert third["status"] == "unchanged"
    assert ArticleEdition.objects.count() == 1
    assert PersonEdition.objects.live(timezone.now()).count() == 2


def test_a_draft_publishes_nobody(tmp_path: Path) -> None:
    bring_in(SEED, *PEOPLE)
    assert not PersonEdition.objects.exists()


def test_only_people_asked_for_are_published_with_it(tmp_path: Path) -> None:
    make_person(name="Ana Ruiz")
    make_person(name="Ben Okafor")
    path = written(tmp_path, PIECE.replace("window.", "window with Ben Okafor."))
    bring_in(path, "--publish", "--person", "Ana Ruiz")
    assert [edition.name for edition in PersonEdition.objects.all()] == ["Ana Ruiz"]


def test_a_person_never_to_have_a_page_gets_none(tmp_path: Path) -> None:
    person = make_person(name="Ana Ruiz")
    Person.objects.filter(pk=person.pk).update(page=Person.Page.NEVER)
    [report] = bring_in(written(tmp_path, PIECE), "--publish", "--person", "Ana Ruiz")
    assert report["status"] == "published"
    assert not PersonEdition.objects.exists()


@pytest.mark.on_both
def test_known_people_are_linked_by_alias_and_quoted_by_name(tmp_path: Path) -> None:
    person = make_person(name="Ana María Ruiz", aliases=["Ana Ruiz"])
    [report] = bring_in(written(tmp_path, PIECE), "--publish")
    assert report["people"] == ["Ana María Ruiz"]
    quotation = Quotation.objects.get()
    assert (quotation.person, quotation.speaker) == (person, "")
    assert quotation.parts == ["We lost the cranes,", "All of them."]
    [mention] = richtext.extract(Article.objects.get().body).mentions
    assert (mention.key, mention.name) == (person.key, "Ana Ruiz")


def test_a_name_two_people_share_is_reported_and_never_linked(tmp_path: Path) -> None:
    make_person(name="Ana Ruiz")
    make_person(name="A. Ruiz", aliases=["Ana Ruiz"])
    [report] = bring_in(written(tmp_path, PIECE))
    assert report["people"] == []
    assert any("2 people go by the name Ana Ruiz" in warning for warning in report["warnings"])


def test_other_names_are_suggested_and_never_made(tmp_path: Path) -> None:
    [report] = bring_in(written(tmp_path, PIECE))
    assert any("Ana Ruiz" in warning for warning in report["warnings"])
    assert not Person.objects.exists()


@pytest.mark.on_both
def test_a_source_known_by_its_address_is_used_again(tmp_path: Path) -> None:
    known = make_reference(title="Port report", url="https://www.example.com/port?id=7")
    sources = "\nSources:\nhttp://example.com/port/?utm_source=mail&id=7#top\nTides – The Gazette\n"
    [report] = bring_in(written(tmp_path, PIECE + sources))
    assert report["references"] == ["Port report", "Tides"]
    assert Article.objects.get().payload()["sources"][0] == known.key
    assert Publisher.objects.get(name="The Gazette").domain == ""


@pytest.mark.on_both
def test_tags_are_found_by_synonym_or_made_and_keep_their_order(tmp_path: Path) -> None:
    known = make_tag("Artificial intelligence", synonyms=["AI"])
    [report] = bring_in(written(tmp_path, PIECE), "--tag", "Ports", "--tag", "ai")
    assert report["tags"] == ["Ports", "Artificial intelligence"]
    assert Article.objects.get().payload()["tags"] == [Tag.objects.get(name="Ports").key, known.key]


def test_authors_come_before_the_byline_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, PIECE.replace("port\n", "port\nBy Cy Young\n"))
    bring_in(path, "--publish", "--author", "Jane Roe")
    edition = ArticleEdition.objects.get()
    assert [line["name"] for line in edition.byline] == ["Jane Roe", "Cy Young"]
    assert PersonEdition.objects.get().name == "Jane Roe"


@pytest.mark.on_both
def test_a_past_date_is_when_it_was_first_published(tmp_path: Path) -> None:
    bring_in(written(tmp_path, PIECE), "--publish", "--date", "2025-01-27T09:30")
    edition = ArticleEdition.objects.live(timezone.now()).get()
    assert edition.published_at.isoformat() == "2025-01-27T09:30:00+00:00"


def test_a_date_to_come_schedules_the_article_and_its_people(tmp_path: Path) -> None:
    path = written(tmp_path, PIECE)
    [report] = bring_in(path, "--publish", "--date", "2999-01-01", "--person", "Ana Ruiz")
    assert report["status"] == "scheduled"
    assert not ArticleEdition.objects.live(timezone.now()).exists()
    assert PersonEdition.objects.get().live_from == ArticleEdition.objects.get().live_from


def test_a_dry_run_tells_and_makes_nothing() -> None:
    [report] = bring_in(SEED, "--dry-run", "--publish", *PEOPLE)
    assert report["status"] == "would be published"
    assert report["people"] == ["Liang Wenfeng", "Li Qiang"]
    assert not (Article.objects.exists() or Person.objects.exists() or Reference.objects.exists())


@pytest.mark.on_both
def test_one_bad_file_does_not_hold_up_the_others(tmp_path: Path) -> None:
    empty = written(tmp_path, "", "empty.txt")
    binary = tmp_path / "photo.txt"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    huge = written(tmp_path, "word " * 250_000, "huge.txt")
    bare = written(tmp_path, "Only a headline\n", "bare.txt")
    missing = tmp_path / "missing.txt"
    reports = bring_in(empty, SEED, binary, huge, bare, missing, fails=True)
    assert [report["status"] for report in reports] == ["failed", "imported", *["failed"] * 4]
    for report, path in zip(reports, [empty, None, binary, huge, bare, missing], strict=True):
        if path is not None:
            assert str(path) in report["warnings"][0]
    assert Article.objects.count() == 1


@pytest.mark.on_both
def test_what_cannot_be_published_leaves_nothing_of_its_file(tmp_path: Path) -> None:
    bring_in(SEED, "--publish", "--slug", "taken")
    path = written(tmp_path, PIECE + "\nSources:\nTides – The Gazette\n")
    [report] = bring_in(path, "--publish", "--slug", "taken", "--person", "Ana Ruiz", fails=True)
    assert "taken" in report["warnings"][0]
    assert Article.objects.count() == 1
    assert not Person.objects.filter(name="Ana Ruiz").exists()
    assert not Reference.objects.filter(title="Tides").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--date", "2025-01-27"], "needs --publish"),
        (["--publish", "--date", "27 January"], "is not a date"),
        (["--publish", "--date", "2025-02-30"], "no date in the calendar"),
        (["--slug", "Not A Slug"], "not-a-slug"),
        (["--slug", "a" * 81], "has 81 characters and may have 80 at most"),
        (["--tag", " "], "needs a name"),
    ],
)
def test_options_that_make_no_sense_are_refused_in_a_sentence(options: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("importarticle", str(SEED), *options)
    assert not Article.objects.exists()


def test_people_read_what_was_made() -> None:
    out = StringIO()
    call_command("importarticle", str(SEED), "--publish", *PEOPLE, "--tag", "AI", stdout=out)
    text = out.getvalue()
    assert "published: DeepSeek’s R1: A New Contender in AI" in text
    assert "http://127.0.0.1:8000/articles/deepseeks-r1-a-new-contender-in-ai/" in text
    assert "4 section headings, 1 quotation, 2 people, 1 source, 1 tag" in text


@pytest.mark.parametrize("published", [True, False], ids=["claimed", "draft"])
def test_an_address_of_another_article_is_refused_for_a_draft_too(tmp_path: Path, published: bool) -> None:
    bring_in(SEED, "--slug", "taken", *(["--publish"] if published else []))
    [report] = bring_in(written(tmp_path, PIECE), "--slug", "taken", "--person", "Ana Ruiz", fails=True)
    assert "“taken” belongs to another" in report["warnings"][0]
    assert Article.objects.count() == 1
    assert not Person.objects.exists()


def unapplied(report: dict[str, Any]) -> str:
    assert report["status"] == "unchanged"
    return "\n".join(warning for warning in report["warnings"] if "not applied" in warning)


def test_options_a_known_file_does_not_follow_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, PIECE)
    given = ["--publish", "--tag", "Ports", "--tag", "Floods", "--author", "Jane Roe", "--person", "Ana Ruiz"]
    given += ["--slug", "rain", "--date", "2025-01-27"]
    bring_in(path, *given)
    [same] = bring_in(path, *given)
    assert unapplied(same) == ""
    assert unapplied(bring_in(path)[0]) == ""
    for option, value in [
        ("--tag", "Harbours"),
        ("--author", "Cy Young"),
        ("--author", "Ana Ruiz"),
        ("--person", "Ben Okafor"),
        ("--slug", "snow"),
    ]:
        said = unapplied(bring_in(path, option, value)[0])
        assert option in said
        assert f"/admin/articles/article/{Article.objects.get().pk}/change/" in said
    said = unapplied(
        bring_in(path, "--publish", "--date", "2025-01-28", "--tag", "Floods", "--tag", "Ports")[0]
    )
    assert "--tag" in said
    assert "--date" in said
    assert "--slug" not in said
    assert not Person.objects.filter(name__in=["Cy Young", "Ben Okafor"]).exists()


def test_a_profile_that_did_not_come_with_a_published_article_is_named(tmp_path: Path) -> None:
    make_person(name="Ana Ruiz")
    path = written(tmp_path, PIECE)
    bring_in(path, "--publish")
    assert "--person" in unapplied(bring_in(path, "--publish", "--person", "Ana Ruiz")[0])
    assert unapplied(bring_in(path, "--person", "Ana Ruiz")[0]) == ""


def test_somebody_the_text_does_not_name_is_said_to_be_so_each_time(tmp_path: Path) -> None:
    path = written(tmp_path, PIECE)
    for _time in range(2):
        [report] = bring_in(path, "--person", "Ben Okafor")
        assert "Ben Okafor is not named in the text." in report["warnings"]
    assert unapplied(report) == ""


def test_a_name_two_people_share_is_refused_on_a_known_file_too(tmp_path: Path) -> None:
    path = written(tmp_path, PIECE)
    bring_in(path)
    make_person(name="Ana Ruiz")
    make_person(name="A. Ruiz", aliases=["Ana Ruiz"])
    for option in ("--person", "--author"):
        [report] = bring_in(path, "--publish", option, "Ana Ruiz", fails=True)
        assert "2 people go by the name Ana Ruiz" in report["warnings"][0]
    assert not ArticleEdition.objects.exists()


def sources_of(folder: Path, *lines: str) -> list[Reference]:
    bring_in(written(folder, PIECE + "\nSources:\n" + "\n".join(f"- {line}" for line in lines) + "\n"))
    return [source.reference for source in Article.objects.get().draft_sources.order_by("position")]


@pytest.mark.parametrize(
    "lines",
    [
        ["10.5555/tides.1", "On tides – The Gazette doi:10.5555/TIDES.1"],
        ["https://doi.org/10.5555/tides.1", "On tides – The Gazette https://doi.org/10.5555/tides.1"],
        ["https://example.com/tides?utm_source=x", "On tides – The Gazette https://example.com/tides"],
        ["https://example.com/tides", "On tides – The Gazette http://www.example.com/tides/#top"],
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_of_lines_for_one_source_the_one_with_a_title_wins(
    tmp_path: Path, lines: list[str], turned: bool
) -> None:
    first, last = reversed(lines) if turned else lines
    [tides, other] = sources_of(tmp_path, first, "Another thing", last)
    assert (tides.title, other.title) == ("On tides", "Another thing")
    assert tides.publisher.name == "The Gazette"
    assert Reference.objects.count() == 2


@pytest.mark.parametrize(
    "line",
    [
        "https://doi.org/10.5555/tides.1",
        "http://dx.doi.org/10.5555/tides.1",
        "doi.org/10.5555/tides.1",
        "On tides https://www.doi.org/10.5555/tides.1",
        "On tides doi.org/10.5555/tides.1",
        "[On tides](https://doi.org/10.5555/tides.1)",
    ],
)
def test_the_resolver_of_dois_publishes_nothing(tmp_path: Path, line: str) -> None:
    [source] = sources_of(tmp_path, line)
    assert source.doi == "10.5555/tides.1"
    assert source.publisher is None
    assert source.title.removeprefix("dx.") in ("On tides", "doi.org/10.5555/tides.1", "10.5555/tides.1")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("https://www.example.com/port/?utm_source=mail&id=7#top", "example.com/port?id=7"),
        ("http://example.com/h%C3%A4fen/%C3%BCber", "example.com/häfen/über"),
        ("https://example.com/a%0Ab", "example.com/a%0Ab"),
        ("https://example.com/a%00b", "example.com/a%00b"),
        ("https://example.com/a%FFb", "example.com/a%FFb"),
    ],
)
def test_a_bare_address_is_titled_without_what_says_nothing(tmp_path: Path, line: str, title: str) -> None:
    [source] = sources_of(tmp_path, line)
    assert (source.title, source.url) == (title, line)


def test_one_of_each_is_told_as_one(tmp_path: Path) -> None:
    out = StringIO()
    text = "Rain\n\nIt rained.\n\nLater\n\nStopped.\n\nSources:\nTides – The Gazette\n"
    call_command("importarticle", str(written(tmp_path, text)), "--tag", "AI", stdout=out)
    assert "4 words, 1 section heading, 0 quotations, 0 people, 1 source, 1 tag" in out.getvalue()


@pytest.mark.parametrize("option", ["--person", "--author", "--tag"])
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Ana\nRuiz", "cannot be printed"),
        ("Ana\tRuiz", "cannot be printed"),
        ("Ana\u200bRuiz", "cannot be printed"),
        ("Ana\u202eRuiz", "cannot be printed"),
        ("Ana\u2028Ruiz", "cannot be printed"),
        ("Ana \udce9 Ruiz", "cannot be printed"),
        ("\u00a0\u3000", "needs a name"),
        ("…", "needs a name"),
        ("A" * 300, "has 300 characters and may have %d at most"),
    ],
)
def test_a_name_nobody_has_is_refused_in_one_sentence(option: str, name: str, sentence: str) -> None:
    longest = Tag if option == "--tag" else Person
    if "%d" in sentence:
        sentence %= longest._meta.get_field("name").max_length
    with pytest.raises(CommandError, match=sentence) as refused:
        call_command("importarticle", str(SEED), option, name)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200
    assert not (Article.objects.exists() or Person.objects.exists() or Tag.objects.exists())


def test_blanks_in_a_name_are_tidied_and_joiners_stay(tmp_path: Path) -> None:
    bring_in(written(tmp_path, PIECE), "--person", " Ana\u00a0 Ruiz ", "--author", "می\u200cخواهم")
    assert set(Person.objects.values_list("name", flat=True)) == {"Ana Ruiz", "می\u200cخواهم"}


@pytest.mark.on_both
@pytest.mark.parametrize("headline", ["{", "???", "🎉"])
def test_a_headline_without_letters_is_refused_and_the_others_are_read(tmp_path: Path, headline: str) -> None:
    bad = written(tmp_path, f"{headline}\n\nIt rained.\n\nSources:\nTides – The Gazette\n", "bad.txt")
    good = written(tmp_path, PIECE, "good.txt")
    reports = bring_in(bad, good, "--tag", "Ports", fails=True)
    assert [report["status"] for report in reports] == ["failed", "imported"]
    assert "neither letters nor digits" in reports[0]["warnings"][0]
    assert Article.objects.count() == 1
    assert not Reference.objects.exists()


def test_a_headline_no_address_can_be_made_of_needs_one(tmp_path: Path) -> None:
    file = written(tmp_path, PIECE.replace("Rain falls on the port", "ʔ"))
    [report] = bring_in(file, fails=True)
    assert "--slug" in report["warnings"][0]
    assert not Article.objects.exists()
    assert bring_in(file, "--slug", "rain")[0]["slug"] == "rain"


@pytest.mark.on_both
def test_a_fault_of_one_file_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(name: str, outcome: Any) -> dict[str, Any]:
        if name.endswith("bad.txt"):
            raise RuntimeError("nobody thought of this")
        return report_of(name, outcome)

    monkeypatch.setattr(f"{report_of.__module__}.report_of", broken)
    monkeypatch.setattr("newsroom.management.commands.importarticle.report_of", broken)
    bad, good = written(tmp_path, PIECE, "bad.txt"), written(tmp_path, PIECE + "\nMore.\n", "good.txt")
    reports = bring_in(bad, good, "--tag", "Ports", fails=True)
    assert [report["status"] for report in reports] == ["failed", "imported"]
    assert str(bad) in reports[0]["warnings"][0]
    assert "nobody thought of this" in caplog.text
    assert Article.objects.count() == 1


@pytest.mark.on_both
def test_a_file_whose_name_is_no_text_is_brought_in_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a\udce9\u202eb.txt"
    path.write_text(PIECE, encoding="utf-8")
    [report] = bring_in(path)
    assert report["file"] == str(tmp_path / "a�b.txt")
    [missing] = bring_in(tmp_path / "z\udce9.txt", fails=True)
    assert missing["file"] == str(tmp_path / "z�.txt")


def test_unseen_characters_of_a_headline_are_not_brought_in(tmp_path: Path) -> None:
    bring_in(written(tmp_path, PIECE.replace("Rain falls", "Rain\u202e fa\u200blls\u2028on")))
    # A line separator ends the headline, as it does in the file.
    assert Article.objects.get().headline == "Rain falls"

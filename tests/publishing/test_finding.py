"""Names are found whatever their case, accents, script and order of words, the best fit first."""

import pytest

from articles.models import Article
from profiles.models import Person
from publishing.finding import (
    BEGINS,
    CONTAINS,
    EXACT,
    LONGEST,
    WORDS_BEGIN,
    find_text,
    fits,
    how_well,
    readings,
)
from publishing.models import Tag
from publishing.records import save_record
from publishing.workflow import fix_live
from references.models import Reference
from tests.factories import (
    make_person,
    make_published_article,
    make_reference,
    make_tag,
    save,
)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Liang Wenfeng", ["liang wenfeng"]),
        ("  ÉCOLE  d’été ", ["ecole d ete", "ecole dete"]),
        ("“O’Brien”", ["o brien", "obrien"]),
        ("O'Brien", ["o brien", "obrien"]),
        ("A.I.", ["a i", "ai"]),
        ("co-operation", ["co operation", "cooperation"]),
        ("Гагарин", ["gagarin"]),
        ("梁文锋", ["liangwenfeng"]),
        ("100 %_|", ["100"]),
        ("…", []),
        ("", []),
    ],
)
def test_a_text_is_read_in_plain_letters(text: str, read: list[str]) -> None:
    assert readings(text) == read


def test_names_are_kept_once_each_and_never_more_than_an_index_takes() -> None:
    assert find_text(["One", "ONE", "", "Two-fold"]) == "| one | two fold | twofold |"
    assert find_text(["", "…"]) == ""
    long = find_text(f"Somebody Called {number:04d} {'ü' * 300}" for number in range(100))
    assert len(long) <= LONGEST and long.endswith(" |") and long.startswith("| somebody called 0000 u")


def found(model: type, asked: str) -> list[str]:
    return [str(row) for row in model.objects.filter(fits(asked)).order_by("pk")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        "Jürgen Müller-O’Brien",
        "jurgen muller",
        "MÜLLER",
        "obrien jürg",
        "o'brien",
        "mull jur",
        "ürgen",
        "Critic of Berlin",
    ],
)
def test_somebody_is_found(asked: str) -> None:
    make_person(name="Jürgen Müller-O’Brien", aliases=["The Critic of Berlin"])
    make_person(name="Somebody Else")
    assert found(Person, asked) == ["Jürgen Müller-O’Brien"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "asked"),
    [("Юрий Гагарин", "ГАГАРИН юрий"), ("Юрий Гагарин", "gagarin"), ("梁文锋", "文锋"), ("梁文锋", "liang")],
)
def test_names_in_any_script_are_found_in_it_and_in_plain_letters(name: str, asked: str) -> None:
    make_person(name="Somebody Else")
    make_person(name="Known Otherwise", aliases=[name])
    assert found(Person, asked) == ["Known Otherwise"]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["", "…", "müller nobody", "müllerx", "%", "_", "\\", "|"])
def test_nothing_else_is(asked: str) -> None:
    make_person(name="Jürgen Müller-O’Brien")
    assert found(Person, asked) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "fit"),
    [
        ("deep learning", EXACT),
        ("Deep-Learning", EXACT),
        ("second name", EXACT),
        ("deep lea", BEGINS),
        ("learn deep", WORDS_BEGIN),
        ("name", WORDS_BEGIN),
        ("earning", CONTAINS),
    ],
)
def test_it_is_known_how_well_something_fits(asked: str, fit: int) -> None:
    make_tag("Deep learning", synonyms=["A second name"])
    make_tag("Second name")
    tags = Tag.objects.filter(fits(asked)).annotate(fit=how_well(asked)).order_by("fit")
    assert [tag.fit for tag in tags][:1] == [fit]


@pytest.mark.django_db
def test_an_article_is_found_by_its_draft_and_by_what_readers_see_of_it() -> None:
    article = make_published_article(headline="First words", short_headline="Brief", slug="an-address")
    save(article, headline="Second thoughts")
    fixed = {"headline": "Fixed words"}
    fix_live(working_copy=article, edition=1, payload=fixed, actor=None)
    for asked in ("second thoughts", "fixed words", "first words", "brief", "an address"):
        assert found(Article, asked) == ["Second thoughts"], asked
    save(article, headline="Third try")
    assert found(Article, "second") == []
    assert found(Article, "fixed") == ["Third try"]


@pytest.mark.django_db
def test_somebody_is_found_by_the_name_readers_know() -> None:
    person = make_person(name="Maiden Name", published=True)
    save(person, name="Married Name", aliases=["Em"])
    assert found(Person, "maiden") == found(Person, "em") == ["Married Name"]


@pytest.mark.django_db
def test_what_a_row_is_found_by_follows_its_names() -> None:
    tag = make_tag("Old")
    save_record(record=tag, changes={"name": "New", "synonyms": ["Newer"]}, version=tag.version, actor=None)
    assert found(Tag, "newer") == ["New"]
    make_reference(
        title="A report", authors=[{"family": "Roe", "given": "Jane"}], url="https://sub.example.org/a-b?id=7"
    )
    for asked in ("jane roe", "example.org", "report a", "sub.example.org/a-b"):
        assert found(Reference, asked) == ["A report"], asked

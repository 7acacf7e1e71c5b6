"""Two spellings of one source share a key; two sources never do."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.matching import (
    MAX_KEY_LENGTH,
    canonical_doi,
    canonical_url,
    match_key,
    registrable_domain,
    title_key,
)

words = st.text(string.ascii_letters + string.digits + "-_~.é中%+", min_size=1, max_size=12)
hosts = st.sampled_from(
    ["cgtn.com", "www.cgtn.com", "News.BBC.co.uk", "bücher.example", "例え.jp", "192.0.2.7", "[2001:db8::1]"]
)
paths = st.lists(words, max_size=4).map(lambda parts: "".join(f"/{part}" for part in parts))
parameters = st.tuples(st.sampled_from(["id", "v", "t", "p", "q", "page"]), words).map("=".join)
tracking = st.tuples(
    st.sampled_from(
        ["utm_source", "UTM_medium", "utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid", "msclkid"]
    ),
    words.filter(lambda word: "%" not in word),
).map("=".join)


@pytest.mark.parametrize(
    "spelling",
    [
        "https://cgtn.com/news/a?id=3",
        "http://cgtn.com/news/a?id=3",
        "HTTPS://WWW.CGTN.COM/news/a/?id=3",
        "https://cgtn.com:443/news/a?id=3#second-part",
        "http://cgtn.com:80/news/a?id=3",
        "https://cgtn.com./news/a?id=3",
        "//cgtn.com/news/a?id=3",
        "  cgtn.com/news/a?id=3\n",
        "https://cgtn.com/news/x/../%61?id=3&",
        "https://cgtn.com/news/a?utm_source=feed&id=3&utm_campaign=x&fbclid=IwAR",
    ],
)
def test_spellings_of_one_address_share_a_key(spelling: str) -> None:
    assert canonical_url(spelling) == "https://cgtn.com/news/a?id=3"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/?id=1", "https://a.example/?id=2"),
        ("https://a.example/?v=1", "https://a.example/"),
        ("https://a.example/?t=1", "https://a.example/"),
        ("https://a.example/?p=1", "https://a.example/"),
        ("https://a.example/News", "https://a.example/news"),
        ("https://a.example:8080/", "https://a.example/"),
        ("https://a.example/x%2Fy", "https://a.example/x/y"),
        ("https://www.com/", "https://com/"),
        ("https://news.cgtn.com/", "https://cgtn.com/"),
    ],
)
def test_different_addresses_keep_different_keys(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        " ",
        "no address",
        "word",
        "mailto:jane@cgtn.com",
        "javascript:alert(1)",
        "ftp://cgtn.com/x",
        "https://",
        "https:///path",
        "https://ex ample.com/",
        "https://a..example/",
        "https://cgtn.com:99999/",
        "https://[::1/",
        "https://\udcff.example/",
        "https://cgtn.com/\udcff",
        "https://cgtn.com/" + "a" * 20_000,
    ],
)
def test_nonsense_is_no_address(nonsense: str) -> None:
    assert canonical_url(nonsense) == ""


def test_an_international_name_has_one_key_in_both_scripts() -> None:
    assert canonical_url("https://Bücher.example/") == canonical_url("https://xn--bcher-kva.example")


def test_www_is_dropped_only_in_front_of_a_name() -> None:
    assert canonical_url("http://www.bbc.co.uk/") == "https://bbc.co.uk"
    assert canonical_url("http://www.co.uk/") == "https://www.co.uk"


@given(host=hosts, path=paths, query=st.lists(parameters, max_size=3).map("&".join))
def test_a_canonical_address_is_its_own_key(host: str, path: str, query: str) -> None:
    once = canonical_url(f"https://{host}{path}?{query}")
    assert once
    assert canonical_url(once) == once


@given(st.one_of(st.text(), st.text().map("https://cgtn.com/".__add__), st.text().map("https://".__add__)))
def test_any_text_gives_a_stable_key_or_none(text: str) -> None:
    once = canonical_url(text)
    assert canonical_url(once) == once
    assert once.isascii()


@given(
    path=paths,
    kept=st.lists(parameters, max_size=3),
    noise=st.lists(tracking, min_size=1, max_size=3),
    data=st.data(),
)
def test_tracking_never_changes_the_key(
    path: str, kept: list[str], noise: list[str], data: st.DataObject
) -> None:
    mixed = list(kept)
    for parameter in noise:
        mixed.insert(data.draw(st.integers(0, len(mixed))), parameter)
    plain = canonical_url(f"https://cgtn.com{path}?{'&'.join(kept)}")
    assert canonical_url(f"http://www.cgtn.com{path}?{'&'.join(mixed)}") == plain


@pytest.mark.parametrize(
    "spelling",
    [
        "10.1000/ABC.1(2)",
        "doi:10.1000/abc.1(2)",
        "DOI: 10.1000/abc.1(2).",
        "https://doi.org/10.1000/abc.1(2)",
        "http://dx.doi.org/10.1000%2Fabc.1(2)?from=x#y",
        "doi.org/10.1000/abc.1(2)",
    ],
)
def test_spellings_of_one_doi(spelling: str) -> None:
    assert canonical_doi(spelling) == "10.1000/abc.1(2)"
    assert match_key(url=spelling if "doi.org" in spelling else "", doi=spelling) == "doi:10.1000/abc.1(2)"


@pytest.mark.parametrize(
    "nonsense", ["", "10.1000", "11.1000/x", "https://cgtn.com/10.1000/x", "10.1000/a\x00b"]
)
def test_what_is_no_doi(nonsense: str) -> None:
    assert canonical_doi(nonsense) == ""


@given(st.text().map("10.1000/".__add__))
def test_a_canonical_doi_is_stable(text: str) -> None:
    once = canonical_doi(text)
    assert canonical_doi(once) == once


@pytest.mark.parametrize(
    ("given_text", "domain"),
    [
        ("https://news.cgtn.com/x", "cgtn.com"),
        ("news.cgtn.com", "cgtn.com"),
        ("www.BBC.co.uk", "bbc.co.uk"),
        ("https://www.Bücher.de/x", "xn--bcher-kva.de"),
        ("http://192.0.2.7/", ""),
        ("localhost", ""),
        ("co.uk", ""),
        ("not a domain", ""),
    ],
)
def test_registrable_domain(given_text: str, domain: str) -> None:
    assert registrable_domain(given_text) == domain


def test_titles_are_compared_like_names_but_for_a_full_stop_at_the_end() -> None:
    assert title_key("  “Éclair”: a  Café‑Story. ") == title_key('"eclair": A cafe-story')
    assert title_key("Straße") == title_key("STRASSE")
    assert title_key("Report 1.2") != title_key("Report 12")
    assert title_key("C") != title_key("C++")
    assert title_key("हिंदी") != title_key("हद")
    assert title_key("パリの報告") != title_key("バリの報告")
    assert title_key("...") != title_key("")


@pytest.mark.parametrize("ending", ["", ".", " .", "．", "。", ".\u200d", ".\x1f", "…"])
def test_a_full_stop_behind_a_title_says_nothing(ending: str) -> None:
    assert title_key(f"Report 1.2{ending}") == title_key("Report 1.2")


@given(st.text(st.characters() | st.sampled_from(".．…\u200d\x1f ")))
def test_a_title_compared_twice_is_compared_the_same(title: str) -> None:
    assert title_key(title_key(title)) == title_key(title)


def test_the_best_known_thing_makes_the_key() -> None:
    everything = {"doi": "10.1000/x", "url": "https://cgtn.com/a", "title": "A", "domain": "cgtn.com"}
    assert match_key(**everything) == "doi:10.1000/x"
    assert match_key(**everything | {"doi": ""}) == "url:https://cgtn.com/a"
    assert match_key(**everything | {"doi": "", "url": "no address"}) == "title:a|cgtn.com"
    assert match_key() == ""


def test_the_same_title_on_two_sites_is_two_sources() -> None:
    assert match_key(title="Editorial", domain="cgtn.com") != match_key(title="Editorial", domain="bbc.co.uk")
    assert match_key(title="Editorial", domain="www.cgtn.com") == match_key(
        title="editorial.", domain="cgtn.com"
    )


def test_long_keys_fit_the_column_and_stay_apart() -> None:
    one, other = (match_key(url=f"https://cgtn.com/{'a' * 400}{end}") for end in "xy")
    assert len(one) == len(other) == MAX_KEY_LENGTH
    assert one != other

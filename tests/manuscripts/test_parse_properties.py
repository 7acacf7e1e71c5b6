"""What holds for every text whatever."""

import re
import time
import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manuscripts import (
    Fault,
    KnownPerson,
    ManuscriptError,
    find_mentions,
    parse,
    suggest_people,
)
from manuscripts.language import language_of
from manuscripts.manuscript import passages_of, texts_of
from tests.soaking import how_many

FRAGMENTS = st.sampled_from(
    [
        "Jane Doe said:",
        '"We will go,"',
        "said an analyst.",
        "\\\"It\\'s",
        "“open",
        "close”",
        "‘one’",
        "She was told,",
        "according to",
        "The Bridge",
        "U.S.",
        "Dr. Roe",
        '12"',
        "- item",
        "1. first",
        "2. second",
        "## Part",
        "[1] Entry – Gazette",
        "https://example.com/a",
        "example.com",
        "doi:10.5555/x.y",
        "(Li Qiang)",
        "\n",
        "\n",
        "\n\n",
        " ",
        "\t",
        "a word or two",
        "naïve café",
        "Wörter",
        "мост",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(FRAGMENTS, max_size=40).map(" ".join),
    st.lists(FRAGMENTS, max_size=40).map("".join),
    st.lists(FRAGMENTS, max_size=40).map("\n".join),
)
TAILS = st.sampled_from(["", "\n\nSources:\n", "\nReferences\n\n", "\nSource: "])
# What marks a line for what it is goes with the mark, not with the words.
MARKUP = {"by", "and", "references", "sources", "source", "doi", "s", "reference", "citations", "www"}


def words(text: str) -> list[str]:
    clean = unicodedata.normalize("NFC", text.replace("\ufffe", " ").replace("\uffff", " "))
    found = re.findall(r"[^\W\d_]+", clean)
    return [word.lower() for word in found if word.lower() not in MARKUP]


def everything(manuscript) -> str:
    sources = [
        part
        for one in manuscript.references
        for part in (one.raw, one.title, one.publisher, one.domain, one.url, one.doi, one.note)
    ]
    said = [remark.text for remark in manuscript.remarks]
    body = [text for block in manuscript.blocks for text in texts_of(block)]
    aside = [one.text for one in manuscript.set_aside]
    top = [manuscript.headline, manuscript.summary, *manuscript.byline]
    return "\n".join([*top, *body, *sources, *said, *aside])


@settings(max_examples=how_many(60, soak=10_000), deadline=None)
@given(text=TEXTS)
def test_nothing_but_a_manuscript_error_is_ever_raised(text):
    try:
        manuscript = parse(text)
    except ManuscriptError:
        return
    suggest_people(manuscript)
    people = [KnownPerson("a", "Jane Doe", ("Doe",)), KnownPerson("b", "Roe")]
    find_mentions(manuscript.blocks, people)
    parts = {one.id: list(one.parts) for one in manuscript.quotations}
    for block in manuscript.blocks:
        for passage in passages_of(block):
            end = 0
            for span in passage.quotes:
                assert end <= span.start < span.end <= len(passage.text)
                end = span.end
                words_inside = parts[span.quotation].pop(0)
                assert words_inside and words_inside in passage.text[span.start : span.end]
    assert not any(parts.values())


@settings(max_examples=how_many(60, soak=10_000), deadline=None)
@given(head=TEXTS, tail=TAILS, rest=TEXTS)
def test_no_word_is_lost(head, tail, rest):
    text = head + tail + rest
    try:
        manuscript = parse(text)
    except ManuscriptError:
        return
    lost = Counter(words(text)) - Counter(words(everything(manuscript)))
    assert not lost


SIZE = 1_000_000
LENGTH, SECONDS = how_many(SIZE // 16, soak=SIZE // 4), how_many(3, soak=8)
SHAPES = {
    "quotes": '"' * SIZE,
    "apostrophes": "'" * SIZE,
    "new lines": "\n" * SIZE,
    "backslashes": "\\" * SIZE,
    "escaped quotes": '\\"' * (SIZE // 2),
    "one line": "word " * (SIZE // 5),
    "one word": "a" * SIZE,
    "open marks": "“" * (SIZE // 3),
    "said": "Jane Doe said " * (SIZE // 14),
    "he said": "“a b c,” he said. " * (SIZE // 20),
    "short lines": "Short\n" * (SIZE // 6),
    "unclosed paragraphs": "“a b\n" * (SIZE // 7),
    "united paragraphs": "“a,” said Jo Po. “b\n“c,” said Jo Po.\n" * (SIZE // 35),
    "combining": "a" + "\u0301\u0323" * (SIZE // 4),
    "sources headings": "Sources:\nshort\n" * (SIZE // 15) + "a long line of prose " * 30,
    "source titles": "References:\n" + "title here\n" * (SIZE // 11),
    "brackets": "Sources:\nhttps://example.com/" + ")" * SIZE,
    "dashes": "Sources:\n" + " - ".join(["ab"] * (SIZE // 5)),
    "blanks before a colon": "Jane Doe" + "\u00a0 " * (SIZE // 40) + ": “We go.”",
    "dots": "a." * (SIZE // 2),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_text_and_no_faster(shape):
    """Sixty kilobytes a time, in `make soak` four times that: quadratic work would take a minute or many."""
    text = f"Headline\n\nA body.\n{SHAPES[shape][:LENGTH]}"
    started = time.process_time()
    try:
        manuscript = parse(text)
    except ManuscriptError as error:
        # More lines than any article has.
        assert error.fault is Fault.TOO_MUCH and text.count("\n") > 30_000
    else:
        suggest_people(manuscript)
        find_mentions(manuscript.blocks, [KnownPerson("a", "Jane Doe", ("a", "word", "Short"))])
    assert time.process_time() - started < SECONDS


def test_the_language_of_one_endless_word_is_told_at_once():
    started = time.process_time()
    language_of("a" * SIZE)
    assert time.process_time() - started < 1

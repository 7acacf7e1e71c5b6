import pytest

from manuscripts.counting import count_words
from publishing.richtext.sentences import sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["One.", "Two!", "Three?"],
        ["He met U.S. President Smith in Washington.", "They spoke."],
        ["It happened in the U.S.", "The next day it rained."],
        ["Dr. Li and Mr. Wang, e.g., came at 5 p.m. yesterday.", "No. 5 was late."],
        ["J. R. R. Tolkien wrote it.", "All of it."],
        ["He said no.", "She left."],
        ["“It works.”", "“Does it?”", "Nobody knew…", "Then 3.5 of them did."],
        ["Apple Inc. and Beta Co. merged.", "He runs Gamma Inc.", "The firm is small."],
        ["One (and two.)", "Three"],
    ],
)
def test_sentences_end_where_readers_would_say(expected):
    text = " ".join(expected)
    assert [text[begin:end] for begin, end in sentences(text)] == expected


def test_chinese_sentences_need_no_space():
    text = "他来了。她走了！好"
    assert [text[begin:end] for begin, end in sentences(text)] == ["他来了。", "她走了！", "好"]


def test_no_text_has_no_sentences():
    assert sentences("") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("— … !", 0),
        ("don’t", 1),
        ("state-of-the-art 3.5", 2),
        ("either/or—both", 3),
        ("カナ and 漢字", 5),
        ("Привет, мир", 2),
    ],
)
def test_counting_words(text, number):
    assert count_words(text) == number

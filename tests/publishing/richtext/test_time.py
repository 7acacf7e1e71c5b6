"""A text of the greatest length takes no more than its share of time, however it is built."""

import gc
import time
from contextlib import contextmanager

import pytest

from publishing.richtext import MAX_DEPTH, MAX_LENGTH, RichTextError, extract, keys, render, resolve, sanitise

SHORT = MAX_LENGTH // 4


def repeated(piece, *, before="", after=""):
    """Make a text of any length from one piece, without going over the greatest length."""
    return lambda length: before + piece * ((length - len(before) - len(after)) // len(piece)) + after


def sparse(piece):
    """As above, with so much text between the pieces that their number stays allowed."""
    return repeated(piece + "words, " * 6)


SHAPES = {
    "nested divisions": repeated("<div>"),
    "nested divisions up to the limit": repeated("x</b>", before="<div>" * (MAX_DEPTH - 1)),
    "unclosed formatting": repeated("<b><i>x</b>"),
    "unclosed paragraphs": sparse("<p>a"),
    "one tag with many attributes": repeated("a b=1 ", before="<p ", after=">x</p>"),
    "many angle brackets": repeated("< "),
    "unfinished tags": repeated("<a "),
    "unfinished attributes": repeated('<a b="'),
    "character references": repeated("&#65;"),
    "one endless character reference": repeated("1", before="<p>&#", after=";</p>"),
    "ampersands": repeated("& x y z "),
    "comments": repeated("<!---->x"),
    "unfinished comments": repeated("<!--"),
    "a comment of dashes": repeated("-", before="<!--"),
    "character data sections": repeated("<![CDATA[x]]>"),
    "null characters": repeated("\0a"),
    "one long attribute": repeated("x", before='<p title="', after='">y</p>'),
    "nested lists": sparse("<ul><li>x"),
    "nested block quotations": sparse("<blockquote>x"),
    "nested tables": sparse("<table><tr><td>x"),
    "lists side by side": sparse("<ul><li>x</ul>"),
    "mixed quotation marks": sparse("<q data-quote=a><b>x</q></b>"),
    "notes": sparse("<a data-reference=k></a>"),
    "headings of the same words": sparse("</p><h2>a</h2>"),
    "unfinished scripts": repeated("<script>x</script"),
    "combining accents": repeated("\u0301", before="<p>a"),
    "abbreviations": repeated("U.S. ", before="<p>a<a data-reference=k></a>"),
}


def process(source):
    """Take a text the whole way; refusing it is an answer too."""
    try:
        stored = sanitise(source)
    except RichTextError:
        return
    neutral = render(stored)
    resolve(neutral, people={}, references=keys(neutral).references, images={})
    extract(stored)


@contextmanager
def without_collecting():
    """Keep the collector out: it looks at all the memory of the tests that ran before."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def seconds(source):
    """Return the processor time taken."""
    begin = time.process_time()
    process(source)
    return time.process_time() - begin


def grows_with_the_length(short, long, *, tries=6):
    """Tell whether four times the length takes about four times as long; quadratic work takes sixteen times.

    The least of several measurements counts, because other work on the machine only adds to one. A tenth
    of a second is below what can be measured.
    """
    least_short = least_long = float("inf")
    with without_collecting():
        for _ in range(tries):
            least_short = min(least_short, seconds(short))
            least_long = min(least_long, seconds(long))
            if least_long < 10 * least_short + 0.1:
                return True
    return False


@pytest.mark.parametrize("name", SHAPES)
def test_four_times_the_length_takes_about_four_times_as_long(name):
    short, long = SHAPES[name](SHORT), SHAPES[name](MAX_LENGTH)
    assert MAX_LENGTH * 0.99 < len(long) <= MAX_LENGTH
    assert grows_with_the_length(short, long)


def test_the_measure_would_see_quadratic_work(monkeypatch):
    """The control: a reader that looks at everything again for each piece is found out."""

    def quadratic(source):
        for start in range(0, len(source), 100):
            source.count("xy", start)

    monkeypatch.setattr("tests.publishing.richtext.test_time.process", quadratic)
    assert not grows_with_the_length("y" * SHORT, "y" * MAX_LENGTH, tries=2)

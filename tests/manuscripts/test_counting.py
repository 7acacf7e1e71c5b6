"""Words are counted by one rule, before an article is made and on its page."""

import pytest

from manuscripts import parse
from publishing.richtext.extracting import extract


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("The harbour's vote — again — is put off.", 7),
        ("市议会星期一推迟表决。", 10),
        ("港の投票は5月です。", 9),
        ("افتتحت المدينة محطة لتحلية المياه.", 5),
    ],
)
def test_a_manuscript_counts_as_the_page_does(words, count):
    assert parse(f"Headline\n\n{words}").words == count
    assert extract(f"<p>{words}</p>").words == count

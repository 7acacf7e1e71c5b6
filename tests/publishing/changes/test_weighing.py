"""What kind of change it is: a small fix only where nothing but spelling, punctuation or spaces changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from publishing.changes import Comparison, Fact, Weight, drafted_note, weighed
from publishing.timeline import Change
from tests.factories import text_of

BASE = {
    "headline": "A headline",
    "body": "",
    "language": "en",
    "slug": "a",
    "tags": ["t"],
    "main_image": None,
}


def weigh(old: str, new: str, language: str = "en") -> tuple[Weight, set[str]]:
    """Weigh a change of one paragraph of markup among others that stay."""
    around = "<p>{}</p><p>It was the year in which the machine won.</p>"
    before, now = (BASE | {"body": around.format(text), "language": language} for text in (old, new))
    found = weighed(Comparison(Article, before, now))
    return found.weight, {str(fact) for fact in found.facts}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("They recieve mail.", "They receive mail."),
        ("The goverment fell.", "The government fell."),
        ("He saw teh dog.", "He saw the dog."),
        ("It has seperate rooms.", "It has separate rooms."),
        ("It occured to him.", "It occurred to him."),
        ("All positons were seen.", "All positions were seen."),
        ("He said so , then left.", "He said so, then left."),
        ("He said so then left", "He said so, then left."),
        ("It was a well known fact.", "It was a well-known fact."),
        ("The years 1997-1998 were good.", "The years 1997–1998 were good."),
        ("He waited - and left.", "He waited — and left."),
        ('She said "go on" twice.', "She said “go on” twice."),
        ("She said “go on” twice.", "She said «go on» twice."),
        ("It's theirs.", "It’s theirs."),
        ("The dog lost its bone; its a pity.", "The dog lost its bone; it's a pity."),
        ("I dont know.", "I don't know."),
        ("It is the the end.", "It is the end."),
        ("the end came.", "The end came."),
        ("He came. the end.", "He came. The end."),
        ("About 10% of it.", "About 10 % of it."),
        ("About 20\u00a0000 of them.", "About 20\u202f000 of them."),
        ("An every day life.", "An everyday life."),
        ("naive view of compters", "naive view of computers"),
        ("One.</p><p>Two.", "One. Two."),
        ('<a data-person="p1">Mira Holt</a>, said he.', '<a data-person="p1">Mira Holt</a> said he.'),
    ],
)
def test_nothing_but_spelling_punctuation_and_spaces_is_a_small_fix(old: str, new: str) -> None:
    assert weigh(old, new) == (Weight.SPELLING, set())


@pytest.mark.parametrize(
    ("fact", "old", "new"),
    [
        ("figure", "at 20 a second", "at 200 a second"),
        ("figure", "3 million votes", "3 billion votes"),
        ("figure", "two of them", "three of them"),
        ("figure", "about 10 % of it", "about 10 of it"),
        ("figure", "about 10% of it", "about 10 of it"),
        ("figure", "about 1,000 men", "about 1.000 men"),
        ("figure", "about 1000 men", "about 1,000 men"),
        ("figure", "it is -5 degrees", "it is 5 degrees"),
        ("figure", "it cost $20 then", "it cost €20 then"),
        ("figure", "5 km away", "5 m away"),
        ("figure", "5 kilometres away", "5 miles away"),
        ("figure", "more than 20 men", "less than 20 men"),
        ("figure", "at 10:30 sharp", "at 10.30 sharp"),
        ("figure", "a 2–3 win", "a 2 3 win"),
        ("figure", "3½ points", "3 points"),
        ("figure", "10²⁵ steps", "1025 steps"),
        ("figure", "10<sup>25</sup> steps", "1025 steps"),
        ("figure", "10<sup>25</sup> steps", "10<sub>25</sub> steps"),
        ("figure", "H2O is wet", "H<sub>2</sub>O is wet"),
        ("figure", "a dozen men", "dozens of men"),
        ("date", "he came yesterday", "he came today"),
        ("name", "In May it won.", "In March it won."),
        ("name", "He met Smith there.", "He met Smyth there."),
        ("name", "He told us so.", "He told US so."),
        ("name", "He had a polish name.", "He had a Polish name."),
        ("name", "Johnston came first.", "Johnson came first."),
        ("name", "It was Charles II who came.", "It was Charles III who came."),
        ("name", '<a data-person="p1">Mira Holt</a> came.', '<a data-person="p2">Mira Holt</a> came.'),
        ("name", "Mira Holt came.", '<a data-person="p1">Mira Holt</a> came.'),
        ("name", "他叫李明。", "他叫李民。"),
        ("negation", "It is so.", "It is not so."),
        ("negation", "He can go.", "He can't go."),
        ("negation", "He can’t go.", "He can go."),
        ("negation", "It was legal.", "It was illegal."),
        ("negation", "He was able to go.", "He was unable to go."),
        ("negation", "a notable man", "a not able man"),
        ("negation", "He went with it.", "He went without it."),
        ("quotation", "“We won the game,” he said.", "“We won the games,” he said."),
        ("quotation", "“We recieve it,” he said.", "“We receive it,” he said."),
        ("quotation", "He said it was great.", "He said it was “great”."),
        ("quotation", '<q data-quote="k1">“We won”</q> he', '<q data-quote="k1">“We lost”</q> he'),
        ("speaker", '<q data-quote="k1" data-speaker="An aide">“We won”</q> it',
         '<q data-quote="k1" data-speaker="A judge">“We won”</q> it'),
        ("source", '<q data-quote="k1" data-reference="r1">“We won”</q> it',
         '<q data-quote="k1" data-reference="r2">“We won”</q> it'),
        ("source", 'One.<a data-reference="r1"></a> Two.', 'One. Two.<a data-reference="r1"></a>'),
        ("source", 'One.<a data-reference="r1"></a>', 'One.<a data-reference="r2"></a>'),
        ("source", 'One.<a data-reference="r1" data-locator="p. 1"></a>',
         'One.<a data-reference="r1" data-locator="p. 2"></a>'),
        ("link", '<a href="https://a.example/">here</a>', '<a href="https://b.example/">here</a>'),
    ],
)  # fmt: skip
def test_what_is_stated_as_a_fact_is_never_a_small_fix(fact: str, old: str, new: str) -> None:
    weight, facts = weigh(old, new)
    assert weight is Weight.FACT
    assert fact in facts


@pytest.mark.parametrize(
    ("language", "fact", "old", "new"),
    [
        ("de", "negation", "Er hat es gesagt.", "Er hat es nicht gesagt."),
        ("de", "negation", "Er hat ein Haus.", "Er hat kein Haus."),
        ("de", "negation", "Das ist möglich.", "Das ist unmöglich."),
        ("de", "name", "Er traf Schmidt dort.", "Er traf Schmitt dort."),
        ("de", "figure", "drei Millionen", "drei Milliarden"),
        ("fr", "negation", "Il a dit cela.", "Il n’a pas dit cela."),
        ("fr", "date", "Il vint en mai.", "Il vint en mars."),
        ("fr", "figure", "deux hommes", "trois hommes"),
        ("es", "negation", "Lo ha dicho.", "No lo ha dicho."),
        ("es", "date", "Vino el lunes.", "Vino el martes."),
        ("it", "negation", "Lo ha detto.", "Non lo ha detto."),
        ("pt", "negation", "Ele disse.", "Ele não disse."),
        ("nl", "negation", "Hij zei het.", "Hij zei het niet."),
        ("ru", "negation", "Он сказал это.", "Он не сказал это."),
        ("ru", "name", "Он видел Иванова.", "Он видел Иванова-Петрова."),
        ("ar", "name", "قال أحمد ذلك", "قال محمد ذلك"),
        ("xx", "negation", "It is so.", "It is not so."),
    ],
)
def test_other_languages_too(language: str, fact: str, old: str, new: str) -> None:
    weight, facts = weigh(old, new, language)
    assert weight is Weight.FACT
    assert fact in facts


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("dog bites man", "man bites dog"),
        ("he was hired", "he was fired"),
        ("his employer left", "his employee left"),
        ("it will increase", "it will decrease"),
        ("the trial began", "the trail began"),
        ("the whole county", "the whole country"),
        ("she came", "he came"),
        ("they protested", "they protected"),
        ("they adopted it", "they adapted it"),
        ("some men came", "many men came"),
        ("they won again", "they own again"),
        ("he is guilty.", "he is guilty?"),
        ("it rose quickly", "it rose"),
        ("so it was", "<strong>so</strong> it was"),
        ("so it was", "so \u202eit was"),
        ("One.", "One.</p><p>And so on and so forth."),
    ],
)
def test_other_words_are_neither_chosen_for_the_editor_nor_called_wrong(old: str, new: str) -> None:
    assert weigh(old, new) == (Weight.WORDS, set())


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("de", "es wurde gut", "es würde gut"),
        ("de", "sie fordern das", "sie fördern das"),
        ("fr", "il mange bien", "il mangé bien"),
        ("it", "noi parleremo", "noi parleremmo"),
        ("es", "hablo bien", "habló bien"),
    ],
)
def test_in_doubt_it_is_no_small_fix(language: str, old: str, new: str) -> None:
    assert weigh(old, new, language)[0] > Weight.SPELLING


@pytest.mark.parametrize("name", ["tags", "main_image", "slug", "credits", "label"])
def test_what_is_chosen_for_an_article_is_a_fact(name: str) -> None:
    found = weighed(
        Comparison(Article, BASE, BASE | {name: ["other"] if name in ("tags", "credits") else "other"})
    )
    assert (found.weight, found.fields) == (Weight.FACT, (name,))


def test_a_headline_counts_as_the_text_does() -> None:
    assert weighed(Comparison(Article, BASE, BASE | {"headline": "A headlin"})).weight is Weight.WORDS
    assert weighed(Comparison(Article, BASE | {"headline": "A hedaline"}, BASE)).preselected is Change.MINOR
    assert weighed(Comparison(Article, BASE, BASE | {"headline": "A headline for Smith"})).is_fact
    assert weighed(Comparison(Article, BASE, BASE | {"standfirst": ""})).weight is Weight.NOTHING


def test_private_notes_and_ids_of_quotations_are_nothing_to_readers() -> None:
    assert weigh('<span data-note="n1">One</span> two', "One two") == (Weight.NOTHING, set())
    one, other = (f'<q data-quote="{name}">“We won”</q> it' for name in ("k1", "k2"))
    assert weigh(one, other) == (Weight.NOTHING, set())


def test_moved_words_of_a_long_text_are_weighed_in_time() -> None:
    text = text_of(*(f"Sentence {n} is as long as any other one of these." for n in range(900)))
    found = weighed(Comparison(Article, BASE | {"body": text}, BASE | {"body": text.replace("any", "some")}))
    assert Fact.FIGURE not in found.facts
    assert found.weight is Weight.WORDS


@given(
    st.lists(
        st.sampled_from(
            ["it", "won", "20", "of", "Smith,", "not", "“so”", "1,5", "%", "–", "3", "(x)", "и", "三", "é"]
        ),
        max_size=9,
    ),
    st.data(),
)
def test_a_figure_that_changed_is_noticed_wherever_it_stands(around: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(around)))
    old, new = data.draw(st.lists(st.integers(0, 10**6), min_size=2, max_size=2, unique=True))
    before, now = (" ".join([*around[:at], str(number), *around[at:]]) for number in (old, new))
    assert (
        Fact.FIGURE
        in weighed(Comparison(Article, BASE | {"standfirst": before}, BASE | {"standfirst": now})).facts
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_weighed(old: str, new: str) -> None:
    before, now = (BASE | {"standfirst": text, "body": text} for text in (old, new))
    assert weighed(Comparison(Article, before, before)).weight is Weight.NOTHING
    weighed(Comparison(Article, before, now))
    drafted_note(Comparison(Article, before, now))

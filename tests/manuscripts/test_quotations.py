"""Who is quoted, and what is no quotation."""

import pytest

from manuscripts import Paragraph, parse, passages_of

OPENING = "The council met on Thursday evening."


def quoted(text: str, *, before: str = OPENING) -> list[tuple[str, tuple[str, ...]]]:
    manuscript = parse(f"Headline\n\n{before}\n\n{text}\n\nNobody stayed for the end.")
    return [(one.speaker, one.parts) for one in manuscript.quotations]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"We will go," said Jane Doe.', "Jane Doe"),
        ('"We will go," says Jane Doe.', "Jane Doe"),
        ('"We will go," Jane Doe said.', "Jane Doe"),
        ('"We will go", Jane Doe added.', "Jane Doe"),
        ('"Will we go?" asked Jane Doe.', "Jane Doe"),
        ('"We will go!" Jane Doe warned.', "Jane Doe"),
        ('"We will go," Jane Doe told the council.', "Jane Doe"),
        ('"We will go," Jane Doe has also argued.', "Jane Doe"),
        ('"We will go," Jane Doe, who runs the lab, explained.', "Jane Doe"),
        ('"We will go," the minister, Jane Doe, noted.', "Jane Doe"),
        ('"We will go," said the minister, Jane Doe.', "Jane Doe"),
        ('"We will go," said analyst Jane Doe of Example Capital.', "Jane Doe"),
        ('"We will go," said Dr. Jane Doe.', "Jane Doe"),
        ('"We will go," said Chinese Premier Li Qiang on Monday.', "Li Qiang"),
        ('"We will go," according to Jane Doe.', "Jane Doe"),
        ('Jane Doe said: "We will go."', "Jane Doe"),
        ('Jane Doe said, "We will go."', "Jane Doe"),
        ('Jane Doe wrote: "We will go."', "Jane Doe"),
        ('Jane Doe told reporters on Monday: "We will go."', "Jane Doe"),
        ('On Monday, the minister, Jane Doe, said: "We will go."', "Jane Doe"),
        ('Jane Doe said that "we will all go".', "Jane Doe"),
        ('According to Jane Doe, "we will go".', "Jane Doe"),
        ('According to the minister, "we will go".', "the minister"),
        ('"We will go," said an unnamed AI researcher.', "an unnamed AI researcher"),
        ('"We will go," said a resident in an interview.', "a resident"),
        ('"We will go," said a spokeswoman for the U.S. Treasury.', "a spokeswoman for the U.S. Treasury"),
        ('"We will go," White House officials said.', "White House officials"),
        ('The White House said: "We will go."', "the White House"),
        ('"We will go," said residents of the valley.', "residents of the valley"),
        ('"We will go," said a spokesman for President Jane Doe.', "a spokesman for President Jane Doe"),
        ('"We will go," a spokesman for Jane Doe said.', "a spokesman for Jane Doe"),
        ('A spokesman for the ministry said: "We will go."', "a spokesman for the ministry"),
        ('Officials at Goldman Sachs said: "We will go."', "Officials at Goldman Sachs"),
        ('"We will go," Jane Doe and John Roe said.', "Jane Doe and John Roe"),
        ('"We will go," said Jane Doe and John Roe.', "Jane Doe and John Roe"),
        ('"We will go," said oceanographer Jane Doe.', "Jane Doe"),
        ('"We will go," said union boss Jane Doe.', "Jane Doe"),
        ('Oceanographer Jane Doe said: "We will go."', "Jane Doe"),
        ('"We will go," said the bishop.', "the bishop"),
        ('"We will go," said Mary Roe\'s lawyer, Jane Doe.', "Jane Doe"),
        ('"We will go," said Mary Roe\'s lawyer.', "Mary Roe’s lawyer"),
        ('"We will go," said residents of Dana Point.', "residents of Dana Point"),
        ('In the words of the bishop: "We will go."', "the bishop"),
        ('The county engineer, Jane Doe, put it plainly: "We will go."', "Jane Doe"),
        ('"We will go," as Jane Doe put it.', "Jane Doe"),
        ('Jane Doe told reporters they had "a will to go".', "Jane Doe"),
        ('Jane Doe (chair of the committee): "We will go."', "Jane Doe"),
        ('"We will go," laughed Jane Doe.', "Jane Doe"),
        ("\"He said, 'We will go,'\" Jane Doe said.", "Jane Doe"),
        ('"We will go," they said.', ""),
        ('"We will go," it said.', ""),
    ],
)
def test_attributed_words_are_a_quotation(text, speaker):
    ((found, parts),) = quoted(text)
    assert found == speaker
    assert len(parts) == 1 and "ill " in parts[0]


@pytest.mark.parametrize(
    "text",
    [
        'The "long-termism" of the lab is new.',
        'They call it "the long game" and "the slow road".',
        'In "The Long View," she argued that it was late.',
        'He wrote a book, "The Long View", in 2019.',
        'She wrote an essay called "The Long View".',
        'The word "fair" said it all.',
        'The plan was "fair," which critics said was odd.',
        'The song "Go Home" was played. He said that it rained.',
        '"We will go." He added that it was late.',
        '"We will go," was said to be his last word.',
        '""',
        '"We will go," and the crowd asked for more.',
        'The so-called "iron gate" did not fail. Its maker calls it a "passive safety system".',
        'Jane Doe said the film was "The Long View of Us".',
        'The menu: "We will go."',
    ],
)
def test_words_in_quote_marks_alone_are_none(text):
    assert quoted(text) == []


def test_one_quotation_in_parts():
    assert quoted('"We will go," said Jane Doe. "It is time."') == [
        ("Jane Doe", ("We will go,", "It is time."))
    ]
    assert quoted('"We will," Jane Doe said, "and soon."') == [("Jane Doe", ("We will,", "and soon."))]
    assert quoted('"We," Jane Doe said, "will go." "Soon," she added.') == [
        ("Jane Doe", ("We,", "will go.", "Soon,"))
    ]


def test_what_follows_a_narrated_sentence_is_not_attributed():
    text = '"We will go," said Jane Doe. The room was full. "It is time."'
    assert quoted(text) == [("Jane Doe", ("We will go,",))]


def test_two_speakers_are_two_quotations():
    assert quoted('"We go," said Jane Doe. "We stay," said John Roe.') == [
        ("Jane Doe", ("We go,",)),
        ("John Roe", ("We stay,",)),
    ]
    assert quoted('Jane Doe asked: "Do we go?" John Roe answered: "We stay."') == [
        ("Jane Doe", ("Do we go?",)),
        ("John Roe", ("We stay.",)),
    ]


def test_a_surname_stands_for_the_one_person_who_has_it():
    before = "The minister, Jane Doe, said nothing on Monday."
    assert quoted('"We will go," Doe said.', before=before)[0][0] == "Jane Doe"
    before = "The minister, Jane Doe, spoke. Her brother, the poet John Doe, said nothing."
    assert quoted('"We will go," Doe said.', before=before)[0][0] == "Doe"


def test_a_surname_stands_for_whoever_was_introduced_with_it():
    before = "The mayor's deputy, Stefan Iliev, disagreed."
    assert quoted('"We had hours," Iliev said.', before=before)[0][0] == "Stefan Iliev"
    assert quoted('Iliev: "We had hours."', before=before)[0][0] == "Stefan Iliev"


def test_who_was_she_before_is_not_he():
    text = 'Doe\'s deputy, John Roe, objected. He said: "We stay."'
    before = 'Minister Jane Doe spoke first. "We go," she said.'
    assert quoted(text, before=before)[-1] == ("John Roe", ("We stay.",))
    assert quoted(text, before="Minister Jane Doe spoke first.")[-1] == ("", ("We stay.",))


@pytest.mark.parametrize(
    ("before", "text", "speaker"),
    [
        (OPENING, 'Jane Doe stood up. "We will go," she said.', "Jane Doe"),
        ("Minister Jane Doe stood up.", '"We will go," she said.', "Jane Doe"),
        (OPENING, '"I go," said a guest. Then: silence. "We will go," he said.', "a guest"),
        (OPENING, 'Jane Doe looked at Mary Roe. "We will go," she said.', ""),
        ("Minister Jane Doe looked at Mary Roe.", '"We will go," she said.', ""),
        (OPENING, '"We will go," she said. Jane Doe sat down.', ""),
        ("He thanked Zhejiang University.", '"We will go," he said.', ""),
        ("The mayor praised Jane Doe.", '"We will go," he said.', ""),
        ("The minister spoke of her rival Jane Doe.", '"She lies," he said.', ""),
        ("The cards were made by Jane Doe’s firm. He saw it.", '"We will go," he wrote.', ""),
        ("Jane Doe sold it to the mayor. The mayor laughed.", '"We will go," she said.', ""),
        ("The mayor, Jane Doe, was firm. It was late.", '"We will go," she said.', "Jane Doe"),
    ],
)
def test_he_and_she_mean_the_only_person_named(before, text, speaker):
    assert quoted(text, before=before)[-1][0] == speaker


def test_a_quotation_that_runs_over_paragraphs():
    text = 'Jane Doe said: "We will go.\n\n"It is time.\n\n"And that is that."'
    assert quoted(text) == [("Jane Doe", ("We will go.", "It is time.", "And that is that."))]
    text = '"We will go.\n\n"It is time," said Jane Doe.'
    assert quoted(text) == [("Jane Doe", ("We will go.", "It is time,"))]


def test_a_mark_that_never_closes_takes_nothing_with_it():
    assert quoted('"We will go. He sat down.\n\n"It is time," said Jane Doe.')[0][0] == "Jane Doe"
    assert quoted('"We will go. He sat down.\n\nThe room was empty by then.') == []


def test_nested_quotation_is_part_of_the_outer_one():
    ((speaker, parts),) = quoted("\"He told me, 'Go,' and I went,\" said Jane Doe.")
    assert (speaker, parts) == ("Jane Doe", ("He told me, ‘Go,’ and I went,",))


def test_list_items_hold_quotations_too():
    manuscript = parse('Headline\n\nTwo voices:\n- "Go," said Jane Doe.\n- "Stay," said John Roe.')
    spans = [item.quotes[0] for item in passages_of(manuscript.blocks[1])]
    assert [span.quotation for span in spans] == ["q1", "q2"]


def test_spans_take_in_the_quote_marks():
    manuscript = parse('Headline\n\nIt rained. "Go," said Jane Doe. "Now."')
    block = manuscript.blocks[0]
    assert isinstance(block, Paragraph)
    assert [block.text[span.start : span.end] for span in block.quotes] == ["“Go,”", "“Now.”"]


def test_a_question_behind_who_spoke_is_no_heading():
    assert quoted('"Of course," Jane Doe replied. "Were you not?"') == [
        ("Jane Doe", ("Of course,", "Were you not?"))
    ]

"""From a question to the steps that are asked one after the other: names, headlines, texts."""

from collections.abc import Sequence

from publishing.search.engines.asking import Group, Phrase, Wanted
from publishing.search.known_words import beginning_with, forms_of
from publishing.search.question import Question, Term
from publishing.search.shelves import Shelf
from publishing.search.stream import IN_HEADLINE, MARK, WHOLE_NAME

NAMED, IN_HEADLINES, ANYWHERE = range(3)
Filter = tuple[str, ...]
"""Marks of which a row must have one."""


def steps_of(question: Question, shelf: Shelf, filters: Sequence[Filter] = ()) -> dict[int, Wanted]:
    """Return what is asked in each step, best first; nothing where nothing is asked for."""
    if not question:
        return {}
    groups = _groups(question.terms, question, shelf)
    unwanted = tuple(_groups(question.unwanted, question, shelf))
    if not all(groups):
        return {}
    marks = [tuple((MARK + mark,) for mark in marks) for marks in filters]
    steps = {}
    if question.name:
        steps[NAMED] = Wanted((((WHOLE_NAME + question.name,),), *marks), unwanted)
    in_headlines = [tuple(map(_in_headline, group)) for group in groups]
    steps[IN_HEADLINES] = Wanted((*in_headlines, *marks), unwanted)
    steps[ANYWHERE] = Wanted((*groups, *marks), unwanted)
    return steps


def _groups(terms: Sequence[Term], question: Question, shelf: Shelf) -> list[Group]:
    words = [term.ways[0][0] for term in terms if term.is_word]
    forms = forms_of(shelf, words, question.language) if words else {}
    groups: list[Group] = []
    for term in terms:
        if term.is_word:
            groups.append(tuple((form,) for form in forms[term.ways[0][0]]))
        elif term.begins:
            groups.append(tuple(way for ways in term.ways for way in _begun(ways, shelf)))
        else:
            groups.append(term.ways)
    return groups


def _begun(way: Phrase, shelf: Shelf) -> list[Phrase]:
    """Return a phrase with each word that its last one may be the beginning of."""
    *before, last = way
    return [(*before, word) for word in beginning_with(shelf, last)]


def _in_headline(phrase: Phrase) -> Phrase:
    return tuple(IN_HEADLINE + token for token in phrase)

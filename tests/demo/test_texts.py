"""What the demo newsroom says: every node, every count, nothing that leads nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import ArticleEdition, ArticleTag, Citation, Quotation
from images.models import Image
from profiles.models import PersonEdition
from publishing.models import Tag
from publishing.richtext import NODES, extract
from publishing.richtext.nodes import match
from references.matching import canonical_doi
from tests.demo.once import loaded_once
from tests.publishing.richtext.contract import breaches, tree

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    with loaded_once(django_db_blocker) as loaded:
        yield loaded


def nodes_in(body: str) -> set[str]:
    """Name the nodes of the contract that occur in a stored text."""
    elements = [element for element in tree(body)[0].iter() if isinstance(element.tag, str)]
    found = [match(element.tag, element.attrib) for element in elements]
    return {node.name for node, _kept in filter(None, found)}


def public(demo):
    return [article for article in demo.articles.values() if article.editions.live(timezone.now()).exists()]


def test_there_is_as_much_of_it_as_was_promised(demo):
    assert len(demo.articles) == 10
    assert len(demo.people) == 8
    assert len(demo.sources) >= 20
    assert len(public(demo)) == 8
    assert not demo.found


def test_every_article_has_300_to_700_words(demo):
    words = {name: extract(article.body).words for name, article in demo.articles.items()}
    assert {name: count for name, count in words.items() if not 300 <= count <= 700} == {}


NOT_IN_THE_DEMO = {"missing picture", "waiting note", "superscript", "subscript"}
"""What a paste leaves for later is no example; nothing there is raised or lowered."""


def test_every_node_of_the_contract_occurs_before_readers(demo):
    everywhere = set().union(*(nodes_in(article.body) for article in demo.articles.values()))
    assert {node.name for node in NODES} - everywhere == NOT_IN_THE_DEMO
    before_readers = set().union(*(nodes_in(article.body) for article in public(demo)))
    assert everywhere - before_readers == {"private note"}
    sizes = {use.size for article in public(demo) for use in extract(article.body).images}
    assert sizes == {"normal", "wide", "full"}
    quotations = [said for article in public(demo) for said in extract(article.body).quotations]
    assert any(len(said.parts) > 1 for said in quotations)
    assert any(said.speaker and not said.person for said in quotations)
    citations = [cited for article in public(demo) for cited in extract(article.body).citations]
    assert any(len(cited.places) > 2 for cited in citations)
    assert any(place.locator for cited in citations for place in cited.places)


def test_texts_keep_to_the_contract(demo):
    for page in (*demo.articles.values(), *demo.people.values()):
        assert breaches(page.body) == []


def test_every_key_in_a_text_is_that_of_a_row(demo):
    keys = {
        kind: {row.key for row in getattr(demo, kind).values()} for kind in ("people", "sources", "pictures")
    }
    for page in (*demo.articles.values(), *demo.people.values()):
        found = extract(page.body)
        people = {mention.key for mention in found.mentions} | {said.person for said in found.quotations}
        sources = {cited.key for cited in found.citations} | {said.reference for said in found.quotations}
        assert people - {""} <= keys["people"], page
        assert sources - {""} <= keys["sources"], page
        assert {use.key for use in found.images} <= keys["pictures"], page


def test_every_quotation_and_citation_has_its_row(demo):
    for article in public(demo):
        edition, found = article.editions.live(timezone.now()).get(), extract(article.body)
        quotations = Quotation.objects.filter(edition=edition).select_related("person", "reference")
        assert [
            (said.person.key if said.person else "", said.speaker, said.reference.key) for said in quotations
        ] == [(said.person, said.speaker, said.reference) for said in found.quotations]
        cited = {citation.reference.key for citation in Citation.objects.filter(edition=edition)}
        assert {one.key for one in found.citations} <= cited


def test_every_claim_with_a_number_stands_near_a_source(demo):
    for article in demo.articles.values():
        assert len(extract(article.body).citations) >= 5, article


def test_sources_say_what_a_reader_needs_to_find_them(demo):
    for name, source in demo.sources.items():
        assert source.title and source.issued and source.publisher, name
        assert source.authors or source.type == "document", name
        assert source.doi == canonical_doi(source.doi), name
        assert not source.url, "no address is given that was only remembered"
        assert source.type != "article-journal" or source.doi or name == "menabrea-1843", name


def test_every_source_and_picture_and_person_is_used(demo):
    later = timezone.now() + timedelta(days=30)
    drafts = [extract(article.body) for article in demo.articles.values()]
    cited = {one.key for found in drafts for one in found.citations}
    cited |= {key for page in demo.articles.values() for key in page.payload()["sources"]}
    cited |= {one.key for person in demo.people.values() for one in extract(person.body).citations}
    assert {name for name, source in demo.sources.items() if source.key not in cited} == set()
    shown = set(Image.objects.live(later).values_list("key", flat=True))
    assert {name for name, row in demo.pictures.items() if row.key not in shown} == {"exclusive-or"}
    mentioned = {mention.key for found in drafts for mention in found.mentions}
    assert {name for name, person in demo.people.items() if person.key not in mentioned} == set()


def test_every_picture_says_what_it_shows_whose_it_is_and_how_it_was_made(demo):
    for name, picture in demo.pictures.items():
        assert picture.alt and picture.credit and picture.creator, name
        assert picture.digital_source_type in ("dataDrivenMedia", "digitalCreation"), name
        assert picture.caption or name in demo.people, name
    for article in demo.articles.values():
        assert all(use.alt for use in extract(article.body).images)


def test_every_tag_has_a_description_and_something_public(demo):
    live = ArticleTag.objects.live(timezone.now())
    for tag in demo.tags.values():
        assert tag.description and tag.synonyms
        assert live.filter(tag=tag).exists(), tag
    assert Tag.objects.count() == 8


def test_the_site_does_not_look_stale(demo):
    now = timezone.now()
    published = ArticleEdition.objects.live(now).values_list("published_at", flat=True)
    assert max(published) > now - timedelta(days=2)
    assert min(published) > now - timedelta(days=60)
    assert len({at.date() for at in published}) == 8


def test_profiles_know_other_names_and_have_portraits(demo):
    for profile in PersonEdition.objects.live(timezone.now()):
        assert profile.facts["aliases"] and profile.occupation and profile.portrait
    assert PersonEdition.objects.live(timezone.now()).count() == 8

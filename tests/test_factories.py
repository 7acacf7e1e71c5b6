"""The factories make what they say, so that tests which stand on them mean something."""

import pytest
from django.utils import timezone

from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_published_article_is_live_with_everything_it_leads_to() -> None:
    person, reference, tag, image = (
        make.make_person(),
        make.make_reference(),
        make.make_tag(),
        make.make_image(),
    )
    body = (
        make.mentioning(person)
        + make.citing(reference, locator="p. 4")
        + make.quoting("We did it", person=person, reference=reference)
        + make.picturing(image, caption="A picture")
    )
    article = make.make_published_article(
        body=body,
        tags=[tag.key],
        main_image=make.make_image().key,
        credits=[{"person": None, "name": "Reuters", "role": ""}],
        sources=[make.make_reference().key],
    )
    edition = make.edition_of(article, at=timezone.now())
    assert [link.tag for link in edition.tag_links.all()] == [tag]
    assert [mention.person for mention in edition.mentions.all()] == [person]
    assert [quotation.parts for quotation in edition.quotation_links.all()] == [["We did it"]]
    assert edition.citations.count() == 2
    assert edition.image_uses.count() == 2
    assert edition.byline == [{"name": "Reuters", "role": "", "person": ""}]


@pytest.mark.parametrize("role", ["reporter", "editor", "administrator"])
def test_roles_can_write_and_only_editors_publish(role: str) -> None:
    user = make.make_user(role)
    assert user.is_staff
    assert user.has_perm("articles.change_article")
    assert user.has_perm("articles.publish_article") is (role != "reporter")


def test_somebody_without_a_role_can_do_nothing() -> None:
    assert not make.make_user().get_all_permissions()

"""The pages that say what would go, ask once more, and list what was erased."""

import pytest
from django.urls import reverse

from colleagues.leaving import deactivate
from jobs.working import work_off
from operating.erasing.models import Erasure
from profiles.models import Person
from publishing import workflow
from tests import factories as make
from tests.admin_forms import AdminPage

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


@pytest.fixture
def page() -> AdminPage:
    return AdminPage(make.make_user("administrator"))


def address_of(person: Person) -> str:
    return reverse("admin:erase-person", args=[person.key])


def test_it_says_where_the_name_is_linked_before_anything_is_done(page: AdminPage) -> None:
    portrait = make.make_image(title="A face")
    person = make.make_person(name="Ana Ruiz", aliases=["A. Ruiz"], portrait=portrait.key)
    make.make_published_article(headline="The flood", body=make.mentioning(person))
    make.make_article(headline="Not out yet", body=make.mentioning(person))
    asked = page.open(address_of(person)).content.decode()

    for said in ("The flood (1 published version)", "Not out yet (draft)", "A. Ruiz", "The picture “A face”"):
        assert said in asked
    assert f"{reverse('admin:search')}?q=Ana%20Ruiz" in asked
    assert (
        address_of(person)
        in page.open(reverse("admin:profiles_person_change", args=[person.pk])).content.decode()
    )


def test_it_is_erased_only_once_the_name_is_typed(page: AdminPage) -> None:
    person = make.make_person(name="Ana Ruiz")

    refused = page.send(address_of(person), confirmed="Ana")
    assert "Type it exactly" in refused.content.decode()
    assert "Say what is to stand there" in page.send(
        address_of(person), confirmed="Ana Ruiz", texts="replace"
    ).content.decode()  # fmt: skip
    assert not Erasure.objects.exists()

    done = page.send(address_of(person), confirmed="Ana Ruiz", texts="replace", words="an official")

    assert "It is erased" in page.said(done)
    assert "Ana Ruiz" not in done.content.decode()
    assert Erasure.objects.get().words == "an official"
    assert page.client.get(address_of(person)).status_code == 404
    assert page.client.get(reverse("admin:profiles_person_change", args=[person.pk])).status_code in (
        302,
        404,
    )
    work_off()
    assert "<td>done</td>" in page.open(reverse("admin:erasures")).content.decode()


def test_a_colleague_goes_with_the_profile_if_that_is_wanted(page: AdminPage) -> None:
    user = make.make_user("editor", username="ana")
    person = make.make_person(name="Ana Ruiz")
    Person.objects.filter(pk=person.pk).update(colleague=user)
    address = reverse("admin:erase-colleague", args=[user.pk])
    assert "Deactivate this colleague first" in page.open(address).content.decode()
    deactivate(user=user, actor=None)
    assert address in page.open(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()

    page.send(address, confirmed="ana", profile="on")

    user.refresh_from_db()
    person.refresh_from_db()
    assert user.erased_at and person.erased_at
    shown = page.open(reverse("admin:accounts_user_change", args=[user.pk])).content.decode()
    assert "Everything about this colleague was erased" in shown and "Let in again" not in shown


def test_nobody_else_is_let_in() -> None:
    person, page = make.make_person(), AdminPage(make.make_user("editor"))

    for address in (reverse("admin:erasures"), address_of(person)):
        assert page.client.get(address).status_code == page.client.post(address).status_code == 403
    assert (
        "Erase for good"
        not in page.open(reverse("admin:profiles_person_change", args=[person.pk])).content.decode()
    )


def test_the_history_of_a_text_says_that_a_name_was_replaced(page: AdminPage) -> None:
    person = make.make_person(name="Ana Ruiz")
    article = make.make_article(body=make.mentioning(person))
    workflow.publish(working_copy=article, version=1, actor=None)
    page.send(address_of(person), confirmed="Ana Ruiz", texts="replace", words="an official")
    work_off()

    history = page.open(reverse("admin:articles_article_history", args=[article.pk])).content.decode()
    assert "The name of a person was replaced in every version." in history
    assert "an official" in article.editions.get().body_html

"""Somebody is erased while others save, publish and type what names them, in processes of their own."""

from typing import Any

import pytest
from django.utils import timezone

from jobs.models import Job
from jobs.working import work_off
from profiles.models import Person
from publishing.models import Buffer
from tests import factories as make
from tests.operating.erasing.searching import in_rows
from tests.promises.processes import Worker, workers
from tests.soaking import how_many

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

NAME = "Zqfirst Qzlast"
ROUNDS = how_many(6, soak=200)


def race(writer: Worker, eraser: Worker, number: int) -> dict[str, Any]:
    """Have one write what names somebody while another erases them; return where the name is left."""
    person = make.make_person(name=NAME)
    body = make.mentioning(person)
    article = make.make_article(headline=f"Text {number}", body=body)
    orders: list[dict[str, Any]] = [
        {"do": "write", "verb": "save", "page": article.pk, "version": 1, "text": {"body": body + body}},
        {"do": "write", "verb": "publish", "page": article.pk, "version": 1, "text": ""},
        {"do": "write_person", "page": person.pk, "version": 1, "name": f"{NAME} of old"},
        {"do": "type_person", "page": person.pk, "by": make.make_user("editor").pk, "name": NAME},
    ]
    writer.tell(**orders[number % len(orders)])
    eraser.tell(do="erase", person=person.key, words="somebody")
    came = {"wrote": writer.hear(), "erased": eraser.hear()}
    for _time in range(7):
        Job.objects.filter(state="waiting").update(due_at=timezone.now())
        work_off()
    left = in_rows([NAME, f'data-person="{person.key}'])
    return {"came": came, "left": left}


def test_nothing_of_them_is_left_whoever_was_first() -> None:
    with workers(2) as (writer, eraser):
        for one in (writer, eraser):
            one.ask(do="ready")
        rounds = [race(writer, eraser, number) for number in range(ROUNDS)]
    assert [one for one in rounds if one["left"]] == []
    assert all(one["came"]["erased"] == {"came_of_it": "done"} for one in rounds)
    assert Person.objects.filter(erased_at=None).count() == 0 and Buffer.objects.count() == 0

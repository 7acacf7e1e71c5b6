"""What the database itself refuses, whoever asks: plain SQL here, past every verb and model."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from articles.models import Article, ArticleAddress, ArticleEdition
from pages.models import PageEdition
from profiles.models import PersonEdition
from publishing.bases import AppendOnly, EditionBase
from publishing.identifiers import random_key
from publishing.querysets import AppendOnlyError
from publishing.timeline import OPEN_END, TICK
from publishing.workflow import publish, save_revision, schedule, withdraw
from tests import factories as make

EDITIONS = [ArticleEdition, PageEdition, PersonEdition]
HOUR = timedelta(hours=1)


def change(row: models.Model, **values: Any) -> None:
    """Rewrite columns as somebody with the database's own prompt would."""
    columns = ", ".join(f'"{name}" = %s' for name in values)
    adapted = [adapt(row, name, value) for name, value in values.items()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET {columns} WHERE id = %s', [*adapted, row.pk])


def copy(row: models.Model, **values: Any) -> None:
    """Insert a copy of a row with some columns changed."""
    columns = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    chosen = ", ".join("%s" if name in values else f'"{name}"' for name in columns)
    adapted = [adapt(row, name, values[name]) for name in columns if name in values]
    names = ", ".join(f'"{name}"' for name in columns)
    table = row._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {chosen} FROM "{table}" WHERE id = %s',
            [*adapted, row.pk],
        )


def adapt(row: models.Model, column: str, value: Any) -> Any:
    field = next(field for field in row._meta.concrete_fields if field.column == column)
    return field.get_db_prep_value(value, connection, prepared=False)


def published(model: type[EditionBase]) -> Any:
    if model is ArticleEdition:
        return make.edition_of(make.make_published_article())
    if model is PageEdition:
        return make.make_published_page().editions.get()
    return make.make_person(published=True).editions.get()


def another(edition: Any) -> Any:
    """Publish the same page once more and return the new edition."""
    page = edition.working_copy
    save_revision(working_copy=page, payload={}, version=page.version, actor=None)
    return publish(working_copy=page, version=page.version, actor=None)


@pytest.mark.django_db
@pytest.mark.parametrize("model", EDITIONS)
class TestOnlyOneIsLive:
    def test_a_second_live_row_cannot_be_inserted(self, model: type[EditionBase]) -> None:
        edition = published(model)
        with pytest.raises(IntegrityError, match="no_overlap"):
            copy(edition, key=random_key(), number=2)

    @pytest.mark.parametrize("start", [-HOUR, TICK, HOUR])
    def test_nor_one_that_overlaps_in_part(self, model: type[EditionBase], start: timedelta) -> None:
        edition = published(model)
        start_at = edition.live_from + start
        times = {"live_from": start_at, "live_until": OPEN_END - HOUR, "published_at": start_at}
        with pytest.raises(IntegrityError, match="no_overlap"):
            copy(edition, key=random_key(), number=2, **times)

    def test_nor_can_an_earlier_one_grow_into_a_later(self, model: type[EditionBase]) -> None:
        first = published(model)
        second = another(first)
        first.refresh_from_db()
        with pytest.raises(IntegrityError, match="no_overlap"):
            change(first, live_until=second.live_from + TICK)

    def test_nor_can_a_live_one_move_to_another_page(self, model: type[EditionBase]) -> None:
        one, other = published(model), published(model)
        with pytest.raises(IntegrityError, match="no_overlap"):
            change(one, working_copy_id=other.working_copy_id, number=2)

    def test_rows_that_meet_and_empty_ones_are_fine(self, model: type[EditionBase]) -> None:
        edition = published(model)
        begin = edition.live_from
        before = {"live_from": begin - HOUR, "live_until": begin, "published_at": begin - HOUR}
        copy(edition, key=random_key(), number=2, **before)
        empty = {"live_from": begin + HOUR, "live_until": begin + HOUR}
        copy(edition, key=random_key(), number=3, **empty)
        assert model.objects.filter(working_copy=edition.working_copy_id).count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("model", EDITIONS)
class TestTimesThatCannotBe:
    def test_an_end_before_the_start(self, model: type[EditionBase]) -> None:
        edition = published(model)
        with pytest.raises(IntegrityError, match="not_backwards"):
            change(edition, live_until=edition.live_from - TICK)

    def test_live_before_it_was_published(self, model: type[EditionBase]) -> None:
        edition = published(model)
        with pytest.raises(IntegrityError, match="published_first"):
            change(edition, published_at=edition.live_from + TICK)

    def test_cancelled_and_still_to_come(self, model: type[EditionBase]) -> None:
        edition = published(model)
        with pytest.raises(IntegrityError, match="cancelled_is_empty"):
            change(edition, cancelled_at=timezone.now())

    @pytest.mark.parametrize("ending", ["withdrawn_at", "expires_at"])
    def test_ended_and_still_live(self, model: type[EditionBase], ending: str) -> None:
        edition = published(model)
        with pytest.raises(IntegrityError, match="is_over"):
            change(edition, **{ending: edition.live_from + HOUR})

    def test_a_correction_that_says_nothing(self, model: type[EditionBase]) -> None:
        edition = published(model)
        with pytest.raises(IntegrityError, match="says_what_changed"):
            change(edition, change="correction")


@pytest.mark.django_db
def test_no_two_rows_share_an_address_a_key_or_a_number() -> None:
    article = make.make_published_article(slug="taken")
    edition = make.edition_of(article)
    with pytest.raises(IntegrityError):
        copy(ArticleAddress.objects.get(slug="taken"))
    with pytest.raises(IntegrityError):
        copy(article)
    gone = {"live_from": edition.live_from - HOUR, "live_until": edition.live_from - HOUR}
    times = gone | {"published_at": edition.live_from - HOUR}
    with pytest.raises(IntegrityError):
        copy(edition, key=random_key(), **times)
    with pytest.raises(IntegrityError):
        copy(edition, number=2, **times)
    with pytest.raises(IntegrityError):
        copy(article.revisions.get())


def kept_for_good() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def test_everything_public_and_all_history_is_kept_for_good() -> None:
    names = {model.__name__ for model in kept_for_good()}
    assert names >= {
        "ArticleRevision", "ArticleEdition", "ArticleAddress", "ArticleTag", "Credit", "Mention",
        "Citation", "CitationPlace", "Quotation", "ImageUse", "Related", "PersonRevision", "PersonEdition",
        "PersonAddress", "PersonMention", "PersonCitation", "PersonCitationPlace", "PersonImageUse",
        "PageRevision", "PageEdition", "PageAddress", "PageMention", "PageCitation", "PageCitationPlace",
        "PageImageUse", "Event",
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("model", kept_for_good(), ids=lambda model: model.__name__)
class TestKeptForGood:
    def test_its_rows_refuse_to_be_rewritten_or_deleted(self, model: Any) -> None:
        row = model()
        row._state.adding = False
        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()

    def test_so_do_sets_of_them(self, model: Any) -> None:
        rows = model.objects.all()
        with pytest.raises(AppendOnlyError):
            rows.update(id=1)
        with pytest.raises(AppendOnlyError):
            rows.delete()
        with pytest.raises(AppendOnlyError):
            rows.bulk_update([model(id=1)], ["id"])
        with pytest.raises(AppendOnlyError):
            rows.bulk_create([model(id=1)], update_conflicts=True, unique_fields=["id"], update_fields=["id"])


@pytest.mark.django_db
def test_a_page_with_a_past_cannot_be_deleted() -> None:
    article = make.make_published_article()
    withdraw(working_copy=article, edition=1, actor=None)
    with pytest.raises(models.ProtectedError):
        article.delete()
    assert Article.objects.filter(pk=article.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", EDITIONS)
def test_a_later_migration_that_rebuilds_the_table_keeps_the_promise(model: type[EditionBase]) -> None:
    """SQLite changes a column by copying the table, and a copy has no triggers of its own."""
    edition = published(model)
    old = model._meta.get_field("slug")
    new = models.CharField(max_length=130)
    new.set_attributes_from_name("slug")
    new.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new, strict=True)
    try:
        with pytest.raises(IntegrityError, match="no_overlap"):
            copy(edition, key=random_key(), number=2)
        second = another(edition)
        edition.refresh_from_db()
        with pytest.raises(IntegrityError, match="no_overlap"):
            change(edition, live_until=second.live_from + TICK)
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(model, new, old, strict=True)


@pytest.mark.django_db
def test_the_verbs_never_lean_on_the_refusal() -> None:
    """What ends earlier is written first: no verb trips over the database's own promise."""
    article = make.make_published_article()
    tomorrow = timezone.now() + 24 * HOUR
    save_revision(working_copy=article, payload={}, version=article.version, actor=None)
    schedule(working_copy=article, version=article.version, actor=None, starts_at=tomorrow)
    save_revision(working_copy=article, payload={}, version=article.version, actor=None)
    publish(working_copy=article, version=article.version, actor=None, pending="keep")
    live_until = list(article.editions.order_by("live_from").values_list("live_until", flat=True))
    assert live_until[1:] == [tomorrow, OPEN_END]

"""Overwriting what is kept for good, where it says something of somebody who is to be forgotten.

The one door through which the words of saved and published versions and of the history are replaced. Their
numbers, moments and authors stay, and so does that they were; the verb `erase` of `operating.erasing` alone
calls this, and writes the entry that says so.
"""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils import timezone

from publishing import payloads, richtext
from publishing.addresses import reserved
from publishing.bases import EditionBase, LinkBase, Payload, WorkingCopy
from publishing.caching import announce
from publishing.caching import row as key_of
from publishing.caching.editions import keys_by_edition
from publishing.history import history_of
from publishing.links import addresses_of_kind, editions_of_kind, links_to, revisions_of_kind
from publishing.models import Event
from publishing.querysets import AppendOnlyQuerySet
from publishing.search import keeping
from publishing.timeline import NOTED_CHANGES, TICK
from publishing.workflow.locking import editions_of, moment_reached, pending_editions
from publishing.workflow.removing import remove_links
from publishing.workflow.retiming import retime
from publishing.workflow.settling import settle
from publishing.workflow.taking_down import call_off


def end_all(row: WorkingCopy) -> None:
    """Take down what readers see of a locked page, and call off what is scheduled."""
    editions, now = editions_of(row), timezone.now()
    pending = pending_editions(editions, moment_reached(editions))
    call_off(pending, now)
    ended = [e for e in editions if e.cancelled_at is None and now < e.live_until and e not in pending]
    for seen in ended:
        seen.withdrawn_at = max(now, seen.live_from + TICK)
    retime(editions, ended=[*ended, *pending])
    announce(key_of(row), hard=True)


def overwrite_page(row: WorkingCopy, *, payload: Payload, edition: dict[str, Any], note: str) -> set[str]:
    """Overwrite everything a locked page ever said; nothing of it is public any more.

    `edition` is what its published versions say from now on, `note` what stands for a public note. Return
    the words by which it was found.
    """
    model, words = type(row), set[str]()
    editions = editions_of_kind(model).filter(working_copy=row)
    numbers = list(editions.values_list("pk", flat=True))
    words |= keeping.forget_editions(editions.model, numbers)
    words |= keeping.forget_drafts(model, [row.pk])
    remove_links(editions)
    for one in editions.defer("body_html"):
        noted = note if one.change in NOTED_CHANGES else ""
        corrections = [{**entry, "text": note} for entry in one.corrections]
        editions.filter(pk=one.pk)._write(
            **edition, body_html="", public_note=noted, corrections=corrections, slug=payload["slug"]
        )
    stored = payloads.stamped(row, payload)
    revisions_of_kind(model).filter(working_copy=row)._write(payload=stored, note="")
    for address in addresses_of_kind(model).filter(working_copy=row):
        claimed = addresses_of_kind(model).filter(pk=address.pk)
        claimed._write(slug=reserved(address.slug))
    settle(model, [row.pk])
    return words


def forget_in_history(of: models.Model, *, label: str) -> None:
    """Have the history of a row tell what was done and when, and nothing that was said of it."""
    overwrite_history(history_of(of), label=label, note="", data={})


def overwrite_history(entries: AppendOnlyQuerySet[Event], **values: Any) -> None:
    """Write other words into entries of the history."""
    entries._write(**values)


def reword(rows: AppendOnlyQuerySet[Any], column: str, change: Callable[[Any], Any]) -> int:
    """Change what a column of rows says where `change` returns something else; return how many that were."""
    changed = 0
    for pk, said in rows.values_list("pk", column).iterator():
        if (other := change(said)) != said:
            changed += rows.model.objects.filter(pk=pk)._write(**{column: other})
    return changed


def unname(
    row: WorkingCopy, *, person: models.Model, key: str, words: str, name: str
) -> tuple[set[str], bool]:
    """Take a person out of everything a locked page says or ever said.

    `words` stand for the name then; without them it stays, as words that lead nowhere. Return the words by
    which it was found before, and whether anything was changed.
    """
    model = type(row)
    live = list(editions_of_kind(model).filter(working_copy=row).live(timezone.now()))
    told = set[str]().union(*keys_by_edition(live).values()) if live else set()
    there = _Unnaming(row, person=person, key=key, words=words, name=name)
    is_changed = there.editions() | there.revisions() | there.draft()
    if not is_changed:
        return set(), False
    found = keeping.forget_drafts(model, [row.pk])
    keeping.keep_draft(model._base_manager.get(pk=row.pk))
    if told:
        announce(*told, hard=True)
    return found | there.found, True


class _Unnaming:
    """One page while somebody is taken out of it."""

    def __init__(self, row: WorkingCopy, *, person: models.Model, key: str, words: str, name: str) -> None:
        self.row, self.person, self.key, self.words, self.name = row, person, key, words, name
        self.found: set[str] = set()

    def text(self, stored: str) -> str:
        return richtext.unnamed(stored, person=self.key, words=self.words, name=self.name)

    def payload(self, payload: Payload) -> Payload:
        """Return a payload without the person: in its text, and in every list that names people."""
        lists = {name: [self.entry(one) for one in payload[name]] for name in self.row.payload_rows}
        return payload | lists | {"body": self.text(payload["body"])}

    def entry(self, entry: Payload) -> Payload:
        if entry.get("person") != self.key:
            return entry
        return entry | {"person": None, "name": self.words or entry.get("name") or self.name}

    def revisions(self) -> bool:
        """Rewrite the saved versions that name the person."""
        own = revisions_of_kind(type(self.row))
        naming = payloads.naming(type(self.row), self.key).filter(working_copy=self.row)
        revisions = list(naming)
        for revision in revisions:
            payload = payloads.rewritten(revision, self.payload)
            own.filter(pk=revision.pk)._write(payload=payload)
        return bool(revisions)

    def draft(self) -> bool:
        """Rewrite the draft, and what hangs on it."""
        is_changed = False
        for link in links_to(type(self.person), models.Model):
            if not _hangs_on(link.model, type(self.row)):
                continue
            rows: Any = link.model._base_manager
            own = rows.filter(**{link.name: self.person, _way_to(link.model, type(self.row)): self.row})
            for one in own:
                setattr(one, link.name, None)
                one.name = self.words or one.name or self.name
                one.save(update_fields=[link.name, "name"])
                is_changed = True
        if self.key in self.row.body:
            type(self.row)._base_manager.filter(pk=self.row.pk).update(body=self.text(self.row.body))
            is_changed = True
        return is_changed

    def editions(self) -> bool:
        """Rewrite the published versions that name the person, and where they lead."""
        all_of = editions_of_kind(type(self.row)).filter(working_copy=self.row)
        naming = payloads.naming(type(self.row), self.key).filter(working_copy=self.row)
        named = set(naming.values_list("pk", flat=True))
        leading = set[int]()
        for link in links_to(all_of.model, LinkBase):
            for field in _keys_to(link.model, type(self.person)):
                own = link.model.objects.filter(**{f"{link.name}__in": all_of, field: self.person})
                leading.update(own.values_list(f"{link.name}_id", flat=True))
        editions = [
            edition
            for edition in all_of.select_related("revision").order_by("number")
            if edition.pk in leading or edition.revision_id in named or self.key in edition.body_html
        ]
        for edition in editions:
            self.edition(edition)
        return bool(editions)

    def edition(self, edition: Any) -> None:
        """Rewrite one published version: its text, what was worked out of that, and its links."""
        model = type(edition)
        stored = payloads.read(edition.revision)["body"]
        html = richtext.render_unnamed(
            stored, published=edition.body_html, person=self.key, words=self.words, name=self.name
        )
        before, after = richtext.extract(stored), richtext.extract(self.text(stored))
        values: dict[str, Any] = {"body_html": html, "renderer": richtext.VERSION}
        values |= _worked_out(edition, before, after)
        if hasattr(edition, "byline"):
            values["byline"] = [self.credit(line) for line in edition.byline]
        if getattr(edition, "leads_to", None):
            values["leads_to"] = _without(edition.leads_to, self.person.pk)
        self.found |= keeping.forget_editions(model, [edition.pk])
        model.objects.filter(pk=edition.pk)._write(**values)
        for link in links_to(model, LinkBase):
            own = link.model.objects.filter(**{link.name: edition})
            self.links(link.model, own)
            _follow(link.model, own, before, after)
        keeping.keep_editions([model.objects.get(pk=edition.pk)])

    def credit(self, line: Payload) -> Payload:
        if line["person"] != self.key:
            return line
        return line | {"person": "", "name": self.words or line["name"]}

    def links(self, model: type[Any], own: AppendOnlyQuerySet[Any]) -> None:
        """Have no link lead to the person: those that can stand without do, the others go."""
        for name in _keys_to(model, type(self.person)):
            leading = own.filter(**{name: self.person})
            if not model._meta.get_field(name).null:
                leading._remove()
                continue
            column = next(one for one in ("speaker", "name") if hasattr(model, one))
            for link in leading:
                said = self.words or getattr(link, column) or self.name
                model.objects.filter(pk=link.pk)._write(**{name: None, column: said})


def _hangs_on(model: type[models.Model], page: type[WorkingCopy]) -> bool:
    """Tell whether rows are choices of a draft of this kind that name somebody and can stand without."""
    return bool(_way_to(model, page)) and any(field.name == "name" for field in model._meta.concrete_fields)


def _way_to(model: type[models.Model], page: type[WorkingCopy]) -> str:
    from_draft = (
        field.name
        for field in model._meta.concrete_fields
        if field.related_model is page and field.remote_field.on_delete is models.CASCADE  # type: ignore[union-attr]
    )
    return next(from_draft, "")


def _keys_to(model: type[models.Model], target: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.related_model is target]


def _worked_out(edition: EditionBase, before: richtext.Extract, after: richtext.Extract) -> dict[str, Any]:
    """Return the columns that were worked out of a text, as the other text has them."""
    values: dict[str, Any] = {}
    if hasattr(edition, "words"):
        values["words"] = after.words
    if getattr(edition, "summary", "") == richtext.summary_of("", before):
        values["summary"] = richtext.summary_of("", after)
    return values


def _follow(
    model: type[Any], own: AppendOnlyQuerySet[Any], before: richtext.Extract, after: richtext.Extract
) -> None:
    """Have what links repeat of a text say what the text says now."""
    if hasattr(model, "parts"):
        said = [list(zip(*(one.parts for one in pair), strict=True)) for pair in _pairs(before, after)]
        for link in own.filter(position__lt=len(said)):
            kept = zip(link.parts, said[link.position], strict=False)
            parts = [_within(part, old, new) for part, (old, new) in kept]
            model.objects.filter(pk=link.pk)._write(parts=parts)
    if hasattr(model, "caption"):
        pictures = zip(before.images, after.images, strict=True)
        captions = {old.caption_text: new.caption_text for old, new in pictures}
        for link in own:
            if link.caption in captions:
                model.objects.filter(pk=link.pk)._write(caption=captions[link.caption])
    sentences = {place.ordinal: place.sentence for cited in after.citations for place in cited.places}
    for part in links_to(model, models.Model):
        if hasattr(part.model, "sentence"):
            places: Any = part.model.objects  # type: ignore[attr-defined]
            for place in places.filter(**{f"{part.name}__in": own}):
                if place.ordinal in sentences:
                    places.filter(pk=place.pk)._write(sentence=sentences[place.ordinal])


def _pairs(before: richtext.Extract, after: richtext.Extract) -> Any:
    """Return each quotation before and after: taking out a link parts none and joins none."""
    return zip(before.quotations, after.quotations, strict=True)


def _within(part: str, old: str, new: str) -> str:
    """Return what of the new words stands where a part, cut to its words, stood in the old ones."""
    begin, found, end = old.partition(part)
    return new[len(begin) : len(new) - len(end)] if found else new.strip()


def _without(leading: dict[str, list[int]], pk: int) -> dict[str, list[int]]:
    people = [one for one in leading.get("person", []) if one != pk]
    rest = {name: numbers for name, numbers in leading.items() if name != "person"}
    return rest | ({"person": people} if people else {})

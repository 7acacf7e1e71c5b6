"""A newsroom where everything readers may not see carries a word found nowhere else."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from articles.models import Article, Delivered, Delivery
from colleagues.models import Authenticator, KnownDevice, Login, LoginNotice, RecoveryCode
from images.models import Image
from jobs.models import Job, State, Worker
from moving.models import Arrival
from operating.backups.models import Backup
from operating.doctor.models import Checkup
from operating.erasing.models import Erasure
from pages.models import Page
from profiles.models import Person
from profiles.never_asking import never_ask
from publishing import workflow
from publishing.checks import Kind, Place, Reason
from publishing.embargoes import Embargo
from publishing.errors import EditConflict
from publishing.identifiers import random_key
from publishing.models import Tag
from publishing.richtext import build
from publishing.workflow import buffering
from purging.models import Front
from references.models import Reference
from tests import factories as make

HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=5)


@dataclass
class Canaries:
    """The words, each with what it is in, and the addresses that must not be found."""

    words: dict[str, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    numbers: Any = field(default_factory=count)

    def word(self, where: str) -> str:
        """Make up a word that survives in any text, address and file name."""
        word = f"zq{next(self.numbers):04d}qz"
        self.words[word] = where
        return word

    def words_for(self, where: str, *fields: str) -> dict[str, str]:
        return {name: self.word(f"{where}: {name}") for name in fields}

    # Rows used by nothing that readers see

    def tag(self, where: str) -> Tag:
        words = self.words_for(f"tag of {where}", "description")
        name = self.word(f"tag of {where}: name")
        tag = make.make_tag(name, synonyms=[self.word(f"tag of {where}: synonym")], **words)
        self.hidden.append(f"/tags/{tag.slug}/")
        return tag

    def source(self, where: str, **fields: Any) -> Reference:
        where = f"source of {where}"
        words = self.words_for(where, "title", "container_title", "volume", "issue", "pages", "isbn", "note")
        publisher = make.make_publisher(
            name=self.word(f"{where}: publisher"), domain=f"{self.word(f'{where}: domain')}.example"
        )
        fields = {
            "url": f"https://example.com/{self.word(f'{where}: address')}",
            "archive_url": f"https://archive.example/{self.word(f'{where}: archive')}",
            "doi": f"10.5555/{self.word(f'{where}: DOI')}",
            "authors": [{"family": self.word(f"{where}: author"), "given": "A."}],
            "publisher": publisher,
        } | fields
        source = make.make_reference(**words, **fields)
        self.hidden += [f"/references/{source.key}/", f"/references/{source.key}-{words['title']}/"]
        return source

    def image(self, where: str) -> Image:
        names = ("title", "alt", "caption", "credit", "creator", "copyright_notice")
        words = self.words_for(f"picture of {where}", *names)
        words["rights_url"] = f"https://example.com/{self.word(f'picture of {where}: terms')}"
        words["offered"] = {"caption": self.word(f"picture of {where}: what its file says")}
        image = make.make_image(**words)
        self.hidden += [f"/images/{image.key}/{name}" for name in ("64.jpg", "64.webp", "og.jpg")]
        return image

    def person(self, where: str, **fields: Any) -> Person:
        where = f"person of {where}"
        person = make.make_person(**self.person_words(where), **fields)
        self.hidden.append(f"/people/{person.slug}/")
        return person

    def person_words(self, where: str) -> dict[str, Any]:
        image, source = self.image(where), self.source(where)
        return self.words_for(where, "name", "slug", "occupation", "portrait_alt") | {
            "aliases": [self.word(f"{where}: alias")],
            "links": [f"https://example.com/{self.word(f'{where}: link')}"],
            "body": build.paragraph(build.text(self.word(f"{where}: profile")))
            + make.citing(source, self.word(f"{where}: sentence"), locator=self.word(f"{where}: place"))
            + make.picturing(self.image(where), caption=self.word(f"{where}: caption")),
            "portrait": image.key,
            "sources": [source.key],
        }

    # Articles

    def article_words(self, where: str) -> dict[str, Any]:
        """Return a text that says a new word in every field and leads to rows nobody sees."""
        person, source, image = self.person(where), self.source(where), self.image(where)
        columns = ("headline", "short_headline", "standfirst", "slug", "main_image_alt", "main_image_caption")
        body = [
            build.heading(2, build.text(self.word(f"{where}: heading"))),
            make.citing(source, self.word(f"{where}: text"), locator=self.word(f"{where}: place")),
            make.quoting(self.word(f"{where}: quote"), speaker=self.word(f"{where}: speaker")),
            make.quoting(self.word(f"{where}: words of a person"), person=person, reference=source),
            make.mentioning(person),
            make.picturing(self.image(where), alt=self.word(f"{where}: alt"), caption=self.word("caption")),
            build.pull_quote(build.text(self.word(f"{where}: pull quote"))),
            build.missing_picture(1, self.word(f"{where}: missing picture")),
            build.embed(f"https://www.youtube.com/watch?v={self.word(f'{where}: embed')}"),
        ]
        return self.words_for(where, *columns) | {
            "body": "".join(body),
            "tags": [self.tag(where).key],
            "sources": [self.source(where).key],
            "main_image": image.key,
            "credits": [
                {"person": None, "name": self.word(f"{where}: byline"), "role": self.word(f"{where}: role")},
                {"person": self.person(where).key, "name": "", "role": ""},
            ],
        }

    def article(self, where: str) -> Article:
        article = make.make_article(**self.article_words(where))
        self.hidden += [f"/articles/{article.slug}/", f"/articles/{article.key}/"]
        return article

    # Pages

    def page_words(self, where: str) -> dict[str, Any]:
        """Return a page's text that says a new word in every field and leads to rows nobody sees."""
        person, source = self.person(where), self.source(where)
        body = [
            build.heading(2, build.text(self.word(f"{where}: heading"))),
            make.citing(source, self.word(f"{where}: text"), locator=self.word(f"{where}: place")),
            make.mentioning(person),
            make.quoting(self.word(f"{where}: quote"), person=person, reference=source),
            make.picturing(self.image(where), alt=self.word(f"{where}: alt"), caption=self.word("caption")),
        ]
        return self.words_for(where, "title", "summary", "slug") | {"body": "".join(body)}

    def page(self, where: str) -> Page:
        page = make.make_page(**self.page_words(where))
        self.hidden += [f"/{page.slug}/", f"/{page.key}/"]
        return page


@dataclass
class Site:
    """What readers see, and what is there besides."""

    canaries: Canaries
    live: Article
    profile: Person
    page: Page
    confidential: Reference
    draft: Article | None = None
    draft_page: Page | None = None


def public_site() -> Site:
    """Build what readers see; what is confidential in it is there from the beginning."""
    canaries = Canaries()
    editor = colleague(canaries)
    confidential = canaries.source("a live article, confidential", confidential=True)
    unpublished = canaries.person("a live article, without a page")
    never = canaries.person("a live article, never with a page", page=Person.Page.NEVER)
    profile = make.make_person(
        name="Public Person", body=make.citing(confidential, "He said so."), portrait=make.make_image().key
    )
    workflow.publish(working_copy=profile, version=1, actor=editor)
    source = make.make_reference(note=canaries.word("note for colleagues on a public source"))
    body = [
        make.mentioning(profile),
        build.paragraph(build.mention(unpublished.key, "Somebody") + build.mention(never.key, "Another")),
        make.citing(confidential, "It is so."),
        make.citing(source, "That too."),
        make.quoting("We know", speaker="an insider", reference=confidential),
        build.block_quotation(
            "b1", [build.text("Long words")], person=profile.key, reference=confidential.key
        ),
        make.picturing(make.make_image(), caption="What is seen"),
    ]
    live = make.make_published_article(
        actor=editor,
        headline="Public article",
        body="".join(body),
        tags=[make.make_tag("Public subject").key],
        sources=[confidential.key, make.make_reference().key],
        main_image=make.make_image().key,
        credits=[{"person": profile.key, "name": "", "role": ""}],
    )
    make.make_published_article(headline="Another one", sources=[source.key], tags=live.payload()["tags"])
    page = make.make_published_page(
        actor=editor,
        slug="about",
        body=make.citing(confidential, "So it is.")
        + make.citing(source, "And so.")
        + make.mentioning(profile)
        + build.paragraph(build.mention(unpublished.key, "Somebody"))
        + make.picturing(make.make_image(), caption="Where we sit"),
    )
    logo = make.make_image(**canaries.words_for("the logo", "title", "alt", "caption", "credit"))
    make.fill_in_newsroom(
        logo=logo,
        icon=make.make_image(),
        accent="#0b5cab",
        menu=[{"page": page}, {"label": "Everybody", "address": "/people/"}],
    )
    return Site(canaries=canaries, live=live, profile=profile, page=page, confidential=confidential)


def colleague(canaries: Canaries) -> User:
    """Make the editor who publishes; readers know nobody's account."""
    words = canaries.words_for("account", "username", "first_name", "last_name")
    return make.make_user("editor", email=f"{canaries.word('account: e-mail')}@example.com", **words)


def background(canaries: Canaries) -> None:
    """Leave something in the background that failed, with everything a job can hold."""
    told = canaries.words_for("a job", "kind", "key", "holder", "step", "fault")
    kept = {name: {"said": canaries.word(f"a job: {name}")} for name in ("arguments", "kept", "result")}
    Job.objects.create(state=State.FAILED, **told, **kept)
    Worker.objects.create(name=canaries.word("a worker: name"), seen_at=timezone.now())
    Backup.objects.create(**canaries.words_for("a backup", "name", "target", "made_by", "fault"))
    looked = canaries.words_for("a checkup", "machine", "worst")
    found = [{"what": canaries.word("a checkup: what was found")}]
    Checkup.objects.create(ended_at=timezone.now(), found=found, **looked)
    words = canaries.word("what stands instead of somebody who was erased")
    places = canaries.word("the places of somebody who was erased")
    Erasure.objects.create(
        kind=Erasure.Kind.PERSON, key=random_key(), in_texts=True, words=words, places=places
    )
    told = canaries.words_for("the caches in front", "fault", "frame", "set_up")
    Front.objects.create(lately=[canaries.word("the caches in front: lately")], **told)


def brought_in(canaries: Canaries) -> None:
    """Leave a file that waits to be made a draft, with everything that is kept of it."""
    delivery = Delivery.objects.create(sender=make.make_user("editor"))
    told = canaries.words_for("a file brought in", "name", "digest", "manuscript")
    kept = {
        name: {"said": canaries.word(f"a file brought in: {name}")}
        for name in ("brief", "choices", "outcome")
    }
    Delivered.objects.create(delivery=delivery, position=1, **told, **kept)
    # What a post of the site before became: a draft.
    moved = canaries.words_for("a post of another site", "site", "external", "digest")
    Arrival.objects.create(kind=Arrival.Kind.POST, article=make.make_article(), **moved)


def hide_things(site: Site) -> None:
    """Add one of everything that readers must not see."""
    background(site.canaries)
    brought_in(site.canaries)
    canaries, now = site.canaries, timezone.now()
    shared = {"tags": site.live.payload()["tags"], "sources": site.live.payload()["sources"]}
    site.draft = canaries.article("a draft")
    make.save(site.draft, tags=[*site.draft.payload()["tags"], *shared["tags"]], sources=shared["sources"])
    make.make_article(**canaries.article_words("a draft nobody named") | {"slug": ""})

    make.make_old_address(f"/{canaries.word('an old address of a draft')}/", article=site.draft)
    make.make_old_address(place=f"/{canaries.word('where an old address leads')}/")

    for noted in (site.live, site.draft, site.page, site.profile):
        note = canaries.word(f"a private note on {noted._meta.verbose_name}")
        about = canaries.word(f"words a private note on {noted._meta.verbose_name} is about")
        workflow.write_note(working_copy=noted, key="n1", text=note, actor=None, about=about)

    held_back = canaries.article("a draft under embargo")
    for row, until in ((site.live, now - HOUR), (site.draft, now - HOUR), (held_back, None)):
        embargo = Embargo(canaries.word("what an embargo says"), until)
        workflow.put_under_embargo(working_copy=row, embargo=embargo, actor=None)

    for imported in (site.live, site.draft):
        words = canaries.words_for("what a file says of itself", "imported_story", "imported_address")
        Article.objects.filter(pk=imported.pk).update(**words)

    for looked_at in (site.live, site.draft, site.page, site.profile):
        place = Place(words=canaries.word(f"what was left in {looked_at._meta.verbose_name}"))
        workflow.leave(
            working_copy=looked_at, kind=Kind.SPEAKER, place=place, reason=Reason.WANTED, actor=None
        )
    never_ask(name=canaries.word("a name nobody is asked about"), actor=None)

    deleted = canaries.article("a draft in the bin")
    workflow.bin_draft(working_copy=deleted, version=1, actor=None)

    scheduled = canaries.article("a scheduled article")
    workflow.schedule(working_copy=scheduled, version=1, actor=None, starts_at=now + HOUR)
    called_off = canaries.article("a schedule called off")
    workflow.schedule(working_copy=called_off, version=1, actor=None, starts_at=now + HOUR)
    workflow.cancel(working_copy=called_off, edition=1, actor=None, note=canaries.word("note on a call-off"))

    withdrawn = canaries.article("an article taken down")
    workflow.publish(working_copy=withdrawn, version=1, actor=None)
    workflow.withdraw(working_copy=withdrawn, edition=1, actor=None, note=canaries.word("why it came down"))
    expired = canaries.article("an article that has ended")
    workflow.publish(working_copy=expired, version=1, actor=None, expires_at=now + MOMENT)

    hide_pages(site)
    hide_people(site)
    hide_colleagues(canaries)
    hide_what_is_typed(site)
    hide_in_menu(site)
    change_of_live(site)
    profile_to_come = canaries.person("nobody, scheduled")
    workflow.schedule(working_copy=profile_to_come, version=1, actor=None, starts_at=now + HOUR)
    canaries.tag("nobody"), canaries.source("nobody"), canaries.image("nobody")


def hide_in_menu(site: Site) -> None:
    """Put entries into the menu that lead to nothing readers see; a logo shown before is shown no more."""
    unseen = [{"tag": site.canaries.tag("the menu")}, {"page": site.draft_page}]
    labelled = [entry | {"label": site.canaries.word("a label in the menu")} for entry in unseen]
    menu = [{"page": site.page}, *unseen, *labelled, {"label": "Everybody", "address": "/people/"}]
    make.fill_in_newsroom(menu=menu, logo_dark=site.canaries.image("a logo once shown"))
    make.fill_in_newsroom(logo_dark=None)


def hide_colleagues(canaries: Canaries) -> None:
    """Invite somebody: who is to join, and how to reach them, is nobody else's business."""
    words = canaries.words_for("invitation", "first_name", "last_name")
    make.make_invitation(email=f"{canaries.word('invitation: e-mail')}@example.com", **words)
    hide_logins(canaries, make.make_user("editor"))


def hide_logins(canaries: Canaries, user: User) -> None:
    """Leave what is kept of somebody's second factor, devices and logins."""
    Authenticator.objects.create(user=user, **canaries.words_for("a second factor", "seed", "key_mark"))
    RecoveryCode.objects.create(user=user, **canaries.words_for("a recovery code", "code_hash"))
    words = ("browser", "system")
    device = canaries.words_for("a device", *words, "token_hash")
    KnownDevice.objects.create(user=user, **device)
    Login.objects.create(user=user, **canaries.words_for("a login", *words, "session_key", "key"))
    kind = LoginNotice.Kind.DEVICE
    LoginNotice.objects.create(user=user, kind=kind, **canaries.words_for("a notice", *words))


def hide_what_is_typed(site: Site) -> None:
    """Keep what somebody types into a new article, into drafts and a fix, and never saves."""
    canaries, person = site.canaries, make.make_user("editor")
    places = [buffering.place_of(row, person, tab=canaries.word("tab")) for row in (site.live, site.page)]
    places.append(buffering.place_of(site.live, person, tab=canaries.word("tab"), purpose="fix"))
    places.append(buffering.Place(person, "article", random_key(), canaries.word("tab")))
    for place in places:
        words = canaries.words_for("words not saved", "headline", "title", "body", "slug", "tags")
        buffering.keep(place, fields=list(words.items()), based_on=1, label=words["headline"])
        canaries.hidden += [f"/articles/{words['slug']}/", f"/{words['slug']}/"]
    old = buffering.not_saved_yet(person)[0]
    buffering.keep(
        buffering.place_of(site.live, person, tab=canaries.word("tab")),
        fields=[("headline", canaries.word("words taken over"))],
        based_on=1,
        taken=old.key,
    )


def hide_people(site: Site) -> None:
    """Add a profile taken down, one with the editors, and one called off; each leads to somebody else."""
    canaries, now = site.canaries, timezone.now()
    other = canaries.person("a profile")
    withdrawn = canaries.person("a profile taken down")
    words = canaries.word("a profile taken down: linked name")
    naming = build.paragraph(build.mention(other.key, words))
    version = make.save(withdrawn, body=withdrawn.body + naming)
    workflow.publish(working_copy=withdrawn, version=version, actor=None)
    workflow.withdraw(working_copy=withdrawn, edition=1, actor=None, note=canaries.word("why it came down"))
    handed_over = canaries.person("a profile with the editors")
    note = canaries.word("note on handing over a profile")
    workflow.submit(working_copy=handed_over, version=1, actor=None, note=note)
    keep_second(handed_over, {"name": canaries.word("a name that came second")}, canaries)
    called_off = canaries.person("a profile called off")
    workflow.schedule(working_copy=called_off, version=1, actor=None, starts_at=now + HOUR)
    workflow.cancel(working_copy=called_off, edition=1, actor=None, note=canaries.word("note on a call-off"))


def keep_second(draft: Any, payload: dict[str, Any], canaries: Canaries) -> None:
    """Save a text that comes second, so that it is kept aside with its note."""
    with suppress(EditConflict):
        note = canaries.word("note on a save")
        workflow.save_revision(working_copy=draft, payload=payload, version=0, actor=None, note=note)


def hide_pages(site: Site) -> None:
    """Add pages that are written, due, called off, taken down and over."""
    canaries, now = site.canaries, timezone.now()
    site.draft_page = canaries.page("a page's draft")
    handed_over = canaries.page("a page with the editors")
    note = canaries.word("note on handing over a page")
    workflow.submit(working_copy=handed_over, version=1, actor=None, note=note)
    keep_second(handed_over, {"title": canaries.word("a title that came second")}, canaries)
    scheduled = canaries.page("a scheduled page")
    workflow.schedule(working_copy=scheduled, version=1, actor=None, starts_at=now + HOUR)
    called_off = canaries.page("a page called off")
    workflow.schedule(working_copy=called_off, version=1, actor=None, starts_at=now + HOUR)
    workflow.cancel(working_copy=called_off, edition=1, actor=None)
    withdrawn = canaries.page("a page taken down")
    workflow.publish(working_copy=withdrawn, version=1, actor=None)
    workflow.withdraw(working_copy=withdrawn, edition=1, actor=None)
    expired = canaries.page("a page that has ended")
    workflow.publish(working_copy=expired, version=1, actor=None, expires_at=now + MOMENT)
    to_come = canaries.page_words("a scheduled change of a live page")
    version = make.save(site.page, **to_come)
    canaries.hidden.append(f"/{to_come['slug']}/")
    workflow.schedule(
        working_copy=site.page,
        version=version,
        actor=None,
        starts_at=now + HOUR,
        change="update",
        public_note=canaries.word("public note of a page to come"),
    )
    make.save(site.page, **canaries.page_words("the draft of a live page"))


def change_of_live(site: Site) -> None:
    """Change everything in the drafts of what is live, in every way a change can be kept."""
    canaries, live = site.canaries, site.live
    make.save(live, **canaries.article_words("the draft of a live article"))
    keep_second(live, canaries.article_words("a text that came second"), canaries)
    to_come = canaries.article_words("a scheduled change of a live article")
    version = make.save(live, **to_come)
    canaries.hidden.append(f"/articles/{to_come['slug']}/")
    workflow.schedule(
        working_copy=live,
        version=version,
        actor=None,
        starts_at=timezone.now() + HOUR,
        change="correction",
        public_note=canaries.word("public note to come"),
    )
    workflow.submit(
        working_copy=live, version=live.version, actor=None, note=canaries.word("note on handing over")
    )
    to_come = canaries.person_words("a scheduled change of a live profile")
    workflow.schedule(
        working_copy=site.profile,
        version=make.save(site.profile, **to_come),
        actor=None,
        starts_at=timezone.now() + HOUR,
        change="correction",
        public_note=canaries.word("public note of a profile to come"),
    )
    words = canaries.person_words("the draft of a live profile")
    make.save(site.profile, **words)
    canaries.hidden += [f"/people/{slug}/" for slug in (to_come["slug"], words["slug"])]

"""What comes along beside a text: pictures for the library, and what colleagues are to know of it."""

import hashlib
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO

from django.utils.translation import gettext as _

from articles.models import Article
from images.library import add_picture, words_of_file
from images.models import Image
from images.processing import ImageProblem, Ingested, ingest
from images.storages import StorageAway
from manuscripts import Manuscript, Picture
from publishing.errors import WorkflowError
from publishing.richtext.document import Figure
from publishing.workflow import write_note
from publishing.workflow.locking import Actor
from publishing.workflow.noting import LONGEST_NOTE, MOST_NOTES

LONGEST_ALT = 300


@dataclass
class Pictures:
    """The pictures of a manuscript in the library, by their id, and why some could not be taken."""

    figures: dict[str, Figure] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


Looked = Mapping[str, Ingested | ImageProblem]
"""Pictures ready for the library by their id, or why one cannot be taken."""


def look_through(manuscript: Manuscript) -> Looked:
    """Decode the pictures that came along: that takes long, so it is done before anything is locked."""
    looked: dict[str, Ingested | ImageProblem] = {}
    for picture in manuscript.pictures:
        try:
            looked[picture.id] = ingest(BytesIO(picture.data))
        except ImageProblem as problem:
            looked[picture.id] = problem
    return looked


def take_in(manuscript: Manuscript, looked: Looked, *, actor: Actor, undo: ExitStack) -> Pictures:
    """Put what came along into the library, each file once; `undo` takes the files away again."""
    taken = Pictures()
    for picture in manuscript.pictures:
        try:
            image = _in_library(picture, looked[picture.id], actor=actor, undo=undo)
        except StorageAway:
            # Nothing is wrong with the picture: the whole text is brought in later.
            raise
        except (ImageProblem, WorkflowError) as problem:
            taken.warnings.append(
                _("The picture “%(name)s” was not taken in: %(problem)s")
                % {"name": picture.name or picture.id, "problem": problem}
            )
        else:
            taken.figures[picture.id] = Figure(image.key, picture.alt[:LONGEST_ALT])
    return taken


def _in_library(picture: Picture, read: Ingested | ImageProblem, *, actor: Actor, undo: ExitStack) -> Image:
    if isinstance(read, ImageProblem):
        raise read
    same = Image.objects.filter(sha256=read.sha256).first()
    if same is not None:
        return same
    words = words_of_file(read, picture.name) | {"alt": picture.alt[:LONGEST_ALT]}
    image = add_picture(image=Image(), taken=read, changes=words, actor=actor)
    undo.callback(image.forget_files)
    return image


@dataclass(frozen=True)
class Notes:
    """Private notes to be written, by the comment they are made of; `keys` names each."""

    keys: dict[str, str]
    texts: dict[str, str]


def notes_of(manuscript: Manuscript) -> Notes:
    """Return what colleagues wrote beside the text as private notes."""
    told = {
        comment.id: f"{comment.author}: {comment.text}" if comment.author else comment.text
        for comment in manuscript.comments
    }
    # A longer one is whole in the history.
    texts = {id: text[:LONGEST_NOTE] for id, text in list(told.items())[:MOST_NOTES] if text.strip()}
    return Notes({id: _key_of(id, text) for id, text in texts.items()}, texts)


def _key_of(id: str, text: str) -> str:
    """Return the key of a note: the same each time, so that a file that is sent again changes nothing."""
    return hashlib.sha256(f"{id}\n{text}".encode()).hexdigest()[:12]


def write_notes(article: Article, notes: Notes, *, actor: Actor) -> None:
    """Write the private notes of an article that was brought in."""
    for id, key in notes.keys.items():
        write_note(working_copy=article, key=key, text=notes.texts[id], actor=actor)


def told_of(manuscript: Manuscript, name: str) -> str:
    """Return what the history keeps: where it came from, and every word that is no part of the article."""
    lines = [_("Brought in from %(file)s") % {"file": name}]
    if manuscript.set_aside:
        lines += [_("Set aside:"), *(aside.text for aside in manuscript.set_aside)]
    placed = [comment for comment in manuscript.comments if len(comment.text) <= LONGEST_NOTE - 200]
    left = [comment for comment in manuscript.comments if comment not in placed[:MOST_NOTES]]
    if left:
        lines += [_("Comments:"), *(comment.text for comment in left)]
    if len(lines) == 1:
        return lines[0]
    return "\n".join(lines)

"""Which articles belong together, worked out once, when one of them is published."""

from collections import Counter
from datetime import datetime

from articles.models.editions import ArticleEdition
from articles.models.links import ArticleTag, Citation, Mention, Related
from publishing.bases import Frozen

MOST = 6
LOOK_BACK = 30
WEIGHTS = ((Citation, "reference", 5), (Mention, "person", 3), (ArticleTag, "tag", 2))
"""Sharing a source says more than sharing a person, and that more than sharing a tag."""


def add_related(frozen: Frozen[ArticleEdition], *, article: int | None, at: datetime) -> None:
    """Add a row for each of the articles that share most with this one.

    Each shared thing is looked up by itself and not far back, so the cost does not grow with
    the archive. What nobody may know of relates nothing.
    """
    scores: Counter[int] = Counter()
    for model, field, weight in WEIGHTS:
        for link in frozen.of(model):
            if model is Citation and link.reference.confidential:
                continue
            others = model.objects.live(at).filter(**{field: getattr(link, field)}).newest()
            for other in others.values_list("edition__working_copy", flat=True)[:LOOK_BACK]:
                scores[other] += weight
    if article is not None:
        scores.pop(article, None)
    best = sorted(scores.items(), key=lambda item: (-item[1], -item[0]))[:MOST]
    frozen.links += [Related(edition=frozen.edition, other_id=other, score=score) for other, score in best]

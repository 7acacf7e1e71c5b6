"""Articles: the working copy, its editions, and where each edition leads."""

from articles.models.article import Article, DraftCredit, DraftSource, DraftTag
from articles.models.deliveries import Delivered, Delivery
from articles.models.editions import ArticleAddress, ArticleEdition, ArticleRevision
from articles.models.links import (
    ArticleTag,
    Citation,
    CitationPlace,
    Credit,
    ImageUse,
    Mention,
    Quotation,
    Related,
)
from articles.models.notes import ArticleNote

__all__ = [
    "Article",
    "ArticleAddress",
    "ArticleEdition",
    "ArticleNote",
    "ArticleRevision",
    "ArticleTag",
    "Citation",
    "CitationPlace",
    "Credit",
    "Delivered",
    "Delivery",
    "DraftCredit",
    "DraftSource",
    "DraftTag",
    "ImageUse",
    "Mention",
    "Quotation",
    "Related",
]

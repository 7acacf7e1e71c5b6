"""Exports of a site that never was, as large as is asked for."""

import random
from pathlib import Path

_WORDS = """
    harbour boat quay town council vote winter market price fish captain storm light house road school
    budget mayor river bridge
"""
WORDS = _WORDS.split()
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Old Post</title>
<link>https://old.example</link><language>en</language>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
"""
ITEM = """<item><title>Post {number} of the {word}</title><link>https://old.example/2015/05/post-{number}/</link>
<dc:creator><![CDATA[ada]]></dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>
<wp:post_date_gmt>2015-05-10 {hour:02}:{minute:02}:00</wp:post_date_gmt>
<wp:post_name>post-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="c{category}"><![CDATA[Category {category}]]></category>
<category domain="post_tag" nicename="t{tag}"><![CDATA[Tag {tag}]]></category></item>
"""
CATEGORIES, TAGS = 12, 60


def write_export(path: Path, posts: int, *, words: int = 700, picture: str = "") -> None:
    """Write an export of WordPress with as many posts, each with a link to another; all show `picture`."""
    chance = random.Random(posts)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(1, posts + 1):
            link = f'<a href="https://old.example/?p={chance.randint(1, posts)}">another</a>'
            paragraphs = [_paragraph(chance, min(words, 50)) for _each in range(max(words // 50, 1))]
            shown = f'<img src="{picture}" alt="A quay">' if picture else ""
            file.write(
                ITEM.format(
                    number=number,
                    word=chance.choice(WORDS),
                    body="\n\n".join([*paragraphs, f"See {link}.", shown]),
                    hour=number // 60 % 24,
                    minute=number % 60,
                    category=number % CATEGORIES,
                    tag=number % TAGS,
                )
            )
        file.write("</channel></rss>\n")


def _paragraph(chance: random.Random, words: int) -> str:
    said = [chance.choice(WORDS) for _each in range(words)]
    said[words // 2] = f"<strong>{said[words // 2]}</strong>"
    return " ".join(said).capitalize() + "."

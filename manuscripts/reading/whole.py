"""Whether something is a whole piece of running text, rather than a part, a list or a table."""

from collections.abc import Sequence

from manuscripts.counting import count_words
from manuscripts.layout import ends_sentence
from manuscripts.manuscript import Block, Paragraph, texts_of

FEWEST_PARAGRAPHS = 3
FEWEST_WORDS = 100
SHORTEST = 8


def is_article(blocks: Sequence[Block]) -> bool:
    """Tell whether most of it is told in sentences, in three paragraphs or more and a hundred words."""
    told = [block.text for block in blocks if isinstance(block, Paragraph) and ends_sentence(block.text)]
    running = [count for count in map(count_words, told) if count >= SHORTEST]
    if len(running) < FEWEST_PARAGRAPHS or sum(running) < FEWEST_WORDS:
        return False
    return 2 * sum(running) >= sum(count_words(text) for block in blocks for text in texts_of(block))

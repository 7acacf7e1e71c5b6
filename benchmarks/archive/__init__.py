"""A newsroom of any size, up to a million articles, written as the verbs write it and much faster.

Texts are parsed, cleaned and rendered by the kernel itself, once for each of a pool; what leads where is
put in their places. Times come from `publishing.timeline`, keys and names are folded as everywhere. What is
used how often follows Zipf: a few people, sources and tags stand in very many articles, most in few.
"""

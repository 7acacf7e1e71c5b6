"""The same articles as two other programs serve them, to see what our figures are worth.

Both are written as their own documentation shows: `naive` is plain Django, `wagtail_site` is Wagtail.
They run in an environment of their own (`requirements.txt`), installed by `python -m benchmarks.peers`.
"""

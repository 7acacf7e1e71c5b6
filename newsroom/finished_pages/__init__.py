"""Finished pages, kept in front of Django: the same bytes, without being made again.

`layer` answers from memory what nothing has changed since, and passes on what is not for it. What a
request asks for is in `queries`, who may ask in `hosts`; `page` is one page in its encodings, `freshness`
what it rests on, `memory` and `store` where pages are kept, in a process and beside the data. In words for
whoever runs it: docs/finished-pages.md.
"""

"""Figures for Prometheus: what the processes of this machine have counted, and what the database holds.

None is about anybody, and each kind of figure has few values of each word: kinds of pages, never addresses.
"""

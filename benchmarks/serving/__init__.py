"""How fast finished pages and full renders are served, each beside floors and peers of the same run."""

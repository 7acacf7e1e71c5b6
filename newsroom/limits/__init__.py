"""Sizes, rates and times at the doors of the site; docs/limits.md has them in one table."""

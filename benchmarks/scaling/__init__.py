"""Whether anything gets slower as the archive grows: every page asked for in a small newsroom and in a large."""

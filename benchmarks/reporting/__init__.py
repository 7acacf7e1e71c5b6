"""What a run of the benchmarks found, as Markdown, JSON, pictures and the README's own table."""

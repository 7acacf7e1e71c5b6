"""Whether anything gets slower as the archive grows: each page in a small newsroom and in a large one."""

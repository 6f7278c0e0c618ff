"""The public simulator: anonymous questions, one a page, and an honest answer at the end."""

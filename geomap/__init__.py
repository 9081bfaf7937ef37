"""News text in, every place mention out: resolved, given its role in the story, and drawn on a map."""

__version__ = "0.1.0"

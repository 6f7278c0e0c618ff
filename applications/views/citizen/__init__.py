"""The citizen's pages, by part of the journey; each page asks or tells one thing."""

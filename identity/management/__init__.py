"""Commands of the identity room."""

"""Models of the identity room."""

"""The law, as households with what it gives them."""

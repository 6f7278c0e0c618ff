"""The readings of a rule text. They know no benefit, no Django and no core."""

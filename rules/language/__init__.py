"""The language of rule texts: reading YAML, expressions, types and order. Knows no benefit, no Django and no core."""

"""Pages of another adult of the unit, who comes by a link of their own and sees only what concerns them."""

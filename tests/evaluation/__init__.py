"""How well documents and faces are read: `make eval-identity`. Prints and writes figures; never passes or fails."""

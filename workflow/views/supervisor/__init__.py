"""Pages of the supervisor: board, dossiers and their handing over, processors, terms of assignment, history."""

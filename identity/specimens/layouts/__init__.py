"""How each kind of document is laid out. A layout takes a holder and gives the sheet of one face."""

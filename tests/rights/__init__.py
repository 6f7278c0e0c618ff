"""Who may do what: the powers table, for every action and every address that exists."""

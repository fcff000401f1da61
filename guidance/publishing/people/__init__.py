"""Who may do what, and the accounts of staff."""

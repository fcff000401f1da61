"""What to do and whom to call: guidance in versions and languages."""

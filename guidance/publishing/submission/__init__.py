"""Submissions: made, checked, discussed, reviewed."""

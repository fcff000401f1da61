"""Submissions: sent, seen beforehand, reviewed."""

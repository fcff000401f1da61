"""What a page is made from beside its text."""

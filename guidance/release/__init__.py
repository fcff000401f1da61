"""The public site: rendered once when something is published, then served as files."""

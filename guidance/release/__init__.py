"""The public site: what is live, made into pages."""

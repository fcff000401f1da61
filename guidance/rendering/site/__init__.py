"""The pages that belong to no guide."""

"""The working copy: where it is written."""

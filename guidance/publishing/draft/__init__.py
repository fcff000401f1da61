"""The working copy: saved, structured, compared with what is live."""

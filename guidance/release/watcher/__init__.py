"""The builder of a node at work: one process that makes releases and puts them live."""

"""A node of its own for each test."""

from tests.node import node

__all__ = ["node"]

"""Tunewise: decide how to adapt a language model, with every number explained."""

__version__ = "0.1.0"

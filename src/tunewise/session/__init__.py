"""Edits of a scenario: each one validated into a new scenario and kept in the history. No widget is known here."""

"""Widgets: each paints lines of text and asks for edits; none holds domain state."""

"""Scenario files, themes and places on disk: all reading and writing."""

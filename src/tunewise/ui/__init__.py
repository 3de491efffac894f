"""The Textual app: it shows an assessment and asks the session for edits."""

"""What the widgets say, as pure functions from an assessment to lines."""

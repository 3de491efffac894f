"""Pure functions from a scenario and the knowledge to an assessment."""

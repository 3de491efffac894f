"""What a scenario and an assessment are: frozen values, units, errors. No input or output happens here."""

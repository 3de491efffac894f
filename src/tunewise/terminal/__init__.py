"""What a terminal can do and which marks it can show: known from its settings, and without drawing anything."""

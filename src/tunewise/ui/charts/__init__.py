"""Charts as pure functions of data, width and height."""

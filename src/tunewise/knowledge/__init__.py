"""The tables that rules, points, prices and texts live in, each entry with its source, and the loader that checks them."""

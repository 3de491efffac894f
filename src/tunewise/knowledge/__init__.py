"""The tables of rules, points, prices and texts, each entry with its source, and the loader that checks them."""

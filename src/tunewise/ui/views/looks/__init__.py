"""Closer looks at the recommendation: why, what if, how sure, what next, precedents and the value matrix."""

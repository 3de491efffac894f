"""What a terminal can do, and what stands for what it cannot show."""

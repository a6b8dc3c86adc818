"""How fast the path is and how much memory it takes, on a generated trust (make bench)."""

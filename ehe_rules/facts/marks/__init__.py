"""What the attendance marks say: days, runs, sessions, patterns."""

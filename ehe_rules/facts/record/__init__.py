"""What was recorded of schools and pupils, as every kind of subject needs it: the roll, entries, leavings, periods."""

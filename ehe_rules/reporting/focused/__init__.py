"""Focused reviews: a page for each school whose withdrawals rose beyond chance, or where the trust started one."""

"""The school calendar: school days and their numbers, half terms and terms, and what of it is known."""

from ehe_rules.calendar.build import build_calendar

__all__ = ["build_calendar"]

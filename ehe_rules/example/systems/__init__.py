"""The same schools as their systems export them: a safeguarding log, a management information system, lists."""

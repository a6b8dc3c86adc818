"""An evidently invented trust: exports in the native format that tell some sixty short stories.

The names say that they are examples, the URNs begin at 900001, and no authority has the code 999.
"""

from ehe_rules.example.trust import EXAMPLE_ON
from ehe_rules.example.write import write_example

__all__ = ["EXAMPLE_ON", "write_example"]

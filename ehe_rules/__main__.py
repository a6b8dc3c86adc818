"""Lets the tool be run as `python -m ehe_rules`."""

from ehe_rules.cli import main

if __name__ == "__main__":
    main(prog_name="ehe-rules")

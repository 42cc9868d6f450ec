"""The kernel: the loop itself, knowing no programme.

Rooms, lowest first: ledger, areas, parties, access, rules, places, intake, work, plans,
settlements, figures, bulletins, then ``pages``, the declaration behind every record's page, and
``programme``, the one object a programme declares.
Imports go down this list only; ``pyproject.toml`` holds the contract.
"""

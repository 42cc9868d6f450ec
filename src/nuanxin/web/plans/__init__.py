"""Plans 谋划: pages on which a plan is asked for, watched, looked into, compared, taken and printed.

They know no programme: what may be planned, and what a plan says, comes from the plan types that
programmes declare (``kernel.plans``).
"""

"""The ledger 台账: acts and entries, append-only, sealed and provable. The lowest room of the loop."""

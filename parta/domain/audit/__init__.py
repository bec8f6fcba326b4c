"""The append-only, hash-chained record of every act. Knows actors and dotted codes, not what the acts mean.
Words: AuditEntry, code, chain."""

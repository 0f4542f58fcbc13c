"""What happened. The only room with SQL: takes a session, returns facts, never commits. May import rules.facts, never the catalogue."""

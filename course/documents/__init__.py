"""What we hand out: pure assembly of documents from values. May import the catalogue and rules."""

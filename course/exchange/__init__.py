"""How the course travels to other systems. Empty until the first export is built."""

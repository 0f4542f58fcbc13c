"""What the course says: files to frozen values. No Flask, no SQL. May import errors and clock alone."""

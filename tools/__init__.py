"""What writes the derived files anew."""

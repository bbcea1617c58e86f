"""The programs that write the derived files anew."""

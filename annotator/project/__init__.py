"""The only writer: commands in, changes out, history kept."""

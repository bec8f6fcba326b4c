"""HTML for people: pages by desk. Reads through queries, writes through actions, knows no rules of its own."""

"""Small histories without a database: the same expressions, walked once, run in numpy."""

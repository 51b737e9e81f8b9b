"""The contract, the sources and the book: what happened with each client."""

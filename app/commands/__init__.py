"""The commands of `clientrisk`, by what they work on."""

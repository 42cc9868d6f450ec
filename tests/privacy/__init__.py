"""Personal values: sown in every declared field, and looked for wherever they must not be."""

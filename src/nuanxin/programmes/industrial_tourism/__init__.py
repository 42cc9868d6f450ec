"""Industrial tourism 工业旅游: visitors who want to see how things are made."""

"""A file becomes documents, a document becomes typed passages."""

"""The thesaurus: what people say for what law calls otherwise."""

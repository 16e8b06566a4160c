"""The thesaurus: everyday words for terms of the law."""

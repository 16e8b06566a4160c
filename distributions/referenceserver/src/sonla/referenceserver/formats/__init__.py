"""How a record is written: as XML of the exchange profile and as Dublin Core."""

"""What the catalog knows about our content."""

"""Administration of contributing units and the page of figures about them."""

"""The legal bookcase (tủ sách pháp luật): all materials, as cards."""

"""What a portal switches on and off: each package is an option that imports the others, and none of them it.

The gate, the layers, and the markers of folders are in `core/`: they are stored, and outlive the option.
"""

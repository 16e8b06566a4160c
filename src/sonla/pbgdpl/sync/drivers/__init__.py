"""Turn the protocols of sources into changes: one module a protocol, chosen by name."""

"""Guards, effects, comments and notifications of the workflows."""

"""Publishing: views of a catalogue, rendered by templates into a folder that is swapped in at once."""

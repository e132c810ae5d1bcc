"""The text layer: NFC, folding, lines, sentences, tokens."""

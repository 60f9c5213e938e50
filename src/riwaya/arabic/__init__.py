"""The Arabic language: folding, words, sentences, numbers, dates. Knows nothing of events."""

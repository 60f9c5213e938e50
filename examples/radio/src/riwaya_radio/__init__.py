"""A radio and a local force: `riwaya read report.txt --lexicon radio`. The words are YAML files beside this one."""

from pathlib import Path

WORDS = Path(__file__).parent / "words"

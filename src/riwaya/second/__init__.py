"""A second reader beside the rules: what it is, and how its reading is set beside theirs. The rules' reading stays."""

from riwaya.second.agreement import Agreement, agreement
from riwaya.second.reader import Asked, Opinion, SecondReader, read_twice

__all__ = ["Agreement", "Asked", "Opinion", "SecondReader", "agreement", "read_twice"]

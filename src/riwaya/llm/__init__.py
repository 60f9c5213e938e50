"""A language model as a second reader, behind any server that speaks OpenAI's chat completions; the extra `[llm]`."""

from riwaya.llm.reader import LlmReader, open_reader

__all__ = ["LlmReader", "open_reader"]

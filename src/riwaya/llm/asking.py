"""Asks a server that speaks OpenAI's chat completions; the only module that imports `openai`.

The key comes from RIWAYA_LLM_KEY alone and goes to the address named and nowhere else: no other variable of the
environment is looked at, and no redirect is followed. It stands in no message.
"""

from __future__ import annotations

import ipaddress
import os
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from riwaya.errors import ReaderError
from riwaya.llm.answer import WrongAnswer, read_answer, schema
from riwaya.llm.budget import Budget
from riwaya.llm.cache import Answer
from riwaya.llm.prompt import VERSION, Question

KEY = "RIWAYA_LLM_KEY"
"""The variable of the environment that holds the key of the server, where it wants one."""

ANSWER_TOKENS = 4_000
"""The longest answer, in tokens; one that is cut there is refused."""


class Unanswered(Exception):
    """No usable answer came; `final`: asking anything else of this server is of no use."""

    def __init__(self, why: str, final: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.final = final


class OverBudget(Unanswered):
    """Asking might cost more than is left."""

    def __init__(self) -> None:
        super().__init__("the budget is spent", final=True)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is made, how long one may take, and the first wait, in seconds; each wait doubles."""

    tries: int = 4
    seconds: float = 180.0
    wait: float = 1.0
    longest: float = 30.0
    sleep: Callable[[float], None] = field(default=time.sleep)


class Server:
    """A server, asked politely: again after a wait where it is busy, in trouble, or cuts its answer."""

    def __init__(self, base_url: str, model: str, budget: Budget, patience: Patience | None = None) -> None:
        self.host = host_of(base_url)
        self.local = is_loopback(base_url)
        self.requests = 0
        self._model = model
        self._budget = budget
        self._patience = patience or Patience()
        self._key = os.environ.get(KEY) or ""
        self._client = self._open(base_url)

    def _open(self, base_url: str) -> Any:
        try:
            import openai
        except ImportError as error:
            raise ReaderError("--reader llm: needs the extra [llm]; pip install 'riwaya[llm]'") from error
        http = openai.DefaultHttpxClient(follow_redirects=False, trust_env=not self.local)
        weakref.finalize(self, http.close)
        client = openai.OpenAI(
            api_key=self._key or "none",
            base_url=base_url,
            max_retries=0,
            timeout=self._patience.seconds,
            http_client=http,
        )
        client.organization = client.project = None
        return client

    def ask(self, question: Question) -> Answer:
        """The answer, checked to be of the shape asked for.

        Raises OverBudget before it might cost too much; Unanswered where no usable answer comes.
        """
        wait = self._patience.wait
        for left in reversed(range(self._patience.tries)):
            if not self._budget.allows(question.size, ANSWER_TOKENS):
                raise OverBudget
            why, asks = "", 0.0
            try:
                return self._once(question)
            except _Again as error:
                why, asks = error.why, error.wait
            if not left or asks > self._patience.longest:
                raise Unanswered(why)
            self._patience.sleep(max(asks, wait))
            wait = min(2 * wait, self._patience.longest)
        raise Unanswered("it was not asked")

    def _once(self, question: Question) -> Answer:
        import openai

        self.requests += 1
        try:
            reply = self._client.chat.completions.create(
                model=self._model,
                temperature=0,
                max_tokens=ANSWER_TOKENS,
                messages=[
                    {"role": "system", "content": question.instructions},
                    {"role": "user", "content": question.text},
                ],
                response_format={
                    "type": "json_schema",
                    "json_schema": {"name": VERSION, "strict": True, "schema": schema()},
                },
            )
        except openai.APITimeoutError as error:
            self._budget.charge(question.size, ANSWER_TOKENS)
            raise _Again(f"no answer in {self._patience.seconds:g} seconds") from error
        except openai.APIStatusError as error:
            raise self._refusal(error) from error
        except openai.APIConnectionError as error:
            if not _refused_connection(error):
                self._budget.charge(question.size, ANSWER_TOKENS)
            raise _Again("the connection failed or was cut") from error
        except (openai.APIError, ValueError) as error:
            self._budget.charge(question.size, ANSWER_TOKENS)
            raise Unanswered("its answer is no chat completion") from error
        return self._taken(reply, question)

    def _refusal(self, error: Any) -> Exception:
        """What a status other than 200 means: again, or never."""
        status = int(error.status_code)
        if status in (408, 409, 425, 429) or status >= 500:
            return _Again(f"status {status}", _seconds(error.response.headers.get("retry-after")))
        said = self._scrubbed(str(getattr(error, "message", "")))
        return Unanswered(f"status {status}: {said}", final=True)

    def _taken(self, reply: Any, question: Question) -> Answer:
        """The answer out of a reply; its tokens are counted whatever it is worth."""
        usage = getattr(reply, "usage", None)
        tokens_in = _tokens(getattr(usage, "prompt_tokens", None), question.size)
        tokens_out = _tokens(getattr(usage, "completion_tokens", None), ANSWER_TOKENS)
        self._budget.charge(tokens_in, tokens_out)
        choices = getattr(reply, "choices", None) or []
        message = getattr(choices[0], "message", None) if choices else None
        text = getattr(message, "content", None)
        if not isinstance(text, str):
            raise Unanswered("its answer is no chat completion")
        if choices[0].finish_reason == "length":
            raise Unanswered(f"its answer is longer than {ANSWER_TOKENS:,} tokens")
        try:
            read_answer(text)
        except WrongAnswer as error:
            raise Unanswered(f"its answer is {error}") from error
        return Answer(text, tokens_in, tokens_out)

    def _scrubbed(self, text: str) -> str:
        """A server's words without the key, on one line, cut short."""
        text = text.replace(self._key, "…") if self._key else text
        return " ".join(text.split())[:200]


class _Again(Exception):
    """The same request may succeed later, after so many seconds at least."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.why = why
        self.wait = wait


def _refused_connection(error: Exception) -> bool:
    """Whether nothing was sent: the server was not there at all."""
    return type(error.__cause__).__name__ in ("ConnectError", "ConnectTimeout")


def _tokens(told: object, most: int) -> int:
    """The tokens that a server counted; where it does not tell, the most that there can have been."""
    return told if isinstance(told, int) and told >= 0 else most


def _seconds(text: str | None) -> float:
    try:
        return max(0.0, float(text or 0))
    except ValueError:
        return 0.0


def host_of(base_url: str) -> str:
    """Host and port of a server's address.

    Raises ReaderError where it is no http address, or carries a name and password.
    """
    try:
        split = urlsplit(base_url)
        host, port = split.hostname, split.port
    except ValueError:
        host, port, split = None, None, urlsplit("")
    if split.scheme not in ("http", "https") or not host:
        raise ReaderError("--base-url: is no http address; name one such as http://localhost:11434/v1")
    if split.username or split.password or split.query:
        raise ReaderError(f"--base-url: must hold no password or key; put the key into {KEY}")
    return f"{host}:{port}" if port else host


def is_loopback(base_url: str) -> bool:
    """Whether an address is this machine's own.

    >>> is_loopback("http://127.0.0.1:8000/v1"), is_loopback("https://models.example/v1")
    (True, False)
    """
    host = urlsplit(base_url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

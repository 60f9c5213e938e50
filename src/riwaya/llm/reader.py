"""The second reader that is a language model: parts of a report → answers, kept or asked for → incidents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from riwaya.arabic.fold import Folded, fold
from riwaya.errors import ReaderError
from riwaya.llm.answer import Told, read_answer
from riwaya.llm.asking import Patience, Server, Unanswered, host_of
from riwaya.llm.budget import Budget
from riwaya.llm.cache import Cache, usual_folder
from riwaya.llm.drafting import Drafter
from riwaya.llm.instructions import instructions_in
from riwaya.llm.parts import parts
from riwaya.llm.prompt import VERSION, Question, question
from riwaya.llm.quoting import Quoter
from riwaya.model import Incident, Reading, Report, Span, Warning
from riwaya.pipeline import Tools
from riwaya.second import Asked, Opinion
from riwaya.second.reader import MISSING

INSTRUCTIONS = "instructions_in_text"
"""The kind of warning of a report that speaks to a machine."""

_FAILURES = 3
"""After so many questions in a row without an answer the server is asked nothing more."""


@dataclass(slots=True)
class _Count:
    reports: int = 0
    missed: int = 0
    cached: int = 0
    failures: int = 0


class LlmReader:
    """A model behind a server; what it answers is checked against the text, and no report sees another's answers."""

    name = "llm"

    def __init__(self, asked: Asked, patience: Patience | None = None) -> None:
        if not asked.model:
            raise ReaderError("--reader llm: name the model that the server offers, with --model NAME")
        if not asked.base_url:
            raise ReaderError("--reader llm: name the server, with --base-url http://localhost:11434/v1 or another")
        if asked.spend is not None and asked.prices is None:
            raise ReaderError("--spend: give the prices too, as --prices IN,OUT for a million tokens")
        self.budget = Budget(asked.budget, asked.spend, asked.prices)
        self.identity = f"llm {asked.model} at {host_of(asked.base_url)}, prompt {VERSION}"
        self.refused: Counter[str] = Counter()
        self._server = Server(asked.base_url, asked.model, self.budget, patience)
        self._model = asked.model
        self._cache = Cache(asked.cache or usual_folder())
        self._tell = asked.tell
        self._count = _Count()
        self._stopped: str | None = None

    def read(self, report: Report, first: Reading, tools: Tools) -> Opinion:
        """What the model finds in a report; parts that it gave no usable answer for are named in a warning."""
        self._count.reports += 1
        folded = fold(report.full_text)
        drafter = Drafter(report, folded, tools, f"llm:{VERSION}")
        incidents: list[Incident] = []
        addressed = instructions_in(folded)
        whys: Counter[str] = Counter()
        spans = parts(folded)
        for part in spans:
            try:
                told = self._told(question(report, part.cut(folded.original), self._model))
            except Unanswered as error:
                whys[error.why] += 1
                continue
            incidents += drafter.draft(told, part)
            addressed += self._addressed(told, folded, part)
        self.refused += drafter.refused
        self._count.missed += bool(whys)
        warnings = [*_warned(addressed), *self._missing(whys, len(spans)), *_refusals(drafter.refused)]
        return Opinion(tuple(incidents), tuple(warnings), not whys)

    def summary(self) -> str:
        """What was asked, spent and refused, in one line."""
        count, budget = self._count, self.budget
        cost = "" if budget.cost is None else f", cost {budget.cost:.4f}"
        refused = ", ".join(f"{number} {kind}" for kind, number in sorted(self.refused.items()))
        missed = f"; {count.missed} of {count.reports} reports not read whole" if count.missed else ""
        missed += f" ({self._stopped})" if self._stopped else ""
        return (
            f"llm: {self._server.requests} requests, {count.cached} answers from the cache, "
            f"{budget.tokens_in:,} tokens in, {budget.tokens_out:,} out{cost}"
            f"{'; refused, not in the text: ' + refused if refused else ''}{missed}"
        )

    @property
    def missed(self) -> int:
        """How many reports it was not able to read whole."""
        return self._count.missed

    def _told(self, asked: Question) -> Told:
        """The answer from the cache, else from the server; raises Unanswered."""
        kept = self._cache.get(asked.key)
        if kept is not None:
            self._count.cached += 1
            return read_answer(kept.text)
        if self._stopped is not None:
            raise Unanswered(self._stopped)
        if not self._server.local and not self._server.requests:
            self._tell(f"sends the text of reports to {self._server.host} (model {self._model}), as --reader llm asks")
        try:
            answer = self._server.ask(asked)
        except Unanswered as error:
            self._count.failures += 1
            if error.final or self._count.failures >= _FAILURES:
                self._stopped = error.why
                self._tell(f"llm: asks no more ({error.why}); the rules read on")
            raise
        self._count.failures = 0
        self._cache.put(asked.key, answer)
        return read_answer(answer.text)

    def _addressed(self, told: Told, folded: Folded, part: Span) -> list[Span]:
        """The passages that the model itself reports as meant for it, as far as they are in the text."""
        quoter = Quoter(folded, part)
        return [span for span in map(quoter.find, told.addressed_to_reader) if span is not None]

    def _missing(self, whys: Counter[str], of: int) -> list[Warning]:
        reasons = "; ".join(whys)
        return [Warning(MISSING, f"llm did not read {whys.total()} of {of} parts: {reasons}")] if whys else []


def _warned(addressed: list[Span]) -> list[Warning]:
    spans = tuple(dict.fromkeys(addressed))
    text = "the report speaks to a machine; look at what llm read here"
    return [Warning(INSTRUCTIONS, text, spans)] if spans else []


def _refusals(refused: Counter[str]) -> list[Warning]:
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(refused.items()))
    return [Warning("second_reader_refused", f"llm gave values that are not in the text: {kinds}")] if refused else []


def open_reader(asked: Asked) -> LlmReader:
    """The reader as a user asks for it; raises ReaderError."""
    return LlmReader(asked)

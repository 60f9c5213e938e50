"""What asking may cost and has cost, in tokens and money. Hard: what might go beyond it is not asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Budget:
    """Tokens and money, spent and allowed; `prices` are for a million tokens in and out."""

    most: int
    spend: float | None = None
    prices: tuple[float, float] | None = None
    tokens_in: int = 0
    tokens_out: int = 0

    @property
    def cost(self) -> float | None:
        """Money spent, None where no prices are known."""
        return self._cost(self.tokens_in, self.tokens_out)

    def allows(self, tokens_in: int, tokens_out: int) -> bool:
        """Whether a request of at most so many tokens can be paid for in any case."""
        after_in, after_out = self.tokens_in + tokens_in, self.tokens_out + tokens_out
        if after_in + after_out > self.most:
            return False
        cost = self._cost(after_in, after_out)
        return self.spend is None or (cost is not None and cost <= self.spend)

    def charge(self, tokens_in: int, tokens_out: int) -> None:
        """Counts what was spent."""
        self.tokens_in += tokens_in
        self.tokens_out += tokens_out

    def _cost(self, tokens_in: int, tokens_out: int) -> float | None:
        if self.prices is None:
            return None
        return (tokens_in * self.prices[0] + tokens_out * self.prices[1]) / 1_000_000

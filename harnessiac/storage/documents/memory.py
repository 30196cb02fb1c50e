"""Documents in memory, for runs that leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from harnessiac.diagnostics import Diagnostic, Failed, error


@dataclass
class MemoryDocuments:
    """Documents by path, which are also what an apply writes to; `name` is their directory in messages.

    Data sources also read the documents of `beside`.
    """

    name: str = ".harness"
    beside: Callable[[str], str | None] = lambda _: None
    texts: dict[str, str] = field(default_factory=dict)

    def read(self, path: str) -> str | None:
        return self.texts.get(path)

    def read_for_data_source(self, path: str) -> str | None:
        return self.texts[path] if path in self.texts else self.beside(path)

    def read_all(self, paths: Iterable[str]) -> tuple[dict[str, str | None], dict[str, tuple[Diagnostic, ...]]]:
        return {path: self.texts.get(path) for path in paths}, {}

    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(self.texts))

    # writing

    def writer(self) -> MemoryDocuments:
        return self

    def stage(self, path: str, text: str) -> None:
        pass

    def replace(self, path: str, text: str, expected: str | None) -> None:
        self._check(path, expected)
        self.texts[path] = text

    def delete(self, path: str, expected: str | None) -> None:
        if path in self.texts:
            self._check(path, expected)
            del self.texts[path]

    def settle(self) -> None:
        pass

    def _check(self, path: str, expected: str | None) -> None:
        if self.texts.get(path) != expected:
            detail = f"The document {self.name}/{path} changed after the plan was made, so it is left as it is."
            raise Failed(error("Document changed since the plan", detail))

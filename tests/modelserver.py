"""A server of our own that speaks OpenAI's chat completions, with the faults that a test asks for."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """One reply: its status, the model's text (or raw bytes), and what goes wrong."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    wait: float = 0.0
    finish: str = "stop"
    usage: bool = True
    raw: bytes | None = None


Script = Callable[[dict[str, Any], int], Reply]
"""What to reply to a request, and to which in order (from 0)."""


@dataclass
class Stub:
    """The running server: its address, what it was asked and with which headers."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The reports' texts as they were sent."""
        return [body["messages"][-1]["content"] for body in self.asked]


@contextmanager
def serving(script: Script) -> Iterator[Stub]:
    """The server until the block ends."""
    stub = Stub("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            number = len(stub.asked)
            stub.asked.append({**body, "path": self.path})
            stub.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = script(body, number)
            time.sleep(reply.wait)
            data = reply.raw if reply.raw is not None else json.dumps(_completion(reply)).encode()
            try:
                self.send_response(reply.status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data[: len(data) // 2] if reply.cut else data)
            except OSError:
                pass
            self.close_connection = reply.cut

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _completion(reply: Reply) -> dict[str, Any]:
    if reply.status != 200:
        return {"error": {"message": reply.text, "type": "error", "code": None, "param": None}}
    message = {"role": "assistant", "content": reply.text}
    usage = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000} if reply.usage else None
    choices = [{"index": 0, "message": message, "finish_reason": reply.finish}]
    return {"id": "x", "object": "chat.completion", "created": 0, "model": "m", "choices": choices, "usage": usage}

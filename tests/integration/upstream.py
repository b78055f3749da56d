"""A scripted provider that speaks OpenAI's chat, completions and embeddings on a loopback port.

What it does with a request is decided by the model's name in it:
  plain          answers at once; streams when asked
  tools          answers with two parallel tool calls
  slow-MS        waits that many milliseconds first
  fail-STATUS    answers with that status and an error body
  flaky-N        fails N times with 500, then is plain
  cut            breaks a stream off after two pieces, without an end marker
  endless        streams pieces until the client leaves
  drip-MS-N      streams N pieces, one every MS milliseconds
"""
import base64
import json
import select
import struct
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECES = ["Hello", " from", " the", " scripted", " provider."]
TEXT = "".join(PIECES)
USAGE = {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500}
TOOL_CALLS = [("call_a", "get_weather", '{"city":"Oslo"}'), ("call_b", "get_time", '{"zone":"CET","h24":true}')]
VECTOR = [0.25, -0.5, 0.125]
ENDLESS_STEP_S = 0.005


class Received:
    """One request as it came in. closed_at is when its client was seen to leave, on time.monotonic()."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.body = body
        self.json = json.loads(body) if body else None
        self.closed_at = None
        self.closed = threading.Event()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        pass  # Clients that leave are part of the script.


class Upstream:
    def __init__(self, keep=True):
        """keep: remember what was received; off for load, where only the answers matter."""
        self.received = []
        self.test_ids = set()  # What came in test-id fields.
        self.fails = {}
        self.keep = keep
        self.lock = threading.Lock()
        owner = self

        class Handler(_Handler):
            upstream = owner

        self.server = _Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}/v1"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def last(self, model=None):
        with self.lock:
            for received in reversed(self.received):
                if model is None or received.json.get("model") == model:
                    return received
        raise AssertionError(f"the provider has received nothing for {model}")

    def count(self, model):
        with self.lock:
            return sum(1 for received in self.received if received.json.get("model") == model)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    upstream = None

    def log_message(self, *args):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.now = Received(self.path, dict((k.lower(), v) for k, v in self.headers.items()), body)
        if self.upstream.keep:
            with self.upstream.lock:
                self.upstream.received.append(self.now)
        if "test-id" in self.now.headers:
            self.upstream.test_ids.add(self.now.headers["test-id"])
        model = self.now.json.get("model", "")
        if model.startswith("fail-"):
            return self.fail(int(model[5:]))
        if model.startswith("flaky-"):
            with self.upstream.lock:
                seen = self.upstream.fails.get(model, 0)
                self.upstream.fails[model] = seen + 1
            if seen < int(model[6:]):
                return self.fail(500)
        if model.startswith("slow-"):
            if self.left_within(int(model[5:]) / 1000):
                return None
        if self.path.endswith("/embeddings"):
            return self.embed()
        return self.stream(model) if self.now.json.get("stream") else self.answer(model)

    def left_within(self, seconds):
        """Waits; true as soon as the client has closed the connection."""
        ready, _, _ = select.select([self.connection], [], [], seconds)
        if not ready:
            return False
        try:
            data = self.connection.recv(1)
        except OSError:
            data = b""
        if data:
            return False
        self.now.closed_at = time.monotonic()
        self.now.closed.set()
        self.close_connection = True
        return True

    def send(self, status, value, headers=()):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, text in headers:
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)

    def fail(self, status):
        self.send(status, {"error": {"message": f"scripted failure {status}", "type": "server_error",
                                     "param": None, "code": None}}, [("retry-after-ms", "10")])

    def embed(self):
        given = self.now.json["input"]
        count = len(given) if isinstance(given, list) else 1
        if self.now.json["model"] == "distinct":
            rows = [{"object": "embedding", "index": i, "embedding": [float(ord(c)) for c in text]}
                    for i, text in enumerate(given if isinstance(given, list) else [given])]
            tokens = sum(len(row["embedding"]) for row in rows)
            return self.send(200, {"object": "list", "model": "distinct", "data": rows[::-1],
                                   "usage": {"prompt_tokens": tokens, "total_tokens": tokens}})
        vector = VECTOR
        if self.now.json.get("encoding_format") == "base64":
            vector = base64.b64encode(struct.pack(f"<{len(VECTOR)}f", *VECTOR)).decode()
        self.send(200, {"object": "list", "model": self.now.json["model"],
                        "data": [{"object": "embedding", "index": i, "embedding": vector} for i in range(count)],
                        "usage": {"prompt_tokens": 8 * count, "total_tokens": 8 * count}})

    def answer(self, model):
        if self.path.endswith("/chat/completions"):
            message = {"role": "assistant", "content": TEXT}
            if model == "tools":
                message = {"role": "assistant", "content": None, "tool_calls": [
                    {"id": i, "type": "function", "function": {"name": n, "arguments": a}} for i, n, a in TOOL_CALLS]}
            choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if model == "tools" else "stop"}
            kind = "chat.completion"
        else:
            choice = {"index": 0, "text": TEXT, "logprobs": None, "finish_reason": "stop"}
            kind = "text_completion"
        self.send(200, {"id": f"up-{time.monotonic_ns()}", "object": kind, "created": 1700000000, "model": model,
                        "choices": [choice], "usage": USAGE}, [("x-ratelimit-remaining-requests", "41")])

    def chunk(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def event(self, delta, finish=None, **more):
        chat = self.path.endswith("/chat/completions")
        choice = {"index": 0, "delta": delta} if chat else {"index": 0, "text": delta.get("content", "")}
        value = {"id": self.answer_id, "object": "chat.completion.chunk" if chat else "text_completion",
                 "created": 1700000000, "model": self.now.json["model"],
                 "choices": [{**choice, "finish_reason": finish}], **more}
        self.chunk(b"data: " + json.dumps(value).encode() + b"\n\n")

    def stream(self, model):
        self.answer_id = f"up-{time.monotonic_ns()}"
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.event({"role": "assistant", "content": ""})
        finish = "stop"
        if model == "tools":
            finish = "tool_calls"
            self.stream_tools()
        elif model == "endless":
            while not self.left_within(ENDLESS_STEP_S):
                self.event({"content": "more "})
            return
        elif model == "cut":
            self.event({"content": PIECES[0]})
            self.event({"content": PIECES[1]})
            self.close_connection = True
            return
        elif model.startswith("drip-"):
            _, step, count = model.split("-")
            for i in range(int(count)):
                if self.left_within(int(step) / 1000):
                    return
                self.event({"content": f"{i} "})
        else:
            for piece in PIECES:
                self.event({"content": piece})
        self.event({}, finish)
        if (self.now.json.get("stream_options") or {}).get("include_usage"):
            value = {"id": self.answer_id, "object": "chat.completion.chunk", "created": 1700000000, "model": model,
                     "choices": [], "usage": USAGE}
            self.chunk(b"data: " + json.dumps(value).encode() + b"\n\n")
        self.chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def stream_tools(self):
        for index, (identity, name, arguments) in enumerate(TOOL_CALLS):
            self.event({"tool_calls": [{"index": index, "id": identity, "type": "function",
                                        "function": {"name": name, "arguments": ""}}]})
            middle = len(arguments) // 2
            for part in (arguments[:middle], arguments[middle:]):
                self.event({"tool_calls": [{"index": index, "function": {"arguments": part}}]})


if __name__ == "__main__":
    upstream = Upstream()
    print(upstream.base, flush=True)
    threading.Event().wait()

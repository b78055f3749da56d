"""Receivers of callbacks and alerts on a loopback port: a webhook, Langfuse's ingestion, LangSmith, OTLP over HTTP and Slack.

What they do is set by the test: mode() is one of
  ok         takes everything
  slow       takes everything after 20 ms
  refuse     answers 400
  fail       answers 500
  hang       reads the request and closes without an answer
  partial    as Langfuse's 207: takes every second item, the others later
"""
import collections
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HANG_S = 0.2


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        pass


class Receivers:
    def __init__(self):
        self.lock = threading.Lock()
        self.posts = collections.defaultdict(list)  # By path: (headers, JSON) of what was taken.
        self.tries = collections.Counter()
        self.modes = collections.defaultdict(lambda: "ok")
        self.items = collections.Counter()  # How often an item of Langfuse's was sent.
        owner = self

        class Handler(_Handler):
            receivers = owner

        self.server = _Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def mode(self, path, mode):
        with self.lock:
            self.modes[path] = mode

    def taken(self, path):
        with self.lock:
            return [value for _, value in self.posts[path]]

    def headers(self, path):
        with self.lock:
            return [headers for headers, _ in self.posts[path]]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    receivers = None

    def log_message(self, *args):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        here = self.receivers
        value = json.loads(body)
        headers = {name.lower(): text for name, text in self.headers.items()}
        with here.lock:
            mode = here.modes[self.path]
            here.tries[self.path] += 1
        if mode == "hang":
            time.sleep(HANG_S)
            self.close_connection = True
            return
        if mode in ("fail", "refuse"):
            self.answer(500 if mode == "fail" else 400, {"error": "scripted"})
            return
        if mode == "slow":
            time.sleep(0.02)
        if self.path.endswith("/ingestion"):
            self.answer(207, self.take_items(headers, value, mode == "partial"))
            return
        with here.lock:
            here.posts[self.path].append((headers, value))
        self.answer(200, {})

    def take_items(self, headers, value, partial):
        """Item by item, as Langfuse does."""
        here = self.receivers
        good, bad = [], []
        with here.lock:
            for item in value["batch"]:
                here.items[item["id"]] += 1
                again = partial and sum(item["id"].encode()) % 2 and here.items[item["id"]] == 1
                (bad if again else good).append(item)
            here.posts[self.path].append((headers, {"batch": good}))
        return {"successes": [{"id": item["id"], "status": 201} for item in good],
                "errors": [{"id": item["id"], "status": 500, "message": "later"} for item in bad]}

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

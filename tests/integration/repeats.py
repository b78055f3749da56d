"""Requests that the gateway itself makes a second time, in front of a provider that refuses the first."""
import json
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import gateway
from gateway import KEY, Gateway


class Refusing(BaseHTTPRequestHandler):
    """Anthropic's API, for a model that knows no thinking but its own."""
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.heard.append(json.loads(body))
        if b'"thinking"' in body or self.server.stubborn:
            status, answer = 400, {"type": "error", "error": {
                "type": "invalid_request_error", "message": "messages.1.content.0: Invalid `signature` in `thinking` block"}}
        else:
            status, answer = 200, {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude",
                                   "content": [{"type": "text", "text": "fine"}], "stop_reason": "end_turn",
                                   "usage": {"input_tokens": 10, "output_tokens": 2}}
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Repeats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
        cls.upstream.heard, cls.upstream.stubborn = [], False
        threading.Thread(target=cls.upstream.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{cls.upstream.server_port}"
        cls.gateway = Gateway(sys.argv[1], "model_list:\n  - model_name: claude\n    litellm_params: {model: "
                              f"anthropic/claude-sonnet-4-5, api_base: '{base}', api_key: k}}\n"
                              f"general_settings: {{master_key: {KEY}}}\nrouter_settings: {{num_retries: 0}}\n").start()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.upstream.shutdown()
        cls.upstream.server_close()

    def ask(self):
        self.upstream.heard.clear()
        thought = {"type": "thinking", "thinking": "Hm", "signature": "of another"}
        return self.gateway.ask("POST", "/v1/messages", {"model": "claude", "max_tokens": 9, "messages": [
            {"role": "user", "content": "x"}, {"role": "assistant", "content": [thought, {"type": "text", "text": "a"}]},
            {"role": "user", "content": "y"}]})

    def test_leaves_thinking_out_once(self):
        self.upstream.stubborn = False
        status, _, body = self.ask()
        self.assertEqual(status, 200, body)
        self.assertEqual(json.loads(body)["content"], [{"type": "text", "text": "fine"}])
        self.assertEqual(len(self.upstream.heard), 2)
        said = self.upstream.heard[1]["messages"][1]["content"]
        self.assertEqual(said if isinstance(said, str) else "".join(part["text"] for part in said), "a")

    def test_gives_the_error_of_the_repeat(self):
        self.upstream.stubborn = True
        status, _, body = self.ask()
        self.assertEqual(status, 400)
        self.assertIn(b"Invalid `signature`", body)
        self.assertEqual(len(self.upstream.heard), 2)


if __name__ == "__main__":
    gateway.main()

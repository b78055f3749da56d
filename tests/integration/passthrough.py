"""Requests that clients write for the provider itself: pass-through, endpoints of the config, files and batches."""
import http.server
import json
import sys
import threading
import unittest

import gateway
from gateway import KEY, Gateway, wait_until

MESSAGE = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5",
           "content": [{"type": "text", "text": "hi"}], "stop_reason": "end_turn",
           "usage": {"input_tokens": 10, "output_tokens": 5}}
STREAM = "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in (
    {"type": "message_start", "message": {**MESSAGE, "content": [], "stop_reason": None}},
    {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "hi"}},
    {"type": "content_block_stop", "index": 0},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": {"output_tokens": 5}},
    {"type": "message_stop"}))
GEMINI = {"candidates": [{"content": {"role": "model", "parts": [{"text": "hi"}]}, "finishReason": "STOP"}],
          "usageMetadata": {"promptTokenCount": 7, "candidatesTokenCount": 3, "totalTokenCount": 10}}


class Provider:
    """Answers like the provider whose path is asked for, and keeps what it was asked."""

    def __init__(self):
        provider = self
        self.seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self):
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                provider.seen.append({"method": self.command, "path": self.path, "body": body,
                                      "headers": {k.lower(): v for k, v in self.headers.items()}})
                status, kind, out = provider.reply(self.path, body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(out)))
                self.send_header("Set-Cookie", "session=provider")
                self.end_headers()
                self.wfile.write(out)

            do_GET = do_POST = do_PUT = do_DELETE = answer

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def reply(self, path, body):
        kind = "application/json"
        if "/error" in path:
            return 429, kind, b'{"type":"error","error":{"type":"rate_limit_error","message":"slow down"}}'
        if path.endswith("/content"):
            return 200, "application/octet-stream", b'{"custom_id":"1"}\n'
        if path.startswith("/v1/messages"):
            if json.loads(body).get("stream"):
                return 200, "text/event-stream", STREAM.encode()
            return 200, kind, json.dumps(MESSAGE).encode()
        if path.endswith("/converse"):
            return 200, kind, json.dumps({
                "output": {"message": {"role": "assistant", "content": [{"text": "hi"}]}}, "stopReason": "end_turn",
                "usage": {"inputTokens": 20, "outputTokens": 4, "totalTokens": 24}}).encode()
        if path.startswith("/v2/rerank"):
            return 200, kind, b'{"id":"r","results":[],"meta":{"billed_units":{"search_units":2}}}'
        if path.startswith("/v2/chat"):
            return 200, kind, json.dumps({
                "id": "c", "finish_reason": "COMPLETE", "message": {"role": "assistant", "content": [
                    {"type": "text", "text": "hi"}]}, "usage": {"billed_units": {"input_tokens": 6, "output_tokens": 2},
                                                                "tokens": {"input_tokens": 60, "output_tokens": 2}}}).encode()
        if "generateContent" in path:
            return 200, kind, json.dumps(GEMINI).encode()
        if path.startswith("/v1/responses"):
            return 200, kind, json.dumps({"id": "resp_1", "object": "response", "model": "gpt-x", "status": "completed",
                                          "output": [], "usage": {"input_tokens": 3, "output_tokens": 1}}).encode()
        if path.startswith("/v1/files"):
            return 200, kind, json.dumps({"object": "list", "data": [{"id": "file-abc", "object": "file"}]}
                                         if "?" in path or path.endswith("/files") and not body
                                         else {"id": "file-abc", "object": "file"}).encode()
        if path.startswith("/v1/batches"):
            return 200, kind, json.dumps({"id": "batch_1", "object": "batch", "input_file_id": "file-abc",
                                          "output_file_id": None}).encode()
        return 200, kind, b'{"ok":true}'

    def last(self):
        return self.seen[-1]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def config(base):
    return f"""
model_list:
  - model_name: claude
    litellm_params: {{model: anthropic/claude-x, api_key: sk-ant-1, api_base: "{base}"}}
  - model_name: gpt
    litellm_params: {{model: openai/gpt-x, api_key: sk-oai, api_base: "{base}/v1"}}
  - model_name: pair
    litellm_params: {{model: openai/gpt-x, api_key: sk-one, api_base: "{base}/v1"}}
  - model_name: pair
    litellm_params: {{model: openai/gpt-x, api_key: sk-two, api_base: "{base}/v1"}}
  - model_name: gemini
    litellm_params: {{model: gemini/gemini-2.5-flash, api_key: AIza-1, api_base: "{base}"}}
  - model_name: nova
    litellm_params: {{model: bedrock/amazon.nova-pro-v1:0, api_key: sk-aws, aws_region_name: us-east-1, api_base: "{base}"}}
  - model_name: command
    litellm_params: {{model: cohere/command-r-08-2024, api_key: sk-co, api_base: "{base}"}}
general_settings:
  master_key: {KEY}
  pass_through_endpoints:
    - path: /v1/search-elsewhere
      target: {base}/rr
      headers: {{Authorization: os.environ/ELSEWHERE}}
      include_subpath: true
      auth: true
      cost_per_request: 0.002
      default_query_params: {{lang: de, z: "9"}}
    - path: /open
      target: {base}/langfuse
      headers: {{LANGFUSE_PUBLIC_KEY: pk, LANGFUSE_SECRET_KEY: sk}}
      methods: [POST]
"""


class PassThrough(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = Provider()
        cls.gateway = Gateway(sys.argv[1], config(cls.provider.base),
                              environment={"ELSEWHERE": "Bearer elsewhere"}).start()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.provider.close()

    def row(self, headers):
        """The ledger's row of the answer with these headers."""
        path = "/spend/logs?request_id=" + headers["x-litellm-call-id"]
        wait_until(lambda: bool(self.gateway.json("GET", path)), "its row is there")
        row = self.gateway.json("GET", path)[0]
        self.assertEqual(row["call_type"], "pass_through_endpoint")
        return row

    def ask_messages(self, **more):
        return self.gateway.ask("POST", "/anthropic/v1/messages?beta=true",
                                {"model": "claude-sonnet-4-5", "max_tokens": 5, **more,
                                 "messages": [{"role": "user", "content": "x"}]},
                                headers={"Cookie": "mine=1", "X-Forwarded-For": "1.2.3.4", "Anthropic-Beta": "b1"})

    def test_passes_messages_on_with_our_key_and_nothing_of_the_clients(self):
        status, headers, body = self.ask_messages()
        self.assertEqual(status, 200)
        self.assertEqual(json.loads(body), MESSAGE)
        self.assertNotIn("set-cookie", headers)
        self.assertTrue(headers["x-litellm-call-id"])
        seen = self.provider.last()
        self.assertEqual(seen["path"], "/v1/messages?beta=true")
        self.assertEqual(seen["headers"]["x-api-key"], "sk-ant-1")
        self.assertEqual(seen["headers"]["anthropic-beta"], "b1")
        for name in ("authorization", "cookie", "x-forwarded-for"):
            self.assertNotIn(name, seen["headers"])
        row = self.row(headers)
        self.assertEqual((row["prompt_tokens"], row["completion_tokens"]), (10, 5))
        self.assertGreater(float(row["spend"]), 0)

    def test_passes_a_stream_on_byte_for_byte(self):
        status, headers, body = self.ask_messages(stream=True)
        self.assertEqual(status, 200)
        self.assertEqual(headers["content-type"], "text/event-stream")
        self.assertEqual(body.decode(), STREAM)

    def test_keeps_escapes_and_queries_of_a_path(self):
        self.gateway.json("POST", "/openai/v1/things/x%2Fy?a=b%20c", {"q": 1})
        self.assertEqual(self.provider.last()["path"], "/v1/things/x%2Fy?a=b%20c")
        self.assertEqual(self.provider.last()["headers"]["authorization"], "Bearer sk-oai")
        self.gateway.json("GET", "/openai/models")
        self.assertEqual(self.provider.last()["path"], "/v1/models")

    def test_swaps_the_key_of_a_gemini_query(self):
        status, headers, body = self.gateway.ask(
            "POST", f"/gemini/v1beta/models/gemini-2.5-flash:generateContent?key={KEY}",
            {"contents": [{"role": "user", "parts": [{"text": "x"}]}]}, key=None)
        self.assertEqual(status, 200)
        self.assertEqual(json.loads(body), GEMINI)
        seen = self.provider.last()
        self.assertEqual(seen["path"], "/v1beta/models/gemini-2.5-flash:generateContent")
        self.assertEqual(seen["headers"]["x-goog-api-key"], "AIza-1")
        row = self.row(headers)
        self.assertEqual((row["prompt_tokens"], row["completion_tokens"]), (7, 3))

    def test_passes_errors_on_as_they_are(self):
        status, _, body = self.gateway.ask("POST", "/anthropic/error", {"model": "m"})
        self.assertEqual(status, 429)
        self.assertEqual(json.loads(body)["error"]["type"], "rate_limit_error")

    def test_bills_what_bedrock_and_cohere_say_in_their_own_words(self):
        asks = [("/bedrock/model/amazon.nova-pro-v1%3A0/converse", {"messages": [{"role": "user", "content": [{"text": "x"}]}]},
                 20, 4), ("/cohere/v2/chat", {"model": "command-r-08-2024", "messages": [{"role": "user", "content": "x"}]}, 60, 2)]
        for path, body, read, written in asks:
            status, headers, data = self.gateway.ask("POST", path, body)
            self.assertEqual(status, 200, data)
            row = self.row(headers)
            self.assertEqual((row["prompt_tokens"], row["completion_tokens"]), (read, written), path)
            self.assertGreater(row["spend"], 0, path)

    def test_bills_the_searches_of_a_reranking(self):
        status, headers, data = self.gateway.ask("POST", "/cohere/v2/rerank", {
            "model": "rerank-v3.5", "query": "q", "documents": ["a"]})
        self.assertEqual(status, 200, data)
        self.assertAlmostEqual(self.row(headers)["spend"], 0.004, 12)  # The catalogue's price, twice.

    def test_wants_our_key(self):
        self.assertEqual(self.gateway.ask("GET", "/openai/models", key=None)[0], 401)
        self.assertEqual(self.gateway.ask("GET", "/v1/search-elsewhere", key="sk-wrong")[0], 401)

    def test_says_what_is_missing_for_a_provider_without_key(self):
        status, _, body = self.gateway.ask("POST", "/vertex_ai/v1/projects/p/locations/us-east5/x", {"q": 1})
        self.assertEqual(status, 503)
        self.assertIn("vertex_credentials", json.loads(body)["error"]["message"])

    def test_serves_endpoints_of_the_config(self):
        status, headers, _ = self.gateway.ask("POST", "/v1/search-elsewhere/sub?z=1", {"model": "m"})
        self.assertEqual(status, 200)
        seen = self.provider.last()
        self.assertEqual(seen["path"], "/rr/sub?z=1&lang=de")
        self.assertEqual(seen["headers"]["authorization"], "Bearer elsewhere")
        self.assertEqual(float(self.row(headers)["spend"]), 0.002)
        self.gateway.json("POST", "/open", {"a": 1}, key=None)
        self.assertEqual(self.provider.last()["headers"]["authorization"], "Basic cGs6c2s=")
        self.assertEqual(self.gateway.ask("GET", "/open", key=None)[0], 404)
        self.assertEqual(self.gateway.ask("POST", "/open/sub", {"a": 1}, key=None)[0], 404)

    def key(self, **limits):
        return self.gateway.json("POST", "/key/generate", limits)["key"]

    def elsewhere(self, key):
        return self.gateway.ask("POST", "/v1/search-elsewhere/a", {"q": 1}, key=key)

    def test_holds_a_key_to_its_budget(self):
        key = self.key(max_budget=0.003)
        self.assertEqual(self.elsewhere(key)[0], 200)
        self.assertEqual(self.elsewhere(key)[0], 200)   # Alone, it may pass what is left.
        status, headers, body = self.elsewhere(key)
        self.assertEqual(status, 429, body)
        self.assertEqual(json.loads(body)["error"]["type"], "budget_exceeded")
        self.assertEqual(headers["x-should-retry"], "false")
        spent = self.gateway.json("GET", f"/key/info?key={key}")["info"]["spend"]
        self.assertEqual(spent, 0.004)

    def test_holds_a_key_to_its_rates(self):
        key = self.key(rpm_limit=2, tpm_limit=1000)
        body = {"model": "claude-sonnet-4-5", "max_tokens": 5, "messages": [{"role": "user", "content": "x"}]}
        status, headers, answer = self.gateway.ask("POST", "/anthropic/v1/messages", body, key=key)
        self.assertEqual(status, 200, answer)
        self.assertEqual(headers["x-ratelimit-limit-requests"], "2")
        self.assertEqual(headers["x-ratelimit-remaining-requests"], "1")
        self.assertEqual(self.gateway.ask("POST", "/anthropic/v1/messages", body, key=key)[0], 200)
        status, headers, answer = self.gateway.ask("POST", "/anthropic/v1/messages", body, key=key)
        self.assertEqual(status, 429, answer)
        self.assertEqual(headers["rate_limit_type"], "requests")
        self.assertGreater(int(headers["retry-after"]), 0)
        # Reading is free.
        self.assertNotEqual(self.gateway.ask("GET", "/anthropic/v1/models", key=key)[0], 429)

    def test_holds_the_end_user_that_a_passed_request_names(self):
        self.gateway.json("POST", "/customer/new", {"user_id": "passed", "max_budget": 0})
        status, _, answer = self.gateway.ask("POST", "/openai/v1/chat/completions",
                                             {"model": "gpt-4o-mini", "user": "passed",
                                              "messages": [{"role": "user", "content": "x"}]}, key=self.key())
        self.assertEqual(status, 429, answer)
        self.assertIn("End User=passed over budget", json.loads(answer)["error"]["message"])

    def test_gives_files_and_batches_ids_that_say_where_they_live(self):
        file = self.gateway.json("POST", "/v1/files", {"model": "gpt", "purpose": "batch"})
        self.assertTrue(file["id"].startswith("file-"))
        self.assertNotEqual(file["id"], "file-abc")
        batch = self.gateway.json("POST", "/v1/batches", {"input_file_id": file["id"], "endpoint": "/v1/x"})
        self.assertEqual(json.loads(self.provider.last()["body"]), {"input_file_id": "file-abc", "endpoint": "/v1/x"})
        self.assertEqual(batch["input_file_id"], file["id"])
        self.assertIsNone(batch["output_file_id"])
        self.gateway.json("POST", f"/v1/batches/{batch['id']}/cancel")
        self.assertEqual(self.provider.last()["path"], "/v1/batches/batch_1/cancel")
        _, headers, content = self.gateway.ask("GET", f"/v1/files/{file['id']}/content")
        self.assertEqual(content, b'{"custom_id":"1"}\n')
        self.assertEqual(self.provider.last()["path"], "/v1/files/file-abc/content")
        listed = self.gateway.json("GET", "/v1/files?custom_llm_provider=openai&limit=2")
        self.assertEqual(listed["data"][0]["id"], file["id"])
        self.assertEqual(self.provider.last()["path"], "/v1/files?limit=2")

    def test_uploads_a_form_as_it_is(self):
        form = (b"--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--b\r\nContent-Disposition: "
                b"form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n{}\n\r\n--b--\r\n")
        status, _, _ = self.gateway.ask("POST", "/v1/files", form,
                                        headers={"Content-Type": "multipart/form-data; boundary=b"})
        self.assertEqual(status, 200)
        self.assertEqual(self.provider.last()["body"], form)
        self.assertEqual(self.provider.last()["headers"]["content-type"], "multipart/form-data; boundary=b")

    def test_counts_tokens_and_tells_parameters(self):
        counted = self.gateway.json("POST", "/utils/token_counter",
                                    {"model": "gpt", "messages": [{"role": "user", "content": "a" * 400}]})
        self.assertEqual(counted, {"total_tokens": 104, "request_model": "gpt", "model_used": "gpt-x",
                                   "tokenizer_type": "estimate"})
        self.assertEqual(self.gateway.ask("POST", "/utils/token_counter", {"model": "gpt"})[0], 400)
        params = self.gateway.json("GET", "/utils/supported_openai_params?model=gpt")["supported_openai_params"]
        self.assertIn("temperature", params)
        reasoning = self.gateway.json("GET", "/utils/supported_openai_params?model=openai/o3")
        self.assertNotIn("top_p", reasoning["supported_openai_params"])
        self.assertEqual(self.gateway.ask("GET", "/utils/supported_openai_params?model=xyzzy")[0], 400)

    def test_shows_what_would_be_sent_and_no_key(self):
        shown = self.gateway.json("POST", "/utils/transform_request", {
            "call_type": "completion",
            "request_body": {"model": "claude", "max_tokens": 7, "messages": [{"role": "user", "content": "x"}]}})
        self.assertEqual(shown["raw_request_api_base"], self.provider.base + "/v1/messages")
        self.assertEqual(shown["raw_request_body"]["max_tokens"], 7)
        self.assertNotIn("sk-ant-1", json.dumps(shown))

    def test_describes_model_groups(self):
        groups = self.gateway.json("GET", "/model_group/info")["data"]
        self.assertEqual([group["model_group"] for group in groups], ["claude", "gpt", "pair", "gemini", "nova", "command"])
        only = self.gateway.json("GET", "/model_group/info?model_group=gemini")["data"]
        self.assertEqual(only[0]["providers"], ["gemini"])
        self.assertIn("tools", only[0]["supported_openai_params"])

    def test_follows_an_answer_to_the_deployment_that_keeps_it(self):
        answer = self.gateway.json("POST", "/v1/responses", {"model": "pair", "input": "x"})
        self.assertEqual(answer["id"], "resp_1")
        keeper = self.provider.last()["headers"]["authorization"]
        for _ in range(12):
            self.gateway.json("POST", "/v1/responses",
                              {"model": "pair", "input": "y", "previous_response_id": "resp_1"})
            self.assertEqual(self.provider.last()["headers"]["authorization"], keeper)
        self.assertEqual(self.gateway.json("GET", "/v1/responses/resp_1")["id"], "resp_1")
        seen = self.provider.last()
        self.assertEqual((seen["method"], seen["path"]), ("GET", "/v1/responses/resp_1"))
        self.assertEqual(seen["headers"]["authorization"], keeper)
        self.gateway.json("POST", "/v1/responses/resp_1/cancel")
        self.assertEqual(self.provider.last()["path"], "/v1/responses/resp_1/cancel")
        self.assertEqual(self.gateway.ask("GET", "/v1/responses/resp_2")[0], 404)

    def test_refuses_files_of_nobody(self):
        status, _, body = self.gateway.ask("POST", "/v1/files", {"custom_llm_provider": "nobody"})
        self.assertEqual(status, 400)
        self.assertIn("custom_llm_provider", json.loads(body)["error"]["message"])


if __name__ == "__main__":
    gateway.main()

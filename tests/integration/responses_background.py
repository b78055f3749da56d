"""Answers of the Responses API that run on without their client, for a model whose provider has no such thing."""
import glob
import json
import os
import sys
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import gateway
from gateway import KEY, Gateway, deployment, wait_until

VAULT = {"PORTICO_VAULT_KEY": "5a" * 32}
WORDS = ["One", " two", " three", " four"]


class Provider(BaseHTTPRequestHandler):
    """Speaks chat in streams; stops behind the second word until it is let go on."""
    protocol_version = "HTTP/1.1"
    go_on = threading.Event()
    asked = []
    cut = threading.Event()

    def log_message(self, *args):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.asked.append(body)
        if "refused" in json.dumps(body["messages"]):
            return self.refuse()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        try:
            for number, word in enumerate(WORDS):
                if number == 2:
                    self.wait()
                self.say({"choices": [{"index": 0, "delta": {"content": word}}]})
            self.say({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            self.say({"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 4, "total_tokens": 11}})
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            self.cut.set()

    def wait(self):
        while not self.go_on.wait(0.05):
            self.wfile.write(b": waiting\n\n")
            self.wfile.flush()

    def say(self, chunk):
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "slow", **chunk}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def refuse(self):
        while not self.go_on.wait(0.05):
            pass
        data = b'{"error":{"message":"no such thing","type":"invalid_request_error"}}'
        self.send_response(400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Background(unittest.TestCase):
    def setUp(self):
        Provider.go_on.clear()
        Provider.cut.clear()
        Provider.asked.clear()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        base = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        row = deployment("slow", "slow", base, "input_cost_per_token: 0.001, output_cost_per_token: 0.01")
        self.config = ("model_list:\n" + row.replace("openai/", "mistral/") + "router_settings: {num_retries: 0}\n"
                       f"general_settings: {{master_key: {KEY}}}\n")
        self.gateway = Gateway(sys.argv[1], self.config, arguments=("--num_workers", "2"), environment=VAULT).start()
        self.addCleanup(self.gateway.close)
        self.addCleanup(Provider.go_on.set)

    def begin(self, **more):
        return self.gateway.json("POST", "/v1/responses", {"model": "slow", "input": "count", "background": True, **more})

    def state(self, answer):
        return self.gateway.json("GET", f"/v1/responses/{answer['id']}")

    def reaches(self, answer, status):
        wait_until(lambda: self.state(answer)["status"] == status, f"the answer is {status}")
        return self.state(answer)

    def events(self, stream):
        """Numbers and events of a whole stream."""
        out = []
        for block in stream.read().decode().split("\n\n"):
            data = [line[6:] for line in block.split("\n") if line.startswith("data: ")]
            if data:
                out.append(json.loads(data[0]))
        return out

    def open(self, method, path, body=None):
        connection = self.gateway.connect()
        self.addCleanup(connection.close)
        connection.request(method, path, json.dumps(body) if body else None,
                           {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        return connection, answer

    def test_is_polled_for(self):
        begun = self.begin(metadata={"a": "b"})
        self.assertEqual((begun["status"], begun["object"], begun["background"], begun["model"], begun["output"]),
                         ("queued", "response", True, "slow", []))
        self.reaches(begun, "in_progress")
        # Nothing can go on from what is not there yet.
        status, _, data = self.gateway.ask("POST", "/v1/responses", {
            "model": "slow", "input": "more", "previous_response_id": begun["id"]})
        self.assertEqual((status, json.loads(data)["error"]["code"]), (400, "previous_response_not_found"))
        Provider.go_on.set()
        done = self.reaches(begun, "completed")
        self.assertEqual((done["id"], done["output"][0]["content"][0]["text"], done["metadata"], done["background"]),
                         (begun["id"], "".join(WORDS), {"a": "b"}, True))
        self.assertEqual(done["usage"]["total_tokens"], 11)
        self.assertNotIn("background", Provider.asked[0])
        rows = []

        def told():
            rows[:] = [row for row in self.gateway.json("GET", "/spend/logs") if row["total_tokens"] == 11]
            return rows
        wait_until(told, "the ledger tells the row")
        self.assertEqual(len(rows), 1)
        self.assertAlmostEqual(rows[0]["spend"], 7 * 0.001 + 4 * 0.01, 9)
        self.gateway.json("POST", "/v1/responses", {"model": "slow", "input": "more",
                                                    "previous_response_id": begun["id"]})
        self.assertEqual([m["content"] for m in Provider.asked[-1]["messages"]], ["count", "".join(WORDS), "more"])
        status, _, data = self.gateway.ask("POST", f"/v1/responses/{begun['id']}/cancel")
        self.assertEqual((status, json.loads(data)["status"]), (200, "completed"))

    def test_streams_and_goes_on_after_a_break(self):
        connection, stream = self.open("POST", "/v1/responses", {
            "model": "slow", "input": "count", "background": True, "stream": True})
        seen = []
        while not seen or seen[-1]["type"] != "response.output_text.delta":
            line = stream.readline()
            if line.startswith(b"data: "):
                seen.append(json.loads(line[6:]))
        self.assertEqual([event["type"] for event in seen[:3]],
                         ["response.created", "response.queued", "response.in_progress"])
        self.assertEqual([event["sequence_number"] for event in seen], list(range(len(seen))))
        identity = seen[0]["response"]["id"]
        stream.close()
        connection.close()  # The client leaves; the answer goes on.
        readers = [self.open("GET", f"/v1/responses/{identity}?stream=true&starting_after={after}")[1]
                   for after in (seen[-1]["sequence_number"], -1) for _ in range(2)]
        Provider.go_on.set()
        rest, _, whole, _ = [self.events(reader) for reader in readers]
        self.assertEqual(rest[0]["sequence_number"], len(seen))
        self.assertEqual(whole, seen + rest)
        self.assertEqual(whole[-1]["type"], "response.completed")
        self.assertEqual(whole[-1]["response"]["output"][0]["content"][0]["text"], "".join(WORDS))
        # Also when all is over.
        self.assertEqual(self.events(self.open("GET", f"/v1/responses/{identity}?stream=true")[1]), whole)
        self.assertEqual(self.state({"id": identity}), whole[-1]["response"])

    def test_is_cancelled(self):
        begun = self.begin()
        self.reaches(begun, "in_progress")
        _, reader = self.open("GET", f"/v1/responses/{begun['id']}?stream=true")
        cancelled = self.gateway.json("POST", f"/v1/responses/{begun['id']}/cancel")
        self.assertEqual((cancelled["id"], cancelled["status"]), (begun["id"], "cancelled"))
        self.assertEqual(self.events(reader)[-1]["type"], "response.output_text.delta")
        wait_until(Provider.cut.is_set, "the provider was left")
        self.assertEqual(self.state(begun)["status"], "cancelled")
        self.assertEqual(self.gateway.json("POST", f"/v1/responses/{begun['id']}/cancel")["status"], "cancelled")
        self.assertTrue(self.gateway.json("DELETE", f"/v1/responses/{begun['id']}")["deleted"])
        self.assertEqual(self.gateway.ask("GET", f"/v1/responses/{begun['id']}")[0], 404)

    def test_fails(self):
        begun = self.begin(input="refused")
        self.assertEqual(begun["status"], "queued")
        Provider.go_on.set()
        failed = self.reaches(begun, "failed")
        self.assertEqual(failed["error"]["code"], "invalid_prompt")
        self.assertIn("no such thing", failed["error"]["message"])
        events = self.events(self.open("GET", f"/v1/responses/{begun['id']}?stream=true")[1])
        self.assertEqual([event["type"] for event in events], ["response.failed"])

    def test_is_refused_at_once(self):
        for body, param in (({"model": "slow", "input": "x", "store": False}, "store"),
                            ({"model": "nobody", "input": "x"}, None), ({"model": "slow", "input": 7}, "input")):
            for stream in (False, True):
                status, _, data = self.gateway.ask("POST", "/v1/responses", {**body, "background": True, "stream": stream})
                self.assertEqual(status, 400, data)
                if param:
                    self.assertEqual(json.loads(data)["error"]["param"], param)
        self.assertEqual(Provider.asked, [])

    def test_ends_with_the_gateway(self):
        begun = self.begin()
        self.reaches(begun, "in_progress")
        self.gateway.stop()  # Does not wait for it.
        self.gateway.start()
        self.assertEqual(self.gateway.ask("GET", f"/v1/responses/{begun['id']}")[0], 404)

    def test_fails_with_a_killed_gateway(self):
        self.gateway.stop()
        self.gateway.write_config(self.config + "portico_settings: {keep_responses: true}\n")
        self.gateway.start()
        begun = self.begin()
        self.reaches(begun, "in_progress")
        folder = os.path.join(self.gateway.folder, "data", "responses")
        wait_until(lambda: glob.glob(os.path.join(folder, "*.answer")), "the state is on disk")
        self.gateway.kill()
        self.gateway.start()
        wait_until(lambda: self.gateway.ask("GET", f"/v1/responses/{begun['id']}")[0] == 200, "it is there again")
        failed = self.state(begun)
        self.assertEqual((failed["status"], failed["error"]["code"]), ("failed", "server_error"))
        self.assertEqual(self.gateway.ask("GET", f"/v1/responses/{begun['id']}?stream=true")[0], 400)

    def test_knows_no_others(self):
        self.assertEqual(self.gateway.ask("GET", "/v1/responses/resp_none")[0], 404)
        self.assertEqual(self.gateway.ask("GET", "/v1/responses/resp_none?stream=true")[0], 400)
        self.assertEqual(self.gateway.ask("POST", "/v1/responses/resp_none/cancel")[0], 404)
        answer = self.gateway.json("POST", "/v1/responses", {"model": "slow", "input": "x", "mock_response": "hi"})
        status, _, data = self.gateway.ask("POST", f"/v1/responses/{answer['id']}/cancel")
        self.assertEqual((status, json.loads(data)["error"]["message"]), (400, "Cannot cancel a completed response."))


if __name__ == "__main__":
    gateway.main()

"""What a client hears while a provider is silent: pings every 10 to 15 s, and errors that are still errors."""
import http.client
import json
import sys
import threading
import time
import unittest

import gateway
from gateway import KEY, Gateway
from scripted import TEXT, ScriptedProvider

SILENCE_S = 14
FIRST_S, LAST_S = 10, 15
BODIES = {"/v1/messages": {"max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]},
          "/v1/responses": {"input": "hi"},
          "/v1/chat/completions": {"messages": [{"role": "user", "content": "hi"}]}}


class Pings(unittest.TestCase):
    def setUp(self):
        self.provider = ScriptedProvider(silence_s=SILENCE_S)
        rows = self.provider.rows(["silent", "pausing", "silent-refusing", "refusing"])
        self.gateway = Gateway(sys.argv[1], f"model_list:\n{rows}router_settings: {{num_retries: 0}}\n"
                               f"general_settings: {{master_key: {KEY}}}\n").start()

    def tearDown(self):
        self.gateway.close()
        self.provider.close()

    def listen(self, path, model):
        """Status, and (seconds since the request, line) of each line that is not empty."""
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway.port, timeout=40)
        began = time.monotonic()
        connection.request("POST", path, json.dumps({"model": model, "stream": True, **BODIES[path]}),
                           {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        lines = [(time.monotonic() - began, line.decode().rstrip()) for line in answer if line.strip()]
        connection.close()
        return answer.status, lines

    def hear_all(self, questions):
        heard = {}
        threads = [threading.Thread(target=lambda q=q: heard.__setitem__(q, self.listen(*q))) for q in questions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(set(heard), set(questions))
        return heard

    def test_come_while_a_provider_is_silent(self):
        chat, messages, responses = "/v1/chat/completions", "/v1/messages", "/v1/responses"
        heard = self.hear_all([
            (messages, "silent-chat"), (messages, "pausing-chat"), (messages, "pausing-messages"),
            (messages, "silent-refusing-chat"), (responses, "pausing-messages"), (responses, "silent-chat"),
            (responses, "silent-refusing-chat"), (chat, "pausing-chat")])
        ping = "event: ping"
        for model in ("silent-chat", "pausing-chat", "pausing-messages"):
            status, lines = heard[messages, model]
            texts = [text for _, text in lines]
            self.assertEqual((status, texts.count("event: message_start"), texts.count("event: message_stop")),
                             (200, 1, 1))
            late = [when for when, text in lines if text == ping and when > 1 and when < SILENCE_S - 0.5]
            self.assertEqual(len(late), 1, lines)
            self.assertTrue(FIRST_S <= late[0] <= LAST_S, lines)
            said = [json.loads(text[6:]) for text in texts if text.startswith("data: ")]
            self.assertEqual("".join(event["delta"].get("text", "") for event in said
                                     if event["type"] == "content_block_delta"), TEXT)
        # Silence that ends in a refusal: the head is out, so that the error is an event.
        status, lines = heard[messages, "silent-refusing-chat"]
        self.assertEqual((status, [text for _, text in lines if text.startswith("event: ")]),
                         (200, [ping, "event: error"]))
        self.assertIn("scripted refusal", lines[-1][1])
        # Responses: the start of the answer, which waits for content, is the sign of life; nothing before it.
        begun = [when for when, text in heard[responses, "pausing-messages"][1] if text == "event: response.created"]
        self.assertEqual(len(begun), 1)
        self.assertTrue(FIRST_S <= begun[0] <= LAST_S, begun)
        self.assertEqual([text for _, text in heard[responses, "silent-chat"][1] if text.startswith(":")], [])
        self.assertEqual(heard[responses, "silent-refusing-chat"][0], 429)
        self.assertEqual([text for _, text in heard[chat, "pausing-chat"][1] if not text.startswith("data: ")], [])

    def test_do_not_hide_an_early_refusal(self):
        status, lines = self.listen("/v1/messages", "refusing-chat")
        self.assertEqual(status, 429)
        self.assertEqual(json.loads(lines[0][1])["error"]["type"], "rate_limit_error")


if __name__ == "__main__":
    gateway.main()

"""The official OpenAI client for Python against porticod, in front of a scripted provider."""
import sys
import threading
import time
import unittest

import gateway
from gateway import KEY, Gateway, deployment
from upstream import PIECES, TEXT, TOOL_CALLS, USAGE, VECTOR, Upstream

try:
    import openai
except ImportError as problem:
    gateway.skip(f"the openai package for Python is not installed ({problem})")

MAX_CLOSE_S = 0.25  # Until the provider sees that a client has left; 50 ms on a quiet machine.
MESSAGES = [{"role": "user", "content": "hi"}]
TOOLS = [{"type": "function", "function": {"name": name, "parameters": {"type": "object", "properties": {}}}}
         for _, name, _ in TOOL_CALLS]

# Keys out of alphabetical order, and numbers that a double would spoil.
SCHEMA = {"type": "object", "properties": {"zulu": {"type": "string"}, "alpha": {"type": "integer", "maximum":
          9007199254740993}, "mike": {"type": "number"}}, "required": ["zulu", "mike", "alpha"],
          "additionalProperties": False}


def config(base):
    rows = [deployment(name, name, base) for name in ("plain", "tools", "cut", "endless", "drip-20-5", "fail-500",
                                                      "fail-429")]
    rows += [
        deployment("short", "slow-3000", base, "timeout: 0.3"),
        deployment("slow", "slow-2000", base),
        deployment("flaky", "flaky-2", base, "max_retries: 0"),
        deployment("pair", "fail-500", base, "weight: 9"),
        deployment("pair", "plain", base, "weight: 1"),
        "  - model_name: mocked\n    litellm_params: {model: openai/gpt-4o, mock_response: "
        "'A mock answer that is longer than twenty characters.'}\n",
        f"  - model_name: picky\n    litellm_params: {{model: mistral/plain, api_base: '{base}', api_key: k}}\n",
    ]
    return ("model_list:\n" + "".join(rows) + "router_settings: {num_retries: 2, disable_cooldowns: true}\n"
            f"litellm_settings: {{drop_params: true}}\ngeneral_settings: {{master_key: {KEY}}}\n")


class OpenAiClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.gateway = Gateway(sys.argv[1], config(cls.upstream.base)).start()
        cls.client = openai.OpenAI(base_url=cls.gateway.base + "/v1", api_key=KEY, max_retries=0, timeout=20)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.gateway.close()
        cls.upstream.close()

    def chat(self, model="plain", **more):
        return self.client.chat.completions.create(model=model, messages=MESSAGES, **more)

    def test_chats(self):
        answer = self.chat()
        self.assertEqual(answer.choices[0].message.content, TEXT)
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertEqual(answer.usage.total_tokens, USAGE["total_tokens"])
        self.assertEqual(answer.model, "plain")
        self.assertEqual(self.upstream.last("plain").headers["authorization"], "Bearer sk-upstream")

    def test_answers_from_a_mock(self):
        self.assertEqual(self.chat("mocked").choices[0].message.content,
                         "A mock answer that is longer than twenty characters.")
        pieces = [c.choices[0].delta.content for c in self.chat("mocked", stream=True)
                  if c.choices and c.choices[0].delta.content]
        self.assertEqual("".join(pieces), "A mock answer that is longer than twenty characters.")
        self.assertGreater(len(pieces), 2)

    def test_streams_without_usage_unless_asked(self):
        chunks = list(self.chat(stream=True))
        self.assertEqual([c.choices[0].delta.content for c in chunks if c.choices[0].delta.content], PIECES)
        self.assertEqual([c for c in chunks if c.usage], [])
        self.assertEqual([c for c in chunks if not c.choices], [])

    def test_streams_usage_when_asked(self):
        chunks = list(self.chat(stream=True, stream_options={"include_usage": True}))
        self.assertEqual([c.usage.total_tokens for c in chunks if c.usage], [USAGE["total_tokens"]])
        self.assertEqual(chunks[-1].choices, [])

    def test_streams_piece_by_piece(self):
        times = []
        for chunk in self.chat("drip-20-5", stream=True):
            if chunk.choices[0].delta.content:
                times.append(time.monotonic())
        self.assertEqual(len(times), 5)
        self.assertGreater(times[-1] - times[0], 0.05)

    def test_gets_parallel_tool_calls(self):
        answer = self.chat("tools", tools=TOOLS, parallel_tool_calls=True)
        calls = [(c.id, c.function.name, c.function.arguments) for c in answer.choices[0].message.tool_calls]
        self.assertEqual(calls, TOOL_CALLS)
        self.assertEqual(answer.choices[0].finish_reason, "tool_calls")

    def test_streams_parallel_tool_calls(self):
        calls = {}
        finish = None
        for chunk in self.chat("tools", tools=TOOLS, stream=True):
            finish = chunk.choices[0].finish_reason or finish
            for part in chunk.choices[0].delta.tool_calls or []:
                call = calls.setdefault(part.index, ["", "", ""])
                call[0] += part.id or ""
                call[1] += part.function.name or ""
                call[2] += part.function.arguments or ""
        self.assertEqual([tuple(calls[i]) for i in sorted(calls)], TOOL_CALLS)
        self.assertEqual(finish, "tool_calls")

    def test_sends_tool_results_on(self):
        history = MESSAGES + [
            {"role": "assistant", "content": None, "tool_calls": [
                {"id": "call_a", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}]},
            {"role": "tool", "tool_call_id": "call_a", "content": "rain"}]
        self.client.chat.completions.create(model="plain", messages=history, tools=TOOLS)
        self.assertEqual(self.upstream.last("plain").json["messages"], history)

    def test_passes_a_schema_on_with_its_key_order(self):
        form = {"type": "json_schema", "json_schema": {"name": "thing", "strict": True, "schema": SCHEMA}}
        self.chat(response_format=form)
        sent = self.upstream.last("plain").body.decode()
        order = [sent.index(f'"{name}":{{') for name in ("zulu", "alpha", "mike")]
        self.assertEqual(order, sorted(order))
        self.assertIn("9007199254740993", sent)
        self.assertEqual(self.upstream.last("plain").json["response_format"], form)

    def test_embeds_as_floats_and_as_base64(self):
        for form in ("float", "base64"):
            answer = self.client.embeddings.create(model="plain", input=["one", "two"], encoding_format=form)
            self.assertEqual(len(answer.data), 2)
            self.assertEqual(self.upstream.last("plain").json["encoding_format"], form)
            if form == "float":
                self.assertEqual(answer.data[1].embedding, VECTOR)
        # Unasked, the client takes base64 and decodes it itself.
        self.assertEqual(list(self.client.embeddings.create(model="plain", input="x").data[0].embedding), VECTOR)

    def test_lists_models(self):
        names = [model.id for model in self.client.models.list()]
        self.assertIn("plain", names)
        self.assertEqual(names.count("pair"), 1)
        self.assertEqual(self.client.models.retrieve("tools").id, "tools")

    def test_completes_text_the_legacy_way(self):
        answer = self.client.completions.create(model="plain", prompt="Say")
        self.assertEqual(answer.choices[0].text, TEXT)
        text = "".join(c.choices[0].text for c in self.client.completions.create(model="plain", prompt="Say",
                                                                                 stream=True) if c.choices)
        self.assertEqual(text, TEXT)

    def test_refuses_a_wrong_key(self):
        wrong = openai.OpenAI(base_url=self.gateway.base + "/v1", api_key="sk-wrong", max_retries=0)
        with self.assertRaises(openai.AuthenticationError) as caught:
            wrong.chat.completions.create(model="plain", messages=MESSAGES)
        self.assertEqual(caught.exception.status_code, 401)
        self.assertNotIn("sk-wrong", str(caught.exception))

    def test_names_near_models_for_an_unknown_one(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.chat("plane")
        self.assertEqual(caught.exception.status_code, 400)
        self.assertIn("Did you mean plain", str(caught.exception))

    def test_tells_of_a_timeout_of_the_deployment(self):
        begun = time.monotonic()
        with self.assertRaises(openai.APIStatusError) as caught:
            self.chat("short", extra_headers={"x-litellm-num-retries": "0"})
        self.assertEqual(caught.exception.status_code, 408)
        self.assertLess(time.monotonic() - begun, 2.5)

    def test_lets_the_client_time_out(self):
        with self.assertRaises(openai.APITimeoutError):
            self.client.with_options(timeout=0.3).chat.completions.create(model="slow", messages=MESSAGES)
        self.assertTrue(self.upstream.last("slow-2000").closed.wait(2), "the provider's connection stayed open")

    def test_closes_the_provider_when_the_client_leaves(self):
        delays = []
        for _ in range(5):
            stream = self.chat("endless", stream=True)
            for number, _ in enumerate(stream):
                if number == 5:
                    break
            received = self.upstream.last("endless")
            left = time.monotonic()
            stream.close()
            self.assertTrue(received.closed.wait(5), "the provider was not told that the client left")
            delays.append(received.closed_at - left)
        print(f"provider saw the close after {', '.join(f'{d * 1000:.1f}' for d in delays)} ms", flush=True)
        self.assertLess(sorted(delays)[2], MAX_CLOSE_S)

    def test_retries_until_the_provider_answers(self):
        answer = self.client.chat.completions.with_raw_response.create(model="flaky", messages=MESSAGES)
        self.assertEqual(answer.parse().choices[0].message.content, TEXT)
        self.assertEqual(answer.headers["x-litellm-attempted-retries"], "2")
        self.assertEqual(self.upstream.count("flaky-2"), 3)

    def test_goes_round_a_failing_deployment(self):
        before = self.upstream.count("fail-500")
        for _ in range(10):
            self.assertEqual(self.chat("pair").choices[0].message.content, TEXT)
        self.assertGreater(self.upstream.count("fail-500"), before)

    def test_tells_of_upstream_failures(self):
        for model, kind in (("fail-500", openai.InternalServerError), ("fail-429", openai.RateLimitError)):
            with self.assertRaises(kind) as caught:
                self.chat(model)
            self.assertIn("scripted failure", str(caught.exception))

    def test_says_that_a_stream_was_cut(self):
        text = ""
        with self.assertRaises(openai.APIError):
            for chunk in self.chat("cut", stream=True):
                text += chunk.choices[0].delta.content or ""
        self.assertEqual(text, PIECES[0] + PIECES[1])

    def test_drops_what_the_provider_does_not_know(self):
        answer = self.client.chat.completions.with_raw_response.create(
            model="picky", messages=MESSAGES, logit_bias={"1": 2})
        self.assertEqual(answer.headers["x-litellm-dropped-params"], "logit_bias")
        self.assertNotIn("logit_bias", self.upstream.last("plain").json)

    def test_serves_azure_clients(self):
        azure = openai.AzureOpenAI(azure_endpoint=self.gateway.base, api_key=KEY, api_version="2024-10-21",
                                   max_retries=0)
        answer = azure.chat.completions.create(model="plain", messages=MESSAGES)
        self.assertEqual(answer.choices[0].message.content, TEXT)
        self.assertEqual(self.upstream.last("plain").json["model"], "plain")
        self.assertNotIn("api-key", self.upstream.last("plain").headers)

    def test_serves_many_at_once(self):
        results = []

        def run():
            for _ in range(5):
                results.append("".join(c.choices[0].delta.content or "" for c in self.chat(stream=True)))

        threads = [threading.Thread(target=run) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [TEXT] * 40)


if __name__ == "__main__":
    gateway.main()

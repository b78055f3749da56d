"""LiteLLM's Python SDK against porticod by api_base, in the three ways that people call a proxy."""
import json
import os
import sys
import tempfile
import unittest

import gateway
import isolation
from gateway import KEY, Gateway
from scripted import ARGUMENTS, INPUT_TOKENS, PIECES, TEXT, ScriptedProvider

isolation.leave_network()
for name, value in isolation.program_environment(tempfile.mkdtemp()).items():
    if name.startswith(("XDG_", "HOME")):
        os.environ[name] = value
# Its price list and its logger are read from the package, not fetched.
os.environ.update(LITELLM_LOCAL_MODEL_COST_MAP="True", LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS="True")

try:
    import litellm
except ImportError as problem:
    gateway.skip(f"PORTICO_TEST_LITELLM names no Python with litellm ({problem})")

SHAPES = ("chat", "responses", "messages", "gemini")
ASKED = [{"role": "user", "content": "What is the weather?"}]
TOOLS = [{"type": "function", "function": {"name": "get_weather", "parameters": {
    "type": "object", "properties": {"zone": {"type": "string"}, "big": {"type": "integer"},
                                     "at": {"type": "array", "items": {"type": "number"}}}}}}]
# How LiteLLM names the API it shall speak, and where it appends that API's path.
APIS = (("litellm_proxy/", ""), ("openai/", "/v1"), ("anthropic/", ""))


class LiteLlm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = ScriptedProvider()
        cls.gateway = Gateway(sys.argv[1], f"model_list:\n{cls.provider.rows(['m'])}"
                              f"general_settings: {{master_key: {KEY}}}\n").start()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.provider.close()

    def tearDown(self):
        self.assertEqual(self.provider.problems, [])

    def ask(self, prefix, path, model, key=KEY, messages=None, **more):
        return litellm.completion(model=prefix + model, api_base=self.gateway.base + path, api_key=key,
                                  messages=messages or ASKED, num_retries=0, max_retries=0, timeout=20, **more)

    def in_each_way(self, check):
        for prefix, path in APIS:
            for shape in SHAPES:
                with self.subTest(api=prefix, provider=shape):
                    check(lambda p=prefix, b=path, m=f"m-{shape}", **more: self.ask(p, b, m, **more))

    def test_answers_whole(self):
        def check(ask):
            answer = ask()
            self.assertEqual((answer.choices[0].message.content, answer.usage.prompt_tokens), (TEXT, INPUT_TOKENS))
        self.in_each_way(check)

    def test_streams(self):
        def check(ask):
            pieces = [chunk.choices[0].delta.content for chunk in ask(stream=True)]
            self.assertEqual([piece for piece in pieces if piece], PIECES)
        self.in_each_way(check)

    def test_calls_a_tool(self):
        def check(ask):
            first = ask(tools=TOOLS).choices[0].message
            call = first.tool_calls[0]
            self.assertEqual((call.function.name, json.loads(call.function.arguments)),
                             ("get_weather", json.loads(ARGUMENTS)))
            history = ASKED + [first.model_dump(exclude_none=True),
                               {"role": "tool", "tool_call_id": call.id, "content": "rain"}]
            self.assertEqual(ask(messages=history, tools=TOOLS).choices[0].message.content, "It is rain.")
        self.in_each_way(check)

    def test_raises_its_own_errors(self):
        for prefix, path in APIS:
            with self.subTest(api=prefix):
                unknown = litellm.NotFoundError if prefix == "anthropic/" else litellm.BadRequestError
                with self.assertRaises(unknown):
                    self.ask(prefix, path, "nobody")
                with self.assertRaises(litellm.AuthenticationError):
                    self.ask(prefix, path, "m-chat", key="sk-wrong")


if __name__ == "__main__":
    gateway.main()

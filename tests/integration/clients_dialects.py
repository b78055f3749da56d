"""Anthropic's, Google's and OpenAI's official clients for Python against porticod, each in its own dialect, in front
of a provider that speaks only OpenAI's chat."""
import json
import sys
import unittest
import urllib.request

import gateway
from gateway import KEY, Gateway, deployment
from upstream import PIECES, TEXT, TOOL_CALLS, USAGE, VECTOR, Upstream

try:
    import anthropic
    import openai
    from google import genai
    from google.genai import types
except ImportError as problem:
    gateway.skip(f"a client package for Python is not installed ({problem})")

MODELS = ("plain", "tools", "cut", "fail-429", "fail-500")
CALLS = [(name, json.loads(arguments)) for _, name, arguments in TOOL_CALLS]
SCHEMA = {"type": "object", "properties": {}}


def config(base):
    return ("model_list:\n" + "".join(deployment(name, name, base, "use_chat_completions_api: true, max_retries: 0")
                                      for name in MODELS) + f"general_settings: {{master_key: {KEY}}}\n")


class Dialects(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.gateway = Gateway(sys.argv[1], config(cls.upstream.base)).start()
        base = cls.gateway.base
        cls.anthropic = anthropic.Anthropic(base_url=base, api_key=KEY, max_retries=0, timeout=20)
        cls.openai = openai.OpenAI(base_url=base + "/v1", api_key=KEY, max_retries=0, timeout=20)
        cls.google = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=base, timeout=20000))

    @classmethod
    def tearDownClass(cls):
        cls.anthropic.close()
        cls.openai.close()
        cls.gateway.close()
        cls.upstream.close()

    def sent(self, model="plain"):
        return self.upstream.last(model).json


class AnthropicClient(Dialects):
    TOOLS = [{"name": name, "description": "d", "input_schema": SCHEMA} for name, _ in CALLS]
    MESSAGES = [{"role": "user", "content": "hi"}]

    def test_answers(self):
        answer = self.anthropic.messages.create(model="plain", max_tokens=50, system="be kind", messages=self.MESSAGES)
        self.assertEqual(answer.content[0].text, TEXT)
        self.assertEqual(answer.stop_reason, "end_turn")
        self.assertEqual(answer.model, "plain")
        self.assertEqual(answer.usage.input_tokens, USAGE["prompt_tokens"])
        self.assertEqual(answer.usage.output_tokens, USAGE["completion_tokens"])
        self.assertEqual(self.sent()["messages"][0], {"role": "system", "content": "be kind"})
        self.assertEqual(self.sent()["max_tokens"], 50)

    def test_streams(self):
        with self.anthropic.messages.stream(model="plain", max_tokens=50, messages=self.MESSAGES) as stream:
            self.assertEqual(list(stream.text_stream), PIECES)
            self.assertEqual(stream.get_final_message().usage.output_tokens, USAGE["completion_tokens"])

    def test_streams_tool_calls(self):
        with self.anthropic.messages.stream(model="tools", max_tokens=50, tools=self.TOOLS,
                                            messages=self.MESSAGES) as stream:
            answer = stream.get_final_message()
        self.assertEqual([(b.name, b.input) for b in answer.content if b.type == "tool_use"], CALLS)
        self.assertEqual(answer.stop_reason, "tool_use")

    def test_gives_results_back(self):
        self.anthropic.messages.create(model="plain", max_tokens=50, tools=self.TOOLS, messages=self.MESSAGES + [
            {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "get_time", "input": {"a": 1}}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "noon"}]}])
        sent = self.sent()["messages"]
        self.assertEqual(sent[1]["tool_calls"][0]["function"], {"name": "get_time", "arguments": '{"a":1}'})
        self.assertEqual((sent[2]["role"], sent[2]["tool_call_id"], sent[2]["content"]), ("tool", "t1", "noon"))

    def test_counts_tokens(self):
        self.assertGreater(self.anthropic.messages.count_tokens(model="plain", messages=self.MESSAGES).input_tokens, 0)

    def test_lists_models(self):
        self.assertEqual(sorted(model.id for model in self.anthropic.models.list()), sorted(MODELS))

    def test_gets_errors_of_its_own(self):
        with self.assertRaises(anthropic.NotFoundError) as unknown:
            self.anthropic.messages.create(model="nobody", max_tokens=1, messages=self.MESSAGES)
        self.assertEqual(unknown.exception.body["error"]["type"], "not_found_error")
        with self.assertRaises(anthropic.RateLimitError) as limited:
            self.anthropic.messages.create(model="fail-429", max_tokens=1, messages=self.MESSAGES)
        self.assertIn("scripted failure 429", limited.exception.body["error"]["message"])

    def test_hears_of_a_cut_stream(self):
        with self.assertRaises(anthropic.APIError):
            with self.anthropic.messages.stream(model="cut", max_tokens=5, messages=self.MESSAGES) as stream:
                stream.get_final_message()


class GoogleClient(Dialects):
    TOOLS = [types.Tool(function_declarations=[
        types.FunctionDeclaration(name=name, description="d", parameters={"type": "OBJECT", "properties": {}})
        for name, _ in CALLS])]
    BY_HAND = types.AutomaticFunctionCallingConfig(disable=True)

    def test_answers(self):
        answer = self.google.models.generate_content(model="plain", contents="hi", config=types.GenerateContentConfig(
            system_instruction="be kind", max_output_tokens=50, stop_sequences=["END"]))
        self.assertEqual(answer.text, TEXT)
        self.assertEqual(answer.candidates[0].finish_reason, types.FinishReason.STOP)
        self.assertEqual(answer.usage_metadata.total_token_count, USAGE["total_tokens"])
        self.assertEqual(self.sent()["messages"][0], {"role": "system", "content": "be kind"})
        self.assertEqual(self.sent()["stop"], ["END"])

    def test_streams(self):
        chunks = list(self.google.models.generate_content_stream(model="plain", contents="hi"))
        self.assertEqual([chunk.text for chunk in chunks if chunk.text], PIECES)
        self.assertEqual(chunks[-1].usage_metadata.total_token_count, USAGE["total_tokens"])

    def test_streams_tool_calls(self):
        calls = []
        for chunk in self.google.models.generate_content_stream(
                model="tools", contents="hi",
                config=types.GenerateContentConfig(tools=self.TOOLS, automatic_function_calling=self.BY_HAND)):
            calls += [(part.function_call.name, part.function_call.args)
                      for part in chunk.candidates[0].content.parts or [] if part.function_call]
        self.assertEqual(calls, CALLS)

    def test_streams_one_array_without_sse(self):
        request = urllib.request.Request(
            f"{self.gateway.base}/v1beta/models/plain:streamGenerateContent?key={KEY}",
            data=b'{"contents":[{"parts":[{"text":"hi"}]}]}', headers={"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            self.assertTrue(answer.headers["content-type"].startswith("application/json"))
            chunks = json.loads(answer.read())
        self.assertEqual("".join(chunk["candidates"][0]["content"]["parts"][0]["text"] for chunk in chunks), TEXT)

    def test_embeds(self):
        answer = self.google.models.embed_content(model="plain", contents=["a", "b"])
        self.assertEqual([one.values for one in answer.embeddings], [VECTOR, VECTOR])

    def test_counts_tokens_and_lists_models(self):
        self.assertGreater(self.google.models.count_tokens(model="plain", contents="hi").total_tokens, 0)
        self.assertEqual(sorted(model.name for model in self.google.models.list()),
                         sorted("models/" + name for name in MODELS))

    def test_gets_errors_of_its_own(self):
        with self.assertRaises(genai.errors.ClientError) as unknown:
            self.google.models.generate_content(model="nobody", contents="hi")
        self.assertEqual((unknown.exception.code, unknown.exception.status), (404, "NOT_FOUND"))


class ResponsesClient(Dialects):
    TOOLS = [{"type": "function", "name": name, "parameters": SCHEMA, "strict": False} for name, _ in CALLS]

    def test_answers(self):
        answer = self.openai.responses.create(model="plain", input="hi", instructions="be kind")
        self.assertEqual(answer.output_text, TEXT)
        self.assertEqual(answer.status, "completed")
        self.assertEqual(answer.usage.total_tokens, USAGE["total_tokens"])
        self.assertEqual(self.sent()["messages"], [{"role": "system", "content": "be kind"},
                                                   {"role": "user", "content": "hi"}])

    def test_streams(self):
        with self.openai.responses.stream(model="plain", input="hi") as stream:
            pieces = [event.delta for event in stream if event.type == "response.output_text.delta"]
            answer = stream.get_final_response()
        self.assertEqual(pieces, PIECES)
        self.assertEqual(answer.output_text, TEXT)

    def test_streams_tool_calls(self):
        with self.openai.responses.stream(model="tools", input="hi", tools=self.TOOLS) as stream:
            answer = stream.get_final_response()
        self.assertEqual([(item.name, json.loads(item.arguments)) for item in answer.output], CALLS)

    def test_goes_on_from_a_kept_answer(self):
        first = self.openai.responses.create(model="tools", input="hi", tools=self.TOOLS)
        results = [{"type": "function_call_output", "call_id": item.call_id, "output": "fine"} for item in first.output]
        second = self.openai.responses.create(model="plain", input=results, previous_response_id=first.id)
        self.assertEqual(second.previous_response_id, first.id)
        self.assertEqual([message["role"] for message in self.sent()["messages"]],
                         ["user", "assistant", "tool", "tool"])
        self.assertEqual(self.openai.responses.retrieve(second.id).output_text, TEXT)
        self.assertEqual(len(list(self.openai.responses.input_items.list(second.id))), 5)
        self.openai.responses.delete(second.id)
        with self.assertRaises(openai.NotFoundError):
            self.openai.responses.retrieve(second.id)
        with self.assertRaises(openai.BadRequestError) as unknown:
            self.openai.responses.create(model="plain", input="hi", previous_response_id=second.id)
        self.assertEqual(unknown.exception.code, "previous_response_not_found")

    def test_keeps_nothing_when_told_so(self):
        answer = self.openai.responses.create(model="plain", input="hi", store=False)
        with self.assertRaises(openai.NotFoundError):
            self.openai.responses.retrieve(answer.id)

    def test_fails_when_the_stream_is_cut(self):
        with self.openai.responses.create(model="cut", input="hi", stream=True) as stream:
            events = list(stream)
        self.assertEqual(events[-1].type, "response.failed")
        self.assertEqual([event.sequence_number for event in events], list(range(len(events))))


del Dialects  # Only its heirs are tests.

if __name__ == "__main__":
    gateway.main()

"""Python SDKs of other makers, and OpenAI's Responses, against porticod in front of a scripted provider.

Each is run natively and against a provider of another wire shape: text whole and streamed, a tool call with its
result, and errors as the SDK's own exceptions.
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

import gateway
import isolation
from gateway import KEY, Gateway, wait_until
from scripted import ARGUMENTS, INPUT_TOKENS, OUTPUT_TOKENS, PIECES, TEXT, ScriptedProvider

try:
    import anthropic
    import langchain_anthropic
    import langchain_core.messages
    import langchain_openai
    import openai
    from google import genai
except ImportError as problem:
    gateway.skip(f"a package of installer/packages/pypi.txt is not installed ({problem})")

SHAPES = ("chat", "responses", "messages", "gemini")
ASK = "What is the weather?"
ANSWER = "It is rain."
GIVEN = json.loads(ARGUMENTS)
SCHEMA = {"type": "object", "properties": {"zone": {"type": "string"}, "big": {"type": "integer"},
                                           "at": {"type": "array", "items": {"type": "number"}}}}
ABOUT = "Says how the weather is."


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.provider = ScriptedProvider()
        cls.gateway = Gateway(sys.argv[1], f"model_list:\n{cls.provider.rows(['m'])}"
                              f"general_settings: {{master_key: {KEY}}}\n").start()
        cls.base = cls.gateway.base

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.provider.close()

    def tearDown(self):
        self.assertEqual(self.provider.problems, [])
        self.provider.forget()

    def in_each_shape(self, check):
        for shape in SHAPES:
            with self.subTest(provider=shape):
                self.provider.forget()
                check(f"m-{shape}")
                self.assertEqual({request.shape for request in self.provider.requests}, {shape})


class OpenAiResponses(Case):
    def setUp(self):
        self.client = openai.OpenAI(base_url=self.base + "/v1", api_key=KEY, max_retries=0, timeout=20)
        self.addCleanup(self.client.close)
        self.tools = [{"type": "function", "name": "get_weather", "description": ABOUT, "parameters": SCHEMA,
                       "strict": False}]

    def test_answers_whole(self):
        def check(model):
            answer = self.client.responses.create(model=model, input=ASK, instructions="Be brief.")
            self.assertEqual((answer.output_text, answer.status), (TEXT, "completed"))
            self.assertEqual((answer.usage.input_tokens, answer.usage.output_tokens), (INPUT_TOKENS, OUTPUT_TOKENS))
        self.in_each_shape(check)

    def test_streams(self):
        def check(model):
            with self.client.responses.stream(model=model, input=ASK) as stream:
                pieces = [event.delta for event in stream if event.type == "response.output_text.delta"]
                self.assertEqual(pieces, PIECES)
                self.assertEqual(stream.get_final_response().output_text, TEXT)
        self.in_each_shape(check)

    def test_calls_a_tool(self):
        def check(model):
            asked = [{"role": "user", "content": ASK}]
            answer = self.client.responses.create(model=model, input=asked, tools=self.tools)
            call = next(item for item in answer.output if item.type == "function_call")
            self.assertEqual((call.name, json.loads(call.arguments)), ("get_weather", GIVEN))
            asked += [call, {"type": "function_call_output", "call_id": call.call_id, "output": "rain"}]
            answer = self.client.responses.create(model=model, input=asked, tools=self.tools)
            self.assertEqual(answer.output_text, ANSWER)
        self.in_each_shape(check)

    def test_streams_a_tool_call_and_goes_on_by_its_id(self):
        def check(model):
            with self.client.responses.stream(model=model, input=ASK, tools=self.tools) as stream:
                answer = stream.get_final_response()
            call = answer.output[0]
            self.assertEqual((call.name, json.loads(call.arguments)), ("get_weather", GIVEN))
            answer = self.client.responses.create(
                model=model, previous_response_id=answer.id, tools=self.tools,
                input=[{"type": "function_call_output", "call_id": call.call_id, "output": "rain"}])
            self.assertEqual(answer.output_text, ANSWER)
        # A provider of this shape keeps answers itself; the scripted one does not.
        for shape in ("chat", "messages", "gemini"):
            with self.subTest(provider=shape):
                check(f"m-{shape}")

    def test_runs_in_the_background(self):
        def check(model):
            begun = self.client.responses.create(model=model, input=ASK, background=True)
            self.assertTrue(begun.background)

            def is_done():
                return self.client.responses.retrieve(begun.id).status == "completed"
            wait_until(is_done, "the answer is complete")
            answer = self.client.responses.retrieve(begun.id)
            self.assertEqual((answer.output_text, answer.usage.output_tokens), (TEXT, OUTPUT_TOKENS))
            with self.client.responses.retrieve(begun.id, stream=True, starting_after=1) as stream:
                events = list(stream)
            self.assertEqual([event.sequence_number for event in events], list(range(2, 2 + len(events))))
            self.assertEqual((events[0].type, events[-1].response.output_text), ("response.in_progress", TEXT))
            self.assertEqual(self.client.responses.cancel(begun.id).status, "completed")
            with self.client.responses.create(model=model, input=ASK, background=True, stream=True) as stream:
                pieces = [event.delta for event in stream if event.type == "response.output_text.delta"]
            self.assertEqual(pieces, PIECES)
        for shape in ("chat", "messages", "gemini"):
            with self.subTest(provider=shape):
                check(f"m-{shape}")

    def test_raises_its_own_errors(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.client.responses.create(model="nobody", input=ASK)
        self.assertIn("nobody", str(caught.exception))
        with self.assertRaises(openai.AuthenticationError):
            self.client.with_options(api_key="sk-wrong").responses.create(model="m-chat", input=ASK)


class Anthropic(Case):
    def setUp(self):
        self.client = anthropic.Anthropic(base_url=self.base, api_key=KEY, max_retries=0, timeout=20)
        self.addCleanup(self.client.close)
        self.tools = [{"name": "get_weather", "description": ABOUT, "input_schema": SCHEMA}]
        self.asked = [{"role": "user", "content": ASK}]

    def test_answers_whole(self):
        def check(model):
            answer = self.client.messages.create(model=model, max_tokens=99, system="Be brief.", messages=self.asked)
            self.assertEqual((answer.content[0].text, answer.stop_reason, answer.model), (TEXT, "end_turn", model))
            self.assertEqual((answer.usage.input_tokens, answer.usage.output_tokens), (INPUT_TOKENS, OUTPUT_TOKENS))
            self.assertEqual(self.provider.requests[-1].said("system"), "Be brief.")
        self.in_each_shape(check)

    def test_streams(self):
        def check(model):
            with self.client.messages.stream(model=model, max_tokens=99, messages=self.asked) as stream:
                self.assertEqual(list(stream.text_stream), PIECES)
                final = stream.get_final_message()
            self.assertEqual((final.stop_reason, final.usage.output_tokens), ("end_turn", OUTPUT_TOKENS))
        self.in_each_shape(check)

    def test_calls_a_tool(self):
        def check(model):
            first = self.client.messages.create(model=model, max_tokens=99, messages=self.asked, tools=self.tools)
            self.go_on(model, first)
        self.in_each_shape(check)

    def test_streams_a_tool_call(self):
        def check(model):
            with self.client.messages.stream(model=model, max_tokens=99, messages=self.asked,
                                             tools=self.tools) as stream:
                self.go_on(model, stream.get_final_message())
        self.in_each_shape(check)

    def go_on(self, model, first):
        call = first.content[0]
        self.assertEqual((first.stop_reason, call.type, call.name, call.input),
                         ("tool_use", "tool_use", "get_weather", GIVEN))
        history = self.asked + [{"role": "assistant", "content": first.content}, {"role": "user", "content": [
            {"type": "tool_result", "tool_use_id": call.id, "content": "rain"}]}]
        answer = self.client.messages.create(model=model, max_tokens=99, messages=history, tools=self.tools)
        self.assertEqual(answer.content[0].text, ANSWER)

    def test_counts_tokens(self):
        counted = self.client.messages.count_tokens(model="m-chat", messages=self.asked)
        self.assertGreater(counted.input_tokens, 0)

    def test_raises_its_own_errors(self):
        with self.assertRaises(anthropic.NotFoundError) as caught:
            self.client.messages.create(model="nobody", max_tokens=9, messages=self.asked)
        self.assertEqual(caught.exception.body["error"]["type"], "not_found_error")
        with self.assertRaises(anthropic.AuthenticationError):
            self.client.with_options(api_key="sk-wrong").messages.create(model="m-chat", max_tokens=9,
                                                                         messages=self.asked)


class GoogleGenAi(Case):
    def connect(self, key=KEY):
        return genai.Client(api_key=key, http_options={"base_url": self.base, "timeout": 20_000})

    def setUp(self):
        self.client = self.connect()
        self.declared = genai.types.GenerateContentConfig(
            tools=[{"function_declarations": [{"name": "get_weather", "description": ABOUT,
                                               "parameters_json_schema": SCHEMA}]}],
            automatic_function_calling={"disable": True})

    def test_answers_whole(self):
        def check(model):
            answer = self.client.models.generate_content(model=model, contents=ASK)
            self.assertEqual((answer.text, answer.candidates[0].finish_reason.name), (TEXT, "STOP"))
            self.assertEqual(answer.usage_metadata.prompt_token_count, INPUT_TOKENS)
        self.in_each_shape(check)

    def test_streams(self):
        def check(model):
            chunks = list(self.client.models.generate_content_stream(model=model, contents=ASK))
            self.assertEqual([chunk.text for chunk in chunks if chunk.text], PIECES)
            self.assertEqual(chunks[-1].usage_metadata.candidates_token_count, OUTPUT_TOKENS)
        self.in_each_shape(check)

    def test_calls_a_tool(self):
        def check(model):
            self.go_on(model, self.client.models.generate_content(model=model, contents=ASK, config=self.declared)
                       .candidates[0].content)
        self.in_each_shape(check)

    def test_streams_a_tool_call(self):
        def check(model):
            stream = self.client.models.generate_content_stream(model=model, contents=ASK, config=self.declared)
            self.go_on(model, next(chunk.candidates[0].content for chunk in stream if chunk.function_calls))
        self.in_each_shape(check)

    def go_on(self, model, said):
        call = said.parts[0].function_call
        self.assertEqual((call.name, call.args), ("get_weather", GIVEN))
        result = genai.types.Part.from_function_response(name=call.name, response={"result": "rain"})
        result.function_response.id = call.id
        history = [genai.types.UserContent(ASK), said, genai.types.UserContent([result])]
        self.assertEqual(self.client.models.generate_content(model=model, contents=history, config=self.declared).text,
                         ANSWER)

    def test_raises_its_own_errors(self):
        with self.assertRaises(genai.errors.ClientError) as caught:
            self.client.models.generate_content(model="nobody", contents=ASK)
        self.assertEqual((caught.exception.code, caught.exception.status), (404, "NOT_FOUND"))
        with self.assertRaises(genai.errors.ClientError) as caught:
            wrong = self.connect("sk-wrong")  # A client that nobody holds is closed at once.
            wrong.models.generate_content(model="m-chat", contents=ASK)
        self.assertEqual((caught.exception.code, caught.exception.status), (401, "UNAUTHENTICATED"))


class LangChain(Case):
    tool = {"type": "function", "function": {"name": "get_weather", "description": ABOUT, "parameters": SCHEMA}}

    def models(self, name, key=KEY):
        return [langchain_openai.ChatOpenAI(model=name, base_url=self.base + "/v1", api_key=key, max_retries=0,
                                            stream_usage=True),
                langchain_anthropic.ChatAnthropic(model=name, base_url=self.base, api_key=key, max_retries=0,
                                                  max_tokens=99)]

    def with_each(self, check):
        for at in range(2):
            self.in_each_shape(lambda name, at=at: check(self.models(name)[at]))

    def test_answers_whole(self):
        def check(model):
            answer = model.invoke(ASK)
            self.assertEqual(answer.text, TEXT)
            self.assertEqual(answer.usage_metadata["input_tokens"], INPUT_TOKENS)
        self.with_each(check)

    def test_streams(self):
        def check(model):
            self.assertEqual([chunk.text for chunk in model.stream(ASK) if chunk.text], PIECES)
        self.with_each(check)

    def test_calls_a_tool(self):
        def check(model):
            bound = model.bind_tools([self.tool])
            first = bound.invoke(ASK)
            self.assertEqual((first.tool_calls[0]["name"], first.tool_calls[0]["args"]), ("get_weather", GIVEN))
            whole = None
            for chunk in bound.stream(ASK):
                whole = chunk if whole is None else whole + chunk
            self.assertEqual(whole.tool_calls[0]["args"], GIVEN)
            result = langchain_core.messages.ToolMessage("rain", tool_call_id=first.tool_calls[0]["id"])
            self.assertEqual(bound.invoke([langchain_core.messages.HumanMessage(ASK), first, result]).text, ANSWER)
        self.with_each(check)

    def test_raises_the_errors_of_its_sdks(self):
        for model, unknown in zip(self.models("nobody"), (openai.BadRequestError, anthropic.NotFoundError)):
            with self.assertRaises(unknown):
                model.invoke(ASK)
        for model, refused in zip(self.models("m-chat", "sk-wrong"),
                                  (openai.AuthenticationError, anthropic.AuthenticationError)):
            with self.assertRaises(refused):
                model.invoke(ASK)


class Llm(Case):
    """The llm program; its configuration names the gateway as CLIENTS of OpenAI's API do."""

    def ask(self, *arguments, key=KEY):
        with tempfile.TemporaryDirectory() as home:
            environment = isolation.program_environment(home, LLM_USER_PATH=f"{home}/llm", PORTICO_KEY=key)
            os.makedirs(f"{home}/llm")
            rows = "".join(f"- model_id: {name}\n  model_name: {name}\n  api_base: '{self.base}/v1'\n"
                           "  api_key_name: portico\n  supports_tools: true\n"
                           for name in [f"m-{shape}" for shape in SHAPES] + ["nobody"])
            with open(f"{home}/llm/extra-openai-models.yaml", "w", encoding="utf-8") as file:
                file.write(rows)
            return subprocess.run([sys.executable, "-m", "llm", "prompt", "--key", key, *arguments], env=environment,
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)

    def test_answers_whole_and_streamed(self):
        def check(model):
            for more in ((), ("--no-stream",)):
                done = self.ask("-m", model, *more, ASK)
                self.assertEqual((done.returncode, done.stdout.strip()), (0, TEXT), done.stderr)
        self.in_each_shape(check)

    def test_calls_a_tool(self):
        source = f'def get_weather(zone: str, big: int, at: list):\n    "{ABOUT}"\n    return "rain"\n'

        def check(model):
            done = self.ask("-m", model, "--functions", source, ASK)
            self.assertEqual((done.returncode, done.stdout.strip()), (0, ANSWER), done.stderr)
        self.in_each_shape(check)

    def test_tells_of_errors(self):
        done = self.ask("-m", "nobody", ASK)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("nobody", done.stderr)
        done = self.ask("-m", "m-chat", ASK, key="sk-wrong")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("Authentication", done.stderr)


class Ledger(Case):
    def test_has_a_row_for_each_api(self):
        client = anthropic.Anthropic(base_url=self.base, api_key=KEY, max_retries=0)
        client.messages.create(model="m-chat", max_tokens=9, messages=[{"role": "user", "content": ASK}])
        openai.OpenAI(base_url=self.base + "/v1", api_key=KEY, max_retries=0).responses.create(model="m-messages", input=ASK)
        google = genai.Client(api_key=KEY, http_options={"base_url": self.base})
        google.models.generate_content(model="m-messages", contents=ASK)
        wait_until(lambda: len(self.gateway.json("GET", "/spend/logs")) == 3, "the ledger has three rows")
        rows = self.gateway.json("GET", "/spend/logs")
        self.assertEqual({row["call_type"] for row in rows}, {"anthropic_messages", "aresponses", "agenerate_content"})
        self.assertEqual({row["prompt_tokens"] for row in rows}, {INPUT_TOKENS})


if __name__ == "__main__":
    isolation.leave_network()
    for name, value in isolation.program_environment(tempfile.mkdtemp()).items():
        if name.startswith(("XDG_", "HOME")):
            os.environ[name] = value
    gateway.main()

"""Every client API against every provider's: what the official client shows, and what the provider was asked.

One cell is one feature of one client API in front of one provider. A cell is skipped only where SKIPS gives the reason.
Arguments: PORTICOD [-k TEXT] (only cells whose name "client > provider: feature" holds TEXT). Prints a table.
"""
import base64
import json
import struct
import sys
import time
import traceback
import zlib

import gateway
from gateway import KEY, Gateway
from wires import CALLS, INPUT, MESSAGE, OBJECT, OUTPUT, SCENES, TEXT, THOUGHTS, WIRES, Provider

try:
    import anthropic
    import openai
    from google import genai
    from google.genai import types
except ImportError as problem:
    gateway.skip(f"a client package for Python is not installed ({problem})")

MODELS = {"openai": "openai/gpt-5-mini", "responses": "openai/responses/gpt-5-mini",
          "anthropic": "anthropic/claude-sonnet-4-5", "gemini": "gemini/gemini-2.5-flash",
          "bedrock": "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
          "cohere": "cohere_chat/command-a-reasoning-08-2025", "ollama": "ollama_chat/qwen3"}
OTHER_MODELS = {("openai", "stop"): "openai/gpt-4.1"}  # OpenAI's reasoning models take no stop sequences.
SKIPS = {}
for _provider in WIRES:
    SKIPS["responses", _provider, "stop"] = "the Responses API has no stop sequences"
    SKIPS[None, "responses", "stop"] = "the Responses API has no stop sequences"
SCHEMA = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
          "required": ["name", "age"], "additionalProperties": False}
TOOL_SCHEMAS = {
    "get_weather": {"type": "object", "properties": {"city": {"type": "string", "description": "where"}},
                    "required": ["city"]},
    "get_time": {"type": "object", "properties": {"zone": {"type": "string"}, "h24": {"type": "boolean"}}}}


def png():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00")) + chunk(b"IEND", b""))


PNG = png()
PNG_TEXT = base64.b64encode(PNG).decode()
PNG_URL = "data:image/png;base64," + PNG_TEXT


class Seen:
    """What the client shows, in one vocabulary. end: stop, length or tools."""

    def __init__(self, text="", thoughts="", calls=(), end="", pieces=0, tokens=(0, 0)):
        self.text, self.thoughts, self.calls = text, thoughts, list(calls)
        self.end, self.pieces, self.tokens = end, pieces, tokens


class Refused(Exception):
    """The client's own error: its class for the status, the status, and what it says."""

    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


class Asked:
    """What a client asks for, whatever its API."""

    def __init__(self, streamed=False, tools=(), results=False, image=False, schema=False, thinks=False, stop=(),
                 limit=None):
        self.streamed, self.tools, self.results, self.image = streamed, list(tools), results, image
        self.schema, self.thinks, self.stop, self.limit = schema, thinks, list(stop), limit


class Chat:
    ENDS = {"stop": "stop", "length": "length", "tool_calls": "tools"}

    def __init__(self, base):
        self.client = openai.OpenAI(base_url=base + "/v1", api_key=KEY, max_retries=0, timeout=20)

    def request(self, asked):
        content = "hi"
        if asked.image:
            content = [{"type": "text", "text": "hi"}, {"type": "image_url", "image_url": {"url": PNG_URL}}]
        messages = [{"role": "system", "content": "be kind"}, {"role": "user", "content": content}]
        if asked.results:
            messages.append({"role": "assistant", "content": None, "tool_calls": [
                {"id": i, "type": "function", "function": {"name": n, "arguments": json.dumps(a)}}
                for i, n, a in CALLS]})
            messages += [{"role": "tool", "tool_call_id": i, "content": f"result of {n}"} for i, n, _ in CALLS]
        out = {"messages": messages}
        if asked.tools:
            out["tools"] = [{"type": "function", "function": {"name": name, "description": "d",
                                                              "parameters": TOOL_SCHEMAS[name]}}
                            for name in asked.tools]
        if asked.schema:
            out["response_format"] = {"type": "json_schema", "json_schema": {"name": "person", "schema": SCHEMA,
                                                                             "strict": True}}
        if asked.thinks:
            out["reasoning_effort"] = "low"
        if asked.stop:
            out["stop"] = asked.stop
        if asked.limit:
            out["max_tokens"] = asked.limit
        return out

    def ask(self, model, asked):
        request = self.request(asked)
        try:
            if not asked.streamed:
                return self.whole(self.client.chat.completions.create(model=model, **request))
            return self.stream(self.client.chat.completions.create(
                model=model, stream=True, stream_options={"include_usage": True}, **request))
        except openai.APIStatusError as error:
            assert (error.status_code == 429) == isinstance(error, openai.RateLimitError)
            raise Refused(error.status_code, str(error.body)) from error
        except openai.APIError as error:
            raise Refused(0, str(error)) from error

    def whole(self, answer):
        message = answer.choices[0].message
        return Seen(message.content or "", getattr(message, "reasoning_content", None) or "",
                    [(call.function.name, json.loads(call.function.arguments)) for call in message.tool_calls or []],
                    self.ENDS[answer.choices[0].finish_reason], 0,
                    (answer.usage.prompt_tokens, answer.usage.completion_tokens))

    def stream(self, chunks):
        seen, calls = Seen(), {}
        for chunk in chunks:
            if chunk.usage:
                seen.tokens = (chunk.usage.prompt_tokens, chunk.usage.completion_tokens)
            for choice in chunk.choices:
                seen.pieces += bool(choice.delta.content)
                seen.text += choice.delta.content or ""
                seen.thoughts += getattr(choice.delta, "reasoning_content", None) or ""
                for call in choice.delta.tool_calls or []:
                    name, arguments = calls.get(call.index, ("", ""))
                    calls[call.index] = (name + (call.function.name or ""),
                                         arguments + (call.function.arguments or ""))
                if choice.finish_reason:
                    assert not seen.end, "two finish reasons"
                    seen.end = self.ENDS[choice.finish_reason]
        seen.calls = [(name, json.loads(arguments)) for _, (name, arguments) in sorted(calls.items())]
        return seen


class Responses:
    def __init__(self, base):
        self.client = openai.OpenAI(base_url=base + "/v1", api_key=KEY, max_retries=0, timeout=20)

    def request(self, asked):
        content = [{"type": "input_text", "text": "hi"}]
        if asked.image:
            content.append({"type": "input_image", "image_url": PNG_URL, "detail": "auto"})
        items = [{"role": "user", "content": content}]
        if asked.results:
            items += [{"type": "function_call", "call_id": i, "name": n, "arguments": json.dumps(a)}
                      for i, n, a in CALLS]
            items += [{"type": "function_call_output", "call_id": i, "output": f"result of {n}"} for i, n, _ in CALLS]
        out = {"input": items, "instructions": "be kind"}
        if asked.tools:
            out["tools"] = [{"type": "function", "name": name, "description": "d", "parameters": TOOL_SCHEMAS[name],
                             "strict": False} for name in asked.tools]
        if asked.schema:
            out["text"] = {"format": {"type": "json_schema", "name": "person", "schema": SCHEMA, "strict": True}}
        if asked.thinks:
            out["reasoning"] = {"effort": "low", "summary": "auto"}
        if asked.limit:
            out["max_output_tokens"] = asked.limit
        return out

    def ask(self, model, asked):
        try:
            if not asked.streamed:
                return self.read(self.client.responses.create(model=model, **self.request(asked)))
            pieces, last = 0, None
            for number, event in enumerate(self.client.responses.create(model=model, stream=True,
                                                                        **self.request(asked))):
                assert event.sequence_number == number, event
                pieces += event.type == "response.output_text.delta"
                last = event
            if last.type == "response.failed":
                raise Refused(0, last.response.error.message)
            assert last.type in ("response.completed", "response.incomplete"), last.type
            seen = self.read(last.response)
            seen.pieces = pieces
            return seen
        except openai.APIStatusError as error:
            assert (error.status_code == 429) == isinstance(error, openai.RateLimitError)
            raise Refused(error.status_code, str(error.body)) from error
        except openai.APIError as error:
            raise Refused(0, str(error)) from error

    def read(self, answer):
        calls = [(item.name, json.loads(item.arguments)) for item in answer.output if item.type == "function_call"]
        thoughts = "".join(part.text for item in answer.output if item.type == "reasoning"
                           for part in item.summary or item.content or [])
        end = "tools" if calls else "stop"
        if answer.status == "incomplete":
            end = {"max_output_tokens": "length"}[answer.incomplete_details.reason]
        else:
            assert answer.status == "completed", answer.status
        return Seen(answer.output_text, thoughts, calls, end, 0,
                    (answer.usage.input_tokens, answer.usage.output_tokens))


class Messages:
    ENDS = {"end_turn": "stop", "stop_sequence": "stop", "max_tokens": "length", "tool_use": "tools"}

    def __init__(self, base):
        self.client = anthropic.Anthropic(base_url=base, api_key=KEY, max_retries=0, timeout=20)

    def request(self, asked):
        content = [{"type": "text", "text": "hi"}]
        if asked.image:
            content.insert(0, {"type": "image", "source": {"type": "base64", "media_type": "image/png",
                                                           "data": PNG_TEXT}})
        messages = [{"role": "user", "content": content}]
        if asked.results:
            messages += [
                {"role": "assistant", "content": [{"type": "tool_use", "id": i, "name": n, "input": a}
                                                  for i, n, a in CALLS]},
                {"role": "user", "content": [{"type": "tool_result", "tool_use_id": i, "content": f"result of {n}"}
                                             for i, n, _ in CALLS]}]
        out = {"messages": messages, "system": "be kind", "max_tokens": asked.limit or 4000}
        if asked.tools:
            out["tools"] = [{"name": name, "description": "d", "input_schema": TOOL_SCHEMAS[name]}
                            for name in asked.tools]
        if asked.schema:
            out["extra_body"] = {"output_config": {"format": {"type": "json_schema", "schema": SCHEMA}}}
        if asked.thinks:
            out["thinking"] = {"type": "enabled", "budget_tokens": 1024}
        if asked.stop:
            out["stop_sequences"] = asked.stop
        return out

    def ask(self, model, asked):
        try:
            if not asked.streamed:
                return self.read(self.client.messages.create(model=model, **self.request(asked)))
            with self.client.messages.stream(model=model, **self.request(asked)) as stream:
                pieces = len(list(stream.text_stream))
                seen = self.read(stream.get_final_message())
                seen.pieces = pieces
                return seen
        except anthropic.APIStatusError as error:
            assert (error.status_code == 429) == isinstance(error, anthropic.RateLimitError)
            raise Refused(error.status_code, str(error.body)) from error
        except anthropic.APIError as error:
            raise Refused(0, str(error)) from error

    def read(self, answer):
        return Seen("".join(block.text for block in answer.content if block.type == "text"),
                    "".join(block.thinking for block in answer.content if block.type == "thinking"),
                    [(block.name, block.input) for block in answer.content if block.type == "tool_use"],
                    self.ENDS[answer.stop_reason], 0, (answer.usage.input_tokens, answer.usage.output_tokens))


class Google:
    ENDS = {types.FinishReason.STOP: "stop", types.FinishReason.MAX_TOKENS: "length"}

    def __init__(self, base):
        self.client = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=base, timeout=20000))

    def request(self, asked):
        parts = [types.Part.from_text(text="hi")]
        if asked.image:
            parts.append(types.Part.from_bytes(data=PNG, mime_type="image/png"))
        contents = [types.Content(role="user", parts=parts)]
        if asked.results:
            contents += [
                types.Content(role="model", parts=[types.Part.from_function_call(name=n, args=a)
                                                   for _, n, a in CALLS]),
                types.Content(role="user", parts=[
                    types.Part.from_function_response(name=n, response={"result": f"result of {n}"})
                    for _, n, _ in CALLS])]
        config = {"system_instruction": "be kind"}
        if asked.tools:
            config["tools"] = [types.Tool(function_declarations=[types.FunctionDeclaration(
                name=name, description="d", parameters_json_schema=TOOL_SCHEMAS[name]) for name in asked.tools])]
            config["automatic_function_calling"] = types.AutomaticFunctionCallingConfig(disable=True)
        if asked.schema:
            config.update(response_mime_type="application/json", response_json_schema=SCHEMA)
        if asked.thinks:
            config["thinking_config"] = types.ThinkingConfig(include_thoughts=True, thinking_budget=1024)
        if asked.stop:
            config["stop_sequences"] = asked.stop
        if asked.limit:
            config["max_output_tokens"] = asked.limit
        return {"contents": contents, "config": types.GenerateContentConfig(**config)}

    def ask(self, model, asked):
        try:
            if not asked.streamed:
                return self.read([self.client.models.generate_content(model=model, **self.request(asked))])
            return self.read(self.client.models.generate_content_stream(model=model, **self.request(asked)))
        except genai.errors.APIError as error:
            assert error.code != 429 or error.status == "RESOURCE_EXHAUSTED", error.status
            raise Refused(error.code, error.message) from error

    def read(self, chunks):
        seen = Seen()
        for chunk in chunks:
            for candidate in chunk.candidates or []:
                for part in (candidate.content and candidate.content.parts) or []:
                    if part.function_call:
                        seen.calls.append((part.function_call.name, part.function_call.args))
                    elif part.thought:
                        seen.thoughts += part.text
                    elif part.text:
                        seen.text += part.text
                        seen.pieces += 1
                if candidate.finish_reason:
                    seen.end = self.ENDS[candidate.finish_reason]
            if chunk.usage_metadata:
                usage = chunk.usage_metadata
                seen.tokens = (usage.prompt_token_count, usage.candidates_token_count)
        # Google's API has no word of its own for an answer that calls tools.
        if seen.calls and seen.end == "stop":
            seen.end = "tools"
        assert seen.end, "the answer has no finish reason"
        return seen


CLIENTS = {"chat": Chat, "responses": Responses, "messages": Messages, "gemini": Google}


def same(what, got, wanted):
    if got != wanted:
        raise AssertionError(f"{what}: {got!r}, not {wanted!r}")


class Cells:
    """The features. Each asks and says what must be seen and heard."""

    def __init__(self, client, provider, upstream):
        self.client, self.provider, self.upstream = client, provider, upstream

    def ask(self, scene, **asked):
        """The answer, and the request as the provider read it."""
        self.upstream.heard, self.upstream.problem = None, "the provider was not asked"
        try:
            seen = self.client.ask(f"{self.provider}-{scene}".replace(" ", "-"), Asked(**asked))
        finally:
            self.said = self.upstream.heard
        if self.upstream.problem:
            raise AssertionError(f"request: {self.upstream.problem}")
        heard = self.upstream.heard
        same("streamed", heard.streamed, asked.get("streamed", False))
        same("system", heard.system, "be kind")
        same("user", heard.user, "hi")
        same("tokens", seen.tokens, (INPUT, OUTPUT))
        return seen, heard

    def both(self, scene, **asked):
        for streamed in (False, True):
            yield self.ask(scene, streamed=streamed, **asked)

    def text(self):
        seen, heard = self.ask("text")
        same("text", seen.text, TEXT)
        same("end", seen.end, "stop")
        same("tools", heard.tools, [])

    def stream(self):
        seen, _ = self.ask("text", streamed=True)
        same("text", seen.text, TEXT)
        same("end", seen.end, "stop")
        same("pieces", seen.pieces, 3)

    def tool_call(self):
        for seen, heard in self.both("tool call", tools=["get_weather"]):
            same("calls", seen.calls, [call[1:] for call in CALLS[:1]])
            same("end", seen.end, "tools")
            same("tools", heard.tools, ["get_weather"])

    def parallel_calls(self):
        for seen, heard in self.both("parallel calls", tools=list(TOOL_SCHEMAS)):
            same("calls", seen.calls, [call[1:] for call in CALLS])
            same("text", seen.text, SCENES["parallel calls"].text[0])
            same("end", seen.end, "tools")
            same("tools", heard.tools, list(TOOL_SCHEMAS))

    def tool_result(self):
        seen, heard = self.ask("text", tools=list(TOOL_SCHEMAS), results=True)
        same("text", seen.text, TEXT)
        same("calls", heard.calls, [call[1:] for call in CALLS])
        same("tools that gave results", [name for name, _ in heard.results], [name for _, name, _ in CALLS])
        for name, text in heard.results:
            assert f"result of {name}" in text, text

    def image(self):
        seen, heard = self.ask("text", image=True)
        same("text", seen.text, TEXT)
        same("images", heard.images, [("image/png", PNG)])

    def JSON_schema(self):
        for seen, heard in self.both("JSON schema", schema=True):
            same("object", json.loads(seen.text), json.loads(OBJECT))
            same("calls", seen.calls, [])
            same("end", seen.end, "stop")
            assert heard.schema, "the provider was told no schema"
            same("members", sorted(heard.schema["properties"]), ["age", "name"])
            same("required", sorted(heard.schema["required"]), ["age", "name"])

    def reasoning(self):
        for seen, heard in self.both("reasoning", thinks=True):
            same("the provider was asked to think", heard.thinks, True)
            same("thoughts", seen.thoughts, "".join(THOUGHTS))
            same("text", seen.text, TEXT)

    def stop(self):
        seen, heard = self.ask("stop", stop=["END", "###"])
        same("stop sequences", heard.stop, ["END", "###"])
        same("end", seen.end, "stop")

    def length(self):
        for seen, heard in self.both("length", limit=50):
            same("limit", heard.limit, 50)
            same("end", seen.end, "length")

    def error(self):
        for streamed in (False, True):
            try:
                self.ask("error", streamed=streamed)
            except Refused as refused:
                same("status", refused.status, 429)
                assert MESSAGE in str(refused), str(refused)
            else:
                raise AssertionError("the client saw no error")

    def cut(self):
        try:
            seen, _ = self.ask("cut", streamed=True)
        except Refused as refused:
            assert str(refused), "the error says nothing"
            return
        raise AssertionError(f"the client saw no error but {seen.text!r}")


FEATURES = ["text", "stream", "tool call", "parallel calls", "tool result", "image", "JSON schema", "reasoning", "stop",
            "length", "error", "cut"]


def config(base):
    rows = []
    for provider, model in MODELS.items():
        for scene in SCENES:
            slug = scene.replace(" ", "-")
            url = f"{base}/{provider}/{slug}"
            params = {"model": OTHER_MODELS.get((provider, scene), model), "api_base": url, "api_key": "sk-upstream", "max_retries": 0}
            if provider in ("openai", "responses"):
                params["api_base"] += "/v1"
            if provider == "openai":
                params["use_chat_completions_api"] = True
            if provider == "bedrock":
                del params["api_base"], params["api_key"]
                params.update(aws_bedrock_runtime_endpoint=url, aws_access_key_id="AKIA0", aws_secret_access_key="s",
                              aws_region_name="eu-west-1")
            rows.append({"model_name": f"{provider}-{slug}", "litellm_params": params})
    return json.dumps({"model_list": rows, "general_settings": {"master_key": KEY},
                       "router_settings": {"num_retries": 0, "disable_cooldowns": True}})


def reason_to_skip(client, provider, feature):
    return SKIPS.get((client, provider, feature)) or SKIPS.get((None, provider, feature))


def table(outcomes):
    width = max(len(feature) for feature in FEATURES)
    lines = []
    for client in CLIENTS:
        lines.append(f"{client:{width}}    " + "  ".join(f"{provider:9}" for provider in WIRES))
        lines += [f"  {feature:{width}}  " + "  ".join(f"{outcomes.get((client, provider, feature), '-'):9}"
                                                     for provider in WIRES) for feature in FEATURES]
    return "\n".join(lines)


def main():
    only = sys.argv[sys.argv.index("-k") + 1] if "-k" in sys.argv else ""
    began = time.monotonic()
    upstream = Provider()
    porticod = Gateway(sys.argv[1], config(upstream.base)).start()
    outcomes, problems, skipped = {}, [], {}
    try:
        for name, client in CLIENTS.items():
            client = client(porticod.base)
            for provider in WIRES:
                cells = Cells(client, provider, upstream)
                for feature in FEATURES:
                    title = f"{name} > {provider}: {feature}"
                    if only not in title:
                        continue
                    reason = reason_to_skip(name, provider, feature)
                    if reason:
                        outcomes[name, provider, feature] = "skipped"
                        skipped.setdefault(reason, []).append(title)
                        continue
                    try:
                        getattr(cells, feature.replace(" ", "_"))()
                        outcomes[name, provider, feature] = "passed"
                    except Exception as problem:  # Whatever a client raises is this cell's failure.
                        outcomes[name, provider, feature] = "FAILED"
                        shown = f"{type(problem).__name__}: {problem}"
                        if not isinstance(problem, (AssertionError, Refused)):
                            shown += "\n" + traceback.format_exc(limit=-2)
                        asked = upstream.heard and f"\n    asked: {json.dumps(upstream.heard.body)[:1500]}"
                        problems.append(f"{title}: {shown}{asked or ''}")
    finally:
        porticod.close()
        upstream.close()
    print(*problems, "", table(outcomes), "", sep="\n")
    for reason, titles in skipped.items():
        print(f"skipped, {reason}: {len(titles)} cells")
    counts = [list(outcomes.values()).count(word) for word in ("passed", "FAILED", "skipped")]
    print(f"{counts[0]} passed, {counts[1]} failed, {counts[2]} skipped in {time.monotonic() - began:.1f} s")
    sys.exit(1 if counts[1] or not counts[0] else 0)


if __name__ == "__main__":
    main()

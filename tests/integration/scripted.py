"""A provider that speaks four wire shapes over one script: OpenAI's chat and Responses, Anthropic's Messages, Gemini.

A script is a function from a Request to a Call, a list of Calls or a text. What a provider of that shape would refuse
is refused here with 400 and kept in `problems`; a test that has ended well has none.
"""
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECES = ["Hello", " from", " the", " scripted", " model."]
TEXT = "".join(PIECES)
INPUT_TOKENS = 1200
OUTPUT_TOKENS = 34
KEY = "sk-upstream"
WEATHER = "rain"
# Key order and a number that a double would spoil: what comes back must be what was given.
ARGUMENTS = '{"zone": "Oslo", "big": 9007199254740993, "at": [1, 2.5]}'


class Call:
    def __init__(self, name, arguments):
        """arguments: JSON text."""
        self.name = name
        self.arguments = arguments


class Request:
    """What was asked, in no shape: tools by name, results as (call id, text), the texts said so far."""

    def __init__(self, shape, path, headers, body):
        self.shape = shape
        self.path = path
        self.headers = headers
        self.body = body
        self.model = body.get("model", "")
        self.stream = bool(body.get("stream"))
        self.tools = {}
        self.results = []
        self.texts = []  # (role, text)
        self.arguments = []  # JSON values of earlier calls

    def said(self, role):
        return "\n".join(text for who, text in self.texts if who == role)


def weather_script(request):
    """Calls get_weather while there is that tool and no result, then says what the tool said; a text without it."""
    if "get_weather" not in request.tools:
        return TEXT
    if not request.results:
        return Call("get_weather", ARGUMENTS)
    if request.arguments[-1] != json.loads(ARGUMENTS):
        raise ValueError(f"the call came back as {request.arguments[-1]}")
    return f"It is {request.results[-1][1]}."


def need(condition, text):
    if not condition:
        raise ValueError(text)


def text_of(content, *kinds):
    """The text of a content that is a string or a list of parts of these kinds."""
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    need(isinstance(content, list), f"content is neither text nor parts: {content!r:.200}")
    return "\n".join(part.get("text", "") for part in content if part.get("type") in kinds)


def read_chat(request):
    body = request.body
    need(body.get("messages"), "no messages")
    if body.get("stream"):
        need((body.get("stream_options") or {}).get("include_usage"), "a stream without include_usage")
    for tool in body.get("tools") or []:
        need(tool["type"] == "function", f"a tool of type {tool['type']}")
        request.tools[tool["function"]["name"]] = tool["function"].get("parameters")
    open_calls = set()
    for message in body["messages"]:
        role = message["role"]
        need(role in ("system", "developer", "user", "assistant", "tool"), f"role {role}")
        if role == "tool":
            need(message["tool_call_id"] in open_calls, f"a result for no call: {message['tool_call_id']}")
            open_calls.discard(message["tool_call_id"])
            request.results.append((message["tool_call_id"], text_of(message["content"], "text")))
            continue
        need(not open_calls, f"calls without results before a message of {role}: {open_calls}")
        for call in message.get("tool_calls") or []:
            open_calls.add(call["id"])
            request.arguments.append(json.loads(call["function"]["arguments"]))
        request.texts.append((role, text_of(message.get("content"), "text")))
    need(not open_calls, f"calls without results at the end: {open_calls}")


def read_responses(request):
    body = request.body
    need(body.get("input"), "no input")
    for tool in body.get("tools") or []:
        request.tools[tool.get("name") or tool["type"]] = tool.get("parameters")
    items = body["input"]
    if isinstance(items, str):
        items = [{"role": "user", "content": items}]
    if body.get("instructions"):
        request.texts.append(("system", body["instructions"]))
    calls = set()
    for item in items:
        kind = item.get("type", "message")
        if kind in ("function_call", "custom_tool_call"):
            calls.add(item["call_id"])
            request.arguments.append(json.loads(item["arguments"]) if kind == "function_call" else item["input"])
        elif kind in ("function_call_output", "custom_tool_call_output"):
            need(item["call_id"] in calls, f"a result for no call: {item['call_id']}")
            request.results.append((item["call_id"], text_of(item["output"], "input_text")))
        elif kind == "message":
            request.texts.append((item["role"], text_of(item["content"], "input_text", "output_text")))


def read_messages(request):
    body = request.body
    need(request.headers.get("anthropic-version"), "no anthropic-version")
    need(isinstance(body.get("max_tokens"), int) and body["max_tokens"] > 0, "no max_tokens")
    need(body.get("messages"), "no messages")
    request.texts.append(("system", text_of(body.get("system"), "text")))
    for tool in body.get("tools") or []:
        need("input_schema" in tool or tool.get("type", "custom") != "custom", f"a tool without schema: {tool}")
        request.tools[tool["name"]] = tool.get("input_schema")
    calls = set()
    for index, message in enumerate(body["messages"]):
        need(message["role"] in ("user", "assistant", "system"), f"role {message['role']}")
        content = message["content"]
        need(content, f"message {index} is empty")
        request.texts.append((message["role"], text_of(content, "text")))
        answered = set()
        for block in content if isinstance(content, list) else []:
            if block["type"] == "tool_use":
                calls.add(block["id"])
                need(isinstance(block["input"], dict), "tool_use.input is no object")
                request.arguments.append(block["input"])
            elif block["type"] == "tool_result":
                need(block["tool_use_id"] in calls, f"a result for no call: {block['tool_use_id']}")
                answered.add(block["tool_use_id"])
                request.results.append((block["tool_use_id"], text_of(block.get("content"), "text")))
        if message["role"] == "user":
            need(calls == answered, f"calls without results in message {index}: {calls - answered}")
            calls.clear()
    need(not calls, f"calls without results at the end: {calls}")


def read_gemini(request):
    body = request.body
    need(body.get("contents"), "no contents")
    found = re.match(r"/v1(?:beta)?/models/([^:]+):(\w+)", request.path)
    request.model, action = found[1], found[2]
    request.stream = action == "streamGenerateContent"
    need(not request.stream or "alt=sse" in request.path, "a stream without alt=sse")
    system = body.get("systemInstruction") or {}
    request.texts.append(("system", "\n".join(part.get("text", "") for part in system.get("parts", []))))
    for tool in body.get("tools") or []:
        for declared in tool.get("functionDeclarations", []):
            request.tools[declared["name"]] = declared.get("parameters") or declared.get("parametersJsonSchema")
    calls = []
    for content in body["contents"]:
        need(content.get("parts"), "a content without parts")
        need(content.get("role", "user") in ("user", "model", "function"), f"role {content.get('role')}")
        role = "assistant" if content.get("role") == "model" else "user"
        for part in content["parts"]:
            if "text" in part and not part.get("thought"):
                request.texts.append((role, part["text"]))
            if "functionCall" in part:
                calls.append(part["functionCall"]["name"])
                request.arguments.append(part["functionCall"].get("args", {}))
            if "functionResponse" in part:
                answer = part["functionResponse"]
                need(answer["name"] in calls, f"a result for no call: {answer['name']}")
                need(isinstance(answer["response"], dict), "functionResponse.response is no object")
                value = list(answer["response"].values())
                value = value[0] if len(value) == 1 else answer["response"]
                request.results.append((answer["name"], value if isinstance(value, str) else json.dumps(value)))


def pieces_of(text):
    return PIECES if text == TEXT else [text[:3], text[3:]] if len(text) > 3 else [text]


class _Writer:
    """Answers in one shape. whole() is the body; events() are (event name or None, value) until the end."""

    def __init__(self, request, text, calls):
        self.model = request.model
        self.text = text
        self.calls = calls
        self.id = f"{time.monotonic_ns():x}"

    def call_ids(self, prefix):
        return [(f"{prefix}{self.id}{index}", call) for index, call in enumerate(self.calls)]


class ChatWriter(_Writer):
    usage = {"prompt_tokens": INPUT_TOKENS, "completion_tokens": OUTPUT_TOKENS,
             "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS}

    def base(self, kind):
        return {"id": f"chatcmpl-{self.id}", "object": kind, "created": 1700000000, "model": self.model}

    def whole(self):
        message = {"role": "assistant", "content": self.text or None}
        if self.calls:
            message["tool_calls"] = [{"id": i, "type": "function", "function": {"name": c.name,
                                      "arguments": c.arguments}} for i, c in self.call_ids("call_")]
        choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if self.calls else "stop"}
        return {**self.base("chat.completion"), "choices": [choice], "usage": self.usage}

    def chunk(self, delta, finish=None):
        return None, {**self.base("chat.completion.chunk"),
                      "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    def events(self):
        yield self.chunk({"role": "assistant", "content": ""})
        for piece in pieces_of(self.text) if self.text else []:
            yield self.chunk({"content": piece})
        for index, (identity, call) in enumerate(self.call_ids("call_")):
            yield self.chunk({"tool_calls": [{"index": index, "id": identity, "type": "function",
                                              "function": {"name": call.name, "arguments": ""}}]})
            for piece in pieces_of(call.arguments):
                yield self.chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
        yield self.chunk({}, "tool_calls" if self.calls else "stop")
        yield None, {**self.base("chat.completion.chunk"), "choices": [], "usage": self.usage}
        yield None, "[DONE]"


class MessagesWriter(_Writer):
    def blocks(self):
        out = [{"type": "text", "text": self.text}] if self.text else []
        return out + [{"type": "tool_use", "id": i, "name": c.name, "input": json.loads(c.arguments)}
                      for i, c in self.call_ids("toolu_")]

    def message(self, content, reason, output):
        return {"id": f"msg_{self.id}", "type": "message", "role": "assistant", "model": self.model,
                "content": content, "stop_reason": reason, "stop_sequence": None,
                "usage": {"input_tokens": INPUT_TOKENS, "cache_creation_input_tokens": 0,
                          "cache_read_input_tokens": 0, "output_tokens": output}}

    def reason(self):
        return "tool_use" if self.calls else "end_turn"

    def whole(self):
        return self.message(self.blocks(), self.reason(), OUTPUT_TOKENS)

    def events(self):
        def event(kind, **fields):
            return kind, {"type": kind, **fields}
        yield event("message_start", message=self.message([], None, 1))
        yield event("ping")
        for index, block in enumerate(self.blocks()):
            if block["type"] == "text":
                empty, deltas = {"type": "text", "text": ""}, [
                    {"type": "text_delta", "text": piece} for piece in pieces_of(self.text)]
            else:
                arguments = self.calls[index - (1 if self.text else 0)].arguments
                empty, deltas = {**block, "input": {}}, [
                    {"type": "input_json_delta", "partial_json": piece} for piece in pieces_of(arguments)]
            yield event("content_block_start", index=index, content_block=empty)
            for delta in deltas:
                yield event("content_block_delta", index=index, delta=delta)
            yield event("content_block_stop", index=index)
        yield event("message_delta", delta={"stop_reason": self.reason(), "stop_sequence": None},
                    usage={"output_tokens": OUTPUT_TOKENS})
        yield event("message_stop")


class GeminiWriter(_Writer):
    def chunk(self, parts, finish=None):
        candidate = {"content": {"role": "model", "parts": parts}, "index": 0}
        if finish:
            candidate["finishReason"] = finish
        return {"candidates": [candidate], "modelVersion": self.model, "responseId": self.id,
                "usageMetadata": {"promptTokenCount": INPUT_TOKENS, "candidatesTokenCount": OUTPUT_TOKENS,
                                  "totalTokenCount": INPUT_TOKENS + OUTPUT_TOKENS}}

    def call_parts(self):
        return [{"functionCall": {"name": c.name, "args": json.loads(c.arguments)}} for c in self.calls]

    def whole(self):
        return self.chunk(([{"text": self.text}] if self.text else []) + self.call_parts(), "STOP")

    def events(self):
        for piece in pieces_of(self.text) if self.text else []:
            yield None, self.chunk([{"text": piece}])
        if self.calls:
            yield None, self.chunk(self.call_parts())
        yield None, self.chunk([{"text": ""}], "STOP")


class ResponsesWriter(_Writer):
    def items(self):
        out = []
        if self.text:
            out.append({"type": "message", "id": f"msg_{self.id}", "role": "assistant", "status": "completed",
                        "content": [{"type": "output_text", "text": self.text, "annotations": [], "logprobs": []}]})
        return out + [{"type": "function_call", "id": f"fc_{i}", "call_id": i, "name": c.name, "status": "completed",
                       "arguments": c.arguments} for i, c in self.call_ids("call_")]

    def response(self, status, items):
        usage = {"input_tokens": INPUT_TOKENS, "input_tokens_details": {"cached_tokens": 0},
                 "output_tokens": OUTPUT_TOKENS, "output_tokens_details": {"reasoning_tokens": 0},
                 "total_tokens": INPUT_TOKENS + OUTPUT_TOKENS}
        return {"id": f"resp_{self.id}", "object": "response", "created_at": 1700000000, "status": status,
                "model": self.model, "output": items, "error": None, "incomplete_details": None,
                "instructions": None, "metadata": {}, "parallel_tool_calls": True, "temperature": 1.0, "top_p": 1.0,
                "tool_choice": "auto", "tools": [], "usage": usage if status == "completed" else None}

    def whole(self):
        return self.response("completed", self.items())

    def events(self):
        number = 0

        def event(kind, **fields):
            nonlocal number
            number += 1
            return kind, {"type": kind, "sequence_number": number - 1, **fields}
        yield event("response.created", response=self.response("in_progress", []))
        yield event("response.in_progress", response=self.response("in_progress", []))
        for index, item in enumerate(self.items()):
            at = {"output_index": index, "item_id": item["id"]}
            if item["type"] == "message":
                part = {**item["content"][0], "text": ""}
                yield event("response.output_item.added", output_index=index,
                            item={**item, "status": "in_progress", "content": []})
                yield event("response.content_part.added", **at, content_index=0, part=part)
                for piece in pieces_of(self.text):
                    yield event("response.output_text.delta", **at, content_index=0, delta=piece, logprobs=[])
                yield event("response.output_text.done", **at, content_index=0, text=self.text, logprobs=[])
                yield event("response.content_part.done", **at, content_index=0, part=item["content"][0])
            else:
                yield event("response.output_item.added", output_index=index,
                            item={**item, "status": "in_progress", "arguments": ""})
                for piece in pieces_of(item["arguments"]):
                    yield event("response.function_call_arguments.delta", **at, delta=piece)
                yield event("response.function_call_arguments.done", **at, name=item["name"],
                            arguments=item["arguments"])
            yield event("response.output_item.done", output_index=index, item=item)
        yield event("response.completed", response=self.response("completed", self.items()))


SHAPES = {"chat": (read_chat, ChatWriter), "responses": (read_responses, ResponsesWriter),
          "messages": (read_messages, MessagesWriter), "gemini": (read_gemini, GeminiWriter)}
# The header that names the key in each shape, and what stands before the key.
KEYS = {"chat": ("authorization", "Bearer "), "responses": ("authorization", "Bearer "),
        "messages": ("x-api-key", ""), "gemini": ("x-goog-api-key", "")}
PATHS = [(r"/v1/chat/completions$", "chat"), (r"/v1/responses$", "responses"), (r"/v1/messages(\?|$)", "messages"),
         (r"/v1(beta)?/models/[^:/]+:(generateContent|streamGenerateContent)", "gemini")]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # Clients that leave are no failure.


class ScriptedProvider:
    """silence_s: how long it waits for models whose name starts with "silent" before it says anything, and in the
    middle of the stream for those that start with "pausing". Models that start with "refusing" answer 429."""

    def __init__(self, script=weather_script, silence_s=0):
        self.script = script
        self.silence_s = silence_s
        self.requests = []
        self.problems = []
        self.lock = threading.Lock()
        owner = self

        class Handler(_Handler):
            provider = owner

        self.server = _Server(("127.0.0.1", 0), Handler)
        self.root = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def rows(self, names):
        """Rows of model_list, four for each name: NAME-chat, NAME-responses, NAME-messages and NAME-gemini."""
        kinds = {"chat": ("custom_openai/", "/v1"), "responses": ("openai/responses/", "/v1"),
                 "messages": ("anthropic/", ""), "gemini": ("gemini/", "")}
        return "".join(
            f"  - model_name: {name}-{shape}\n    litellm_params: {{model: {prefix}{name}, "
            f"api_base: '{self.root}{path}', api_key: {KEY}}}\n"
            for name in names for shape, (prefix, path) in kinds.items())

    def of_shape(self, shape):
        with self.lock:
            return [request for request in self.requests if request.shape == shape]

    def forget(self):
        with self.lock:
            self.requests.clear()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    provider = None

    def log_message(self, *args):
        pass

    def do_POST(self):
        data = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        shape = next((kind for pattern, kind in PATHS if re.match(pattern, self.path)), None)
        try:
            need(shape, f"no such path: {self.path}")
            name, before = KEYS[shape]
            need(headers.get(name) == before + KEY, f"{shape}: {name} does not hold the deployment's key")
            request = Request(shape, self.path, headers, json.loads(data))
            read, writer = SHAPES[shape]
            read(request)
            with self.provider.lock:
                self.provider.requests.append(request)
            turn = self.provider.script(request)
            text = turn if isinstance(turn, str) else ""
            calls = [] if isinstance(turn, str) else turn if isinstance(turn, list) else [turn]
            answer = writer(request, text, calls)
            if request.model.startswith("silent"):
                time.sleep(self.provider.silence_s)
            if "refusing" in request.model:
                return self.send(429, {"error": {"message": "scripted refusal", "type": "rate_limit_error"}})
        except Exception as problem:  # pylint: disable=broad-except
            with self.provider.lock:
                self.provider.problems.append(f"{self.path}: {problem!r}\n{data[:4000]!r}")
            return self.send(400, {"error": {"message": f"scripted provider: {problem!r}",
                                             "type": "invalid_request_error"}})
        pause_s = self.provider.silence_s if request.model.startswith("pausing") else 0
        return self.stream(answer.events(), pause_s) if request.stream else self.send(200, answer.whole())

    def send(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self, events, pause_s):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for index, (name, value) in enumerate(events):
            if index == 3:
                time.sleep(pause_s)
            data = value if isinstance(value, str) else json.dumps(value)
            block = (f"event: {name}\n" if name else "") + f"data: {data}\n\n"
            self.wfile.write(b"%x\r\n%s\r\n" % (len(block.encode()), block.encode()))
        self.wfile.write(b"0\r\n\r\n")

"""A provider that goes wrong as asked: OpenAI's chat and Anthropic's messages over plain asyncio sockets.

What it does is said by the model's name, as words joined by commas ("status=429,retry-after=1"), or by `faults`, a
function from a Request to such a text, for load:
  status=N         answers with that status and an error body
  retry-after=S, retry-after-ms=MS     say so with it
  context, policy  with status=400: the body of a prompt that is too long, or refused
  times=N          only the first N requests go wrong
  head=MS          waits before the head
  first=MS         the head at once, waits before the first piece
  gap=MS           waits between the pieces
  cut=N, how=rst   ends the connection after N pieces of a stream, by FIN or by RST; half of a whole body
  half=N           the same in the middle of the event behind N pieces
  stall=N          after N pieces nothing more comes
  garbage=N        after N pieces comes what is no event
  hangup           ends the connection instead of any answer
A text it is given as the beginning of its answer (the last message is the assistant's) it carries on from there.
"""
import asyncio
import json
import logging
import socket
import struct
import threading
import time

PIECES = ["Hello", " from", " the", " scripted", " provider.", " \u00dcnic\u00f6de", " and \"quotes\"", " end."]
TEXT = "".join(PIECES)
USAGE = {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500}
KEY = "sk-upstream"
STALL_S = 30
# Clients that leave are part of the script.
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


class Request:
    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.json = json.loads(body)
        self.model = self.json["model"]
        self.stream = bool(self.json.get("stream"))
        self.at = time.monotonic()
        self.messages = path.endswith("/messages")
        self.prefix = _prefix(self.json["messages"])

    def text(self):
        """What the user said first."""
        return next((_text(message["content"]) for message in self.json["messages"] if message["role"] == "user"), "")


def _text(content):
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


def _prefix(messages):
    last = messages[-1]
    return _text(last.get("content") or "") if last["role"] == "assistant" else ""


def words(text):
    out = {}
    for word in text.split(","):
        name, _, value = word.partition("=")
        out[name] = value
    return out


class Provider:
    def __init__(self, faults=None, text=None, keep=True):
        self.faults = faults
        self.pieces_of = text or (lambda request: PIECES)
        self.keep = keep
        self.received = []
        self.counts = {}
        self.went_on = 0
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        self.thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self.thread.start()
        ready.wait()
        self.base = f"http://127.0.0.1:{self.port}/v1"

    def _run(self, ready):
        asyncio.set_event_loop(self.loop)

        async def listen():
            self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024)
            self.port = self.server.sockets[0].getsockname()[1]
            ready.set()
        self.loop.run_until_complete(listen())
        self.loop.run_forever()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    def count(self, model):
        return self.counts.get(model, 0)

    def times(self, model):
        return [request.at for request in self.received if request.model == model]

    def last(self, model):
        return [request for request in self.received if request.model == model][-1]

    def forget(self):
        self.received.clear()
        self.counts.clear()

    def close(self):
        async def stop():
            self.server.close()
            for task in asyncio.all_tasks():
                if task is not asyncio.current_task():
                    task.cancel()
        asyncio.run_coroutine_threadsafe(stop(), self.loop).result(5)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    async def _serve(self, reader, writer):
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _one(self, reader, writer):
        """One request; false: the connection is done."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {}
        for line in head[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        request = Request(head[0].split(" ")[1], headers, body)
        self.counts[request.model] = self.counts.get(request.model, 0) + 1
        self.went_on += bool(request.prefix)
        if self.keep:
            self.received.append(request)
        plan = words(self.faults(request) if self.faults else request.model)
        if "times" in plan and self.counts[request.model] > int(plan["times"]):
            plan = {}
        await asyncio.sleep(int(plan.get("head", 0)) / 1000)
        if "hangup" in plan:
            return False
        if "status" in plan:
            writer.write(_failure(plan))
            await writer.drain()
            return True
        pieces = carried_on(self.pieces_of(request), request.prefix)
        if request.stream:
            return await self._stream(request, plan, pieces, writer)
        return await _whole(request, plan, pieces, writer)

    async def _stream(self, request, plan, pieces, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        shape = (_MessagesStream if request.messages else _ChatStream)(request)
        gap = int(plan.get("gap", 0)) / 1000
        if "first" in plan:
            await asyncio.sleep(int(plan["first"]) / 1000)
        _chunk(writer, shape.begin())
        for number, piece in enumerate(pieces):
            if gap and number:
                await asyncio.sleep(gap)
            event = shape.piece(piece)
            if plan.get("half") == str(number):
                _chunk(writer, event[:len(event) * 2 // 3])
                plan = {**plan, "cut": str(number)}
            if await _gone_wrong(plan, number, writer):
                return False
            _chunk(writer, event)
        if await _gone_wrong(plan, len(pieces), writer):
            return False
        _chunk(writer, shape.end())
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True


def carried_on(pieces, prefix):
    """The pieces that are still to be said when prefix has been."""
    text = "".join(pieces)
    if not prefix or not text.startswith(prefix):
        return pieces
    at = 0
    for number, piece in enumerate(pieces):
        if at + len(piece) > len(prefix):
            return [piece[len(prefix) - at:], *pieces[number + 1:]]
        at += len(piece)
    return []


def _chunk(writer, data):
    writer.write(b"%x\r\n%s\r\n" % (len(data), data))


async def _gone_wrong(plan, number, writer):
    if plan.get("stall") == str(number):
        await writer.drain()
        await asyncio.sleep(STALL_S)
        return True
    if plan.get("garbage") == str(number):
        _chunk(writer, b"data: {\"choices\": [{\x00\xff nonsense\n\ndata: <html>\n\n")
        await writer.drain()
        return True
    if plan.get("cut") == str(number):
        await writer.drain()
        await _end(plan, writer)
        return True
    return False


async def _end(plan, writer):
    if plan.get("how") == "rst":
        # What is still on its way would be lost with the connection.
        await asyncio.sleep(0.005)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()


def _head(status, length, more=""):
    return (f"HTTP/1.1 {status} Said\r\nContent-Type: application/json\r\n{more}"
            f"Content-Length: {length}\r\n\r\n").encode()


def _failure(plan):
    status = int(plan["status"])
    error = {"message": f"scripted failure {status}", "type": "server_error", "param": None, "code": None}
    if "context" in plan:
        error.update(code="context_length_exceeded", type="invalid_request_error",
                     message="This model's maximum context length is 4096 tokens.")
    if "policy" in plan:
        error.update(code="content_policy_violation", type="invalid_request_error",
                     message="Your request was rejected as a result of our safety system.")
    body = json.dumps({"error": error}).encode()
    more = "".join(f"{name}: {plan[name]}\r\n" for name in ("retry-after", "retry-after-ms") if name in plan)
    return _head(status, len(body), more) + body


async def _whole(request, plan, pieces, writer):
    text = "".join(pieces)
    if request.messages:
        value = {"id": "msg_1", "type": "message", "role": "assistant", "model": request.model,
                 "content": [{"type": "text", "text": text}], "stop_reason": "end_turn", "stop_sequence": None,
                 "usage": {"input_tokens": 1000, "output_tokens": 500}}
    else:
        value = {"id": "up-1", "object": "chat.completion", "created": 1700000000, "model": request.model,
                 "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
                 "usage": USAGE}
    body = json.dumps(value).encode()
    if "garbage" in plan:
        body = b"<html>\xff\x00 nonsense"
    writer.write(_head(200, len(body)))
    await asyncio.sleep(int(plan.get("first", 0)) / 1000)
    if "cut" in plan or "half" in plan:
        writer.write(body[:len(body) // 2])
        await writer.drain()
        await _end(plan, writer)
        return False
    if "stall" in plan:
        await asyncio.sleep(STALL_S)
        return False
    writer.write(body)
    await writer.drain()
    return True


class _ChatStream:
    def __init__(self, request):
        self.request = request

    def _event(self, delta, finish=None):
        return b"data: " + json.dumps({
            "id": "up-1", "object": "chat.completion.chunk", "created": 1700000000, "model": self.request.model,
            "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}).encode() + b"\n\n"

    def begin(self):
        return self._event({"role": "assistant", "content": ""})

    def piece(self, text):
        return self._event({"content": text})

    def end(self):
        out = self._event({}, "stop")
        if (self.request.json.get("stream_options") or {}).get("include_usage"):
            out += b"data: " + json.dumps({"id": "up-1", "object": "chat.completion.chunk", "created": 1700000000,
                                           "model": self.request.model, "choices": [],
                                           "usage": USAGE}).encode() + b"\n\n"
        return out + b"data: [DONE]\n\n"


class _MessagesStream:
    def __init__(self, request):
        self.request = request

    @staticmethod
    def _event(kind, **more):
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **more})}\n\n".encode()

    def begin(self):
        message = {"id": "msg_1", "type": "message", "role": "assistant", "model": self.request.model, "content": [],
                   "stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 1000, "output_tokens": 1}}
        return (self._event("message_start", message=message) +
                self._event("content_block_start", index=0, content_block={"type": "text", "text": ""}))

    def piece(self, text):
        return self._event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    def end(self):
        return (self._event("content_block_stop", index=0) +
                self._event("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None},
                            usage={"output_tokens": 500}) + self._event("message_stop"))

"""What truth.py sends and what its provider answers: both follow from a request's number, and so does the exact price.

A request is of one kind (KINDS). Its number goes to the provider in a header, so that the provider says the usage that
told_usage() tells, and both sides remember what they have seen.
"""
import asyncio
import decimal
import json
import logging
import re
import time

# Prices with more than twelve digits behind the point: amounts must be rounded.
PRICES = {
    "oa-model": {"input_cost_per_token": "0.00000123456789", "output_cost_per_token": "0.0000098765432109",
                 "cache_read_input_token_cost": "0.000000123456789012", "output_cost_per_reasoning_token": "0.0000111111111111"},
    "an-model": {"input_cost_per_token": "0.0000030000000001", "output_cost_per_token": "0.000015000000007",
                 "cache_read_input_token_cost": "0.0000003000000000001", "cache_creation_input_token_cost": "0.00000375000000013"},
    "emb-model": {"input_cost_per_token": "0.0000000204081632", "output_cost_per_token": "0"},
}
DIGITS = 27
PER_PICO = 10 ** (DIGITS - 12)

# How many of 200 requests are of a kind; the client's API, the model it names, whether it streams.
KINDS = {
    "chat": (44, "chat", "oa", False), "chat-stream": (40, "chat", "oa", True), "embeddings": (20, "embed", "emb", False),
    "messages": (16, "messages", "an", False), "messages-stream": (16, "messages", "an", True),
    "chat-an": (4, "chat", "an", False), "chat-an-stream": (6, "chat", "an", True),
    "messages-oa": (4, "messages", "oa", False), "messages-oa-stream": (6, "messages", "oa", True),
    "refused": (4, "chat", "refuse", False), "busy": (4, "chat", "busy", True), "flaky": (4, "chat", "flaky", False),
    "fallback": (6, "chat", "dead", True), "hopeless": (2, "messages", "hopeless", False), "cut": (4, "chat", "cut", True),
    "cut-messages": (2, "messages", "cut-an", True), "continued": (2, "chat", "continued", True),
    "left": (3, "chat", "slow", True), "left-messages": (3, "messages", "slow-an", True),
    "left-whole": (2, "chat", "slow", False), "cached": (6, "chat", "oa", False), "mock": (1, "chat", "mock", False),
    "nobody": (1, "chat", "no-such-model", False),
}
TABLE = [kind for kind, row in KINDS.items() for _ in range(row[0])]
PATHS = {"chat": "/v1/chat/completions", "messages": "/v1/messages", "embed": "/v1/embeddings"}
RETRIES = {"flaky": 2, "hopeless": 1}
# Model, the provider's path, and its own name of the model.
DEPLOYMENTS = (("oa", "oa", "oa-model"), ("emb", "emb", "emb-model"), ("an", "an", "an-model"), ("refuse", "refuse", "oa-model"),
               ("busy", "busy", "oa-model"), ("flaky", "flaky", "oa-model"), ("dead", "dead", "oa-model"),
               ("hopeless", "dead", "oa-model"), ("cut", "cut", "oa-model"), ("cut-an", "an-cut", "an-model"),
               ("continued", "cut", "oa-model"), ("slow", "slow", "oa-model"), ("slow-an", "an-slow", "an-model"))
STATUS = {"refuse": 400, "busy": 429, "dead": 500}
KEYS_MADE = 11     # Beside the master key.
CACHED_RUN = 400    # Requests of kind cached among so many ask the same.
OWN_ID_EVERY = 7    # Each so many-th request leaves its id to the gateway.
STEP_S = 0.004      # Between the pieces of a slow stream.
LONG = 30           # Pieces of one that clients leave.
PATIENCE_S = 60
BYTES_PER_TOKEN = 4
logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def mixed(number):
    number = ((number ^ (number >> 31)) * 0x7fb5d329728ea185) & (2 ** 64 - 1)
    number = ((number ^ (number >> 27)) * 0x81dadef4bc2dd44d) & (2 ** 64 - 1)
    return number ^ (number >> 33)


def kind_of(number):
    return TABLE[mixed(number + 1) % len(TABLE)]


def subject_of(number):
    """What it asks about: its number, or what others ask, too."""
    return 10 ** 9 + number // CACHED_RUN if kind_of(number) == "cached" else number


def brings_id(number):
    return number % OWN_ID_EVERY != 0


def told_usage(subject, base):
    """Input (with what a cache gave and took), cache reads, cache writes, output, reasoning: as the provider at this path
    says it and the ledger is to know it."""
    lot = mixed(subject * 3 + 7)
    given = 20 + lot % 6000
    read = given // 3 if lot % 3 == 0 else 0
    written = given // 5 if lot % 5 == 0 else 0
    count, word, _ = pieces_of(subject, base)
    thought = (lot >> 20) % 300 if lot % 4 == 0 and not base.startswith("an") else 0
    # What the text is worth: estimates follow what providers say of it.
    out = 1 + count * len(word) // BYTES_PER_TOKEN + thought
    if base.startswith("an"):
        return given, read, written, out, 0
    if base == "emb":
        return given, 0, 0, 0, 0
    return given, read, 0, out, thought


RATES = {model: {name: int(decimal.Decimal(price).scaleb(DIGITS)) for name, price in prices.items()}
         for model, prices in PRICES.items()}


def price_of(model, used):
    """10^-12 USD of such a usage; rounded once, half to even."""
    rates = RATES[model]
    given, read, written, out, thought = (max(count, 0) for count in used)
    into, onto = rates["input_cost_per_token"], rates["output_cost_per_token"]
    total = (max(given - read - written, 0) * into + read * rates.get("cache_read_input_token_cost", into) +
             written * rates.get("cache_creation_input_token_cost", into) + max(out - thought, 0) * onto +
             thought * rates.get("output_cost_per_reasoning_token", onto))
    whole, rest = divmod(total, PER_PICO)
    return whole + (rest * 2 > PER_PICO or (rest * 2 == PER_PICO and whole % 2 == 1))


def pieces_of(subject, base):
    """Of an answer: how many pieces, what each of them is, and the pause between them."""
    lot = mixed(subject + 99)
    word = "words and " * (1 + lot % 13)
    if "slow" in base:
        return LONG, word, STEP_S
    return 1 + lot % 9, word, STEP_S if lot % 7 == 0 else 0


def request_of(number, keys):
    """Path, headers and body."""
    kind = kind_of(number)
    _, api, model, stream = KINDS[kind]
    text = f"ask {subject_of(number)} please" + " and tell more" * (subject_of(number) % 40)
    headers = {"Authorization": f"Bearer {keys[number % len(keys)]}", "x-pass-test-number": str(number),
               "Content-Type": "application/json"}
    if brings_id(number):
        headers["x-litellm-call-id"] = f"call-{number}"
    else:
        headers["x-litellm-session-id"] = f"session-{number}"
    if kind in RETRIES:
        headers["x-litellm-num-retries"] = str(RETRIES[kind])
    if api == "embed":
        body = {"model": model, "input": text}
    else:
        body = {"model": model, "messages": [{"role": "user", "content": text}], "stream": stream}
    if api == "messages":
        body["max_tokens"] = 1000
    elif kind != "cached":
        body["user"] = f"guest-{number % 5}"
        body["metadata"] = {"tags": [f"tag-{number % 3}", "all"][:1 + number % 2]}
    return PATHS[api], headers, json.dumps(body).encode()


class Provider:
    """Remembers of each request by number what it was asked: [path, how it ended, bytes of text that were sent]."""

    def __init__(self):
        self.seen = {}

    async def serve(self, told):
        """Says its port to told() and serves for ever."""
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, backlog=1024)
        told(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    async def _connection(self, reader, writer):
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _one(self, reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        lower = head.lower()
        body = await reader.readexactly(int(re.search(rb"\ncontent-length: *(\d+)", lower)[1]))
        base = head.split(b" ", 2)[1].split(b"/")[1].decode()
        number = int(re.search(rb"\ntest-number: *(\d+)", lower)[1])
        entry = [base, "open", 0]
        seen = self.seen.setdefault(number, [])
        seen.append(entry)
        try:
            going = await self._answer(base, number, len(seen), b'"stream":true' in body.replace(b" ", b""), entry, writer)
            await writer.drain()
            return going
        except OSError:
            entry[1] = "gone"
            raise

    async def _answer(self, base, number, times, stream, entry, writer):
        status = STATUS.get(base) or (500 if base == "flaky" and times == 1 else 200)
        if status != 200:
            entry[1] = "error"
            data = json.dumps({"error": {"message": f"scripted {status}", "type": "server_error", "code": None}}).encode()
            writer.write(b"HTTP/1.1 %d Said\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (
                status, len(data)) + data)
            return True
        used = told_usage(subject_of(number), base)
        count, word, pause = pieces_of(subject_of(number), base)
        shape = (_Messages if base.startswith("an") else _Chat)(number, used)
        if stream:
            return await self._stream(shape, [word] * count, pause, "cut" in base, entry, writer)
        if pause:
            await asyncio.sleep(pause * 10)
        if base == "emb":
            value = {"object": "list", "model": "emb-model", "usage": {"prompt_tokens": used[0], "total_tokens": used[0]},
                     "data": [{"object": "embedding", "index": 0, "embedding": [0.25, -0.5]}]}
        else:
            entry[2] = count * len(word)
            value = shape.whole(count * word)
        data = json.dumps(value).encode()
        entry[1] = "gone" if writer.transport.is_closing() else "whole"
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(data) + data)
        return True

    async def _stream(self, shape, pieces, pause, cut, entry, writer):
        def chunk(data):
            writer.write(b"%x\r\n%s\r\n" % (len(data), data))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        chunk(shape.begin())
        for piece in pieces:
            if pause:
                await asyncio.sleep(pause)
            if writer.transport.is_closing():
                entry[1] = "gone"
                return False
            chunk(shape.piece(piece))
            entry[2] += len(piece)
        if cut:
            entry[1] = "cut"
            await writer.drain()
            return False
        entry[1] = "whole"
        chunk(shape.end())
        writer.write(b"0\r\n\r\n")
        return True


class _Chat:
    def __init__(self, number, used):
        self.id = f"chatcmpl-{number}"
        given, read, _, out, thought = used
        self.usage = {"prompt_tokens": given, "completion_tokens": out, "total_tokens": given + out,
                      "prompt_tokens_details": {"cached_tokens": read},
                      "completion_tokens_details": {"reasoning_tokens": thought}}

    def whole(self, text):
        return {"id": self.id, "object": "chat.completion", "created": 1700000000, "model": "oa-model", "usage": self.usage,
                "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}

    def _event(self, choices, **more):
        return b"data: " + json.dumps({"id": self.id, "object": "chat.completion.chunk", "created": 1700000000,
                                       "model": "oa-model", "choices": choices, **more}).encode() + b"\n\n"

    def begin(self):
        return self._event([{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}])

    def piece(self, text):
        return self._event([{"index": 0, "delta": {"content": text}, "finish_reason": None}])

    def end(self):
        return (self._event([{"index": 0, "delta": {}, "finish_reason": "stop"}]) + self._event([], usage=self.usage) +
                b"data: [DONE]\n\n")


class _Messages:
    def __init__(self, number, used):
        self.id = f"msg_{number}"
        given, read, written, self.out, _ = used
        self.usage = {"input_tokens": given - read - written, "cache_read_input_tokens": read,
                      "cache_creation_input_tokens": written, "output_tokens": 1}

    def whole(self, text):
        return {"id": self.id, "type": "message", "role": "assistant", "model": "an-model", "stop_reason": "end_turn",
                "stop_sequence": None, "content": [{"type": "text", "text": text}],
                "usage": {**self.usage, "output_tokens": self.out}}

    @staticmethod
    def _event(kind, **more):
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **more})}\n\n".encode()

    def begin(self):
        return (self._event("message_start", message={"id": self.id, "type": "message", "role": "assistant", "content": [],
                                                      "model": "an-model", "stop_reason": None, "stop_sequence": None,
                                                      "usage": self.usage}) +
                self._event("content_block_start", index=0, content_block={"type": "text", "text": ""}))

    def piece(self, text):
        return self._event("content_block_delta", index=0, delta={"type": "text_delta", "text": text})

    def end(self):
        return (self._event("content_block_stop", index=0) +
                self._event("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None},
                            usage={"output_tokens": self.out}) + self._event("message_stop"))


class Client:
    """Sends requests one after the other over its connection. Each leaves [number, what came, status, the gateway's id,
    the cost it was told, when] in answers; what came: whole, error, cut (a stream without its end), left (by us), lost
    (with the gateway) or late."""

    def __init__(self, port, keys, answers):
        self.port = port
        self.keys = keys
        self.answers = answers
        self.writer = None

    async def connect(self):
        while self.writer is None:
            try:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
            except OSError:
                await asyncio.sleep(0.01)

    def close(self, rudely=False):
        if self.writer:
            self.writer.transport.abort() if rudely else self.writer.close()
        self.writer = None

    async def ask(self, number):
        await self.connect()
        path, headers, body = request_of(number, self.keys)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.writer.write(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        row = [number, "lost", 0, None, None, 0]
        self.answers.append(row)
        try:
            await asyncio.wait_for(self._read(number, row), PATIENCE_S)
        except (OSError, asyncio.IncompleteReadError):
            self.close()
        except asyncio.TimeoutError:
            row[1] = "late"
            self.close()
        row[5] = time.monotonic()

    async def _read(self, number, row):
        kind = kind_of(number)
        lot = mixed(number + 5)
        if kind == "left-whole":
            await asyncio.sleep(lot % 50 / 1000)
            row[1] = "left"
            return self.close(rudely=lot % 2 == 0)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        row[2] = int(head.split(" ", 2)[1])
        headers = dict(re.findall(r"^([\w-]+): (.*?)\r?$", head.lower(), re.M))
        row[3] = headers.get("x-litellm-call-id")
        row[4] = headers.get("x-litellm-response-cost")
        if headers.get("transfer-encoding") == "chunked":
            await self._chunks(KINDS[kind][1], 1 + lot % LONG if kind.startswith("left") else None, row, lot)
        else:
            await self.reader.readexactly(int(headers["content-length"]))
            row[1] = "whole" if row[2] == 200 else "error"
        if headers.get("connection") == "close":
            self.close()

    async def _chunks(self, api, leave_after, row, lot):
        marker = b"data: [DONE]" if api == "chat" else b"event: message_stop"
        tail, events = b"", 0
        while True:
            size = int(await self.reader.readline() or b"0", 16)
            data = await self.reader.readexactly(size + 2)
            if size == 0:
                row[1] = row[1] if row[1] == "whole" else "cut"
                return
            events += data.count(b"data: ")
            if marker in tail + data:
                row[1] = "whole"
            tail = data[-len(marker):]
            if leave_after is not None and events >= leave_after and row[1] != "whole":
                row[1] = "left"
                return self.close(rudely=lot % 2 == 0)


async def send(port, keys, count, clients, sent):
    """All of count requests; sent.value says how many have begun. What became of each."""
    answers = []
    numbers = iter(range(count))

    async def work():
        client = Client(port, keys, answers)
        for number in numbers:
            sent.value = number
            await client.ask(number)
        client.close()
    await asyncio.gather(*(work() for _ in range(clients)))
    return answers

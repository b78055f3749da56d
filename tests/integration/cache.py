"""The response cache of a running porticod: hits in every dialect, one question for equal requests, and Redis that dies."""
import http.client
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import gateway
from gateway import KEY, Gateway, deployment, events_of, wait_until
from redisserver import RedisServer
from scripted import INPUT_TOKENS, OUTPUT_TOKENS, ScriptedProvider
from scripted import TEXT as SCRIPTED_TEXT
from upstream import TEXT, Upstream

PRICES = "input_cost_per_token: 0.0000025, output_cost_per_token: 0.00001"
SETTINGS = f"general_settings: {{master_key: {KEY}}}\nrouter_settings: {{num_retries: 0}}\n"
APIS = ("chat", "messages", "responses", "gemini")


def cached(rows, params="type: local, ttl: 600"):
    return (f"model_list:\n{rows}litellm_settings:\n  cache: true\n  cache_params: {{{params}}}\n{SETTINGS}")


def question(api, model, text, stream):
    """Path and body of one question in that API."""
    if api == "chat":
        return "/v1/chat/completions", {"model": model, "stream": stream, "messages": [{"role": "user", "content": text}]}
    if api == "messages":
        return "/v1/messages", {"model": model, "stream": stream, "max_tokens": 50,
                                "messages": [{"role": "user", "content": text}]}
    if api == "responses":
        return "/v1/responses", {"model": model, "stream": stream, "input": text}
    verb = "streamGenerateContent?alt=sse" if stream else "generateContent"
    return f"/v1beta/models/{model}:{verb}", {"contents": [{"role": "user", "parts": [{"text": text}]}]}


def text_of(api, data, stream):
    """What the model says in an answer of that API."""
    if not stream:
        value = json.loads(data)
        if api == "chat":
            return value["choices"][0]["message"]["content"]
        if api == "messages":
            return "".join(block["text"] for block in value["content"])
        if api == "responses":
            return value["output"][0]["content"][0]["text"]
        return "".join(part["text"] for part in value["candidates"][0]["content"]["parts"])
    lines = events_of(data)
    if api == "chat":
        assert lines[-1] == "[DONE]", lines
        return "".join(choice["delta"].get("content") or "" for line in lines[:-1] for choice in json.loads(line)["choices"])
    values = [json.loads(line) for line in lines]
    if api == "messages":
        assert values[-1]["type"] == "message_stop", values
        return "".join(value["delta"]["text"] for value in values if value["type"] == "content_block_delta")
    if api == "responses":
        assert values[-1]["type"] == "response.completed", values
        return "".join(value["delta"] for value in values if value["type"] == "response.output_text.delta")
    assert values[-1]["candidates"][0]["finishReason"] == "STOP", values
    return "".join(part.get("text", "") for value in values for part in value["candidates"][0]["content"]["parts"])


def together(count, work):
    """Results of count threads that begin at once."""
    results = [None] * count
    barrier = threading.Barrier(count)

    def run(index):
        barrier.wait()
        results[index] = work(index)
    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class WithUpstream(unittest.TestCase):
    params = "type: local, ttl: 600"
    environment = {}

    def setUp(self):
        self.upstream = Upstream()
        names = ("plain", "slow-1500", "fail-500", "cut", "drip-20-50", "distinct")
        rows = "".join(deployment(name, name, self.upstream.base, PRICES) for name in names)
        rows += "  - model_name: mocked\n    litellm_params: {model: openai/x, mock_response: A poem.}\n"
        self.addCleanup(self.upstream.close)
        self.gateway = Gateway(sys.argv[1], cached(rows, self.params), ["--num_workers", "2"],
                               environment=self.environment)
        self.addCleanup(self.gateway.close)
        self.gateway.start()

    def config_text(self):
        with open(self.gateway.config, encoding="utf-8") as file:
            return file.read()

    def asked(self):
        with self.upstream.lock:
            return len(self.upstream.received)

    def rows(self):
        return self.gateway.json("GET", "/spend/logs")


class Memory(WithUpstream):
    def test_a_hit_is_free_and_says_so(self):
        first = self.gateway.chat("plain")
        second = self.gateway.chat("plain", user="another")
        self.assertEqual([first[0], second[0], self.asked()], [200, 200, 1])
        self.assertEqual(json.loads(first[2]), json.loads(second[2]))
        self.assertNotIn("x-litellm-cache-key", first[1])
        self.assertRegex(second[1]["x-litellm-cache-key"], "^[0-9a-f]{64}$")
        self.assertEqual(second[1]["x-litellm-model-id"], first[1]["x-litellm-model-id"])
        self.assertEqual(second[1]["x-litellm-attempted-retries"], "0")
        self.assertEqual(float(first[1]["x-litellm-response-cost"]), 0.0075)
        self.assertEqual(float(second[1]["x-litellm-response-cost"]), 0)
        self.assertEqual(float(second[1]["x-litellm-key-spend"]), 0.0075)
        wait_until(lambda: len(self.rows()) == 2, "both rows are written")
        miss, hit = sorted(self.rows(), key=lambda row: row["startTime"])
        self.assertEqual([miss["cache_hit"], hit["cache_hit"]], ["False", "True"])
        self.assertEqual([miss["spend"], hit["spend"]], [0.0075, 0])
        for name in ("prompt_tokens", "completion_tokens", "model", "model_id", "model_group"):
            self.assertEqual(miss[name], hit[name], name)
        metrics = self.gateway.ask("GET", "/metrics")[2].decode()
        for name, value in (("hits", 1), ("misses", 1)):
            self.assertRegex(metrics, rf"litellm_cache_{name}_metric_total\{{[^}}]*\}} {value}\n")
        self.assertRegex(metrics, r"litellm_cached_tokens_metric_total\{[^}]*\} 1500\n")

    def test_streams_and_whole_answers_share(self):
        whole = json.loads(self.gateway.chat("plain")[2])
        status, headers, data = self.gateway.chat("plain", stream=True, stream_options={"include_usage": True})
        self.assertEqual((status, headers["content-type"].split(";")[0], self.asked()), (200, "text/event-stream", 1))
        self.assertEqual(text_of("chat", data, True), whole["choices"][0]["message"]["content"])
        self.assertEqual(json.loads(events_of(data)[-2])["usage"]["total_tokens"], 1500)
        silent = self.gateway.chat("plain", stream=True)[2]
        self.assertFalse(any("usage" in json.loads(line) for line in events_of(silent)[:-1] if "usage\":{" in line))

    def test_controls_of_a_request_are_obeyed(self):
        self.gateway.chat("plain")
        self.gateway.chat("plain", cache={"no-cache": True})
        self.assertEqual(self.asked(), 2)
        self.gateway.chat("plain", temperature=0.5, cache={"no-store": True})
        self.gateway.chat("plain", temperature=0.5)
        self.assertEqual(self.asked(), 4)
        for _ in range(2):
            _, headers, _ = self.gateway.chat("plain", cache={"namespace": "mine"})
        self.assertTrue(headers["x-litellm-cache-key"].startswith("mine:"))
        self.gateway.chat("plain", seed=1, cache={"ttl": 1})
        self.gateway.chat("plain", seed=1)
        self.assertEqual(self.asked(), 6)
        time.sleep(1.1)
        self.gateway.chat("plain", seed=1, cache={"s-maxage": 1})
        self.assertEqual(self.asked(), 7)
        # None of it is the provider's business.
        self.assertFalse(any("cache" in request.json for request in self.upstream.received))

    def test_equal_requests_ask_once(self):
        answers = together(100, lambda index: self.gateway.chat("slow-1500", stream=index % 2 == 0, user=str(index)))
        self.assertEqual({status for status, _, _ in answers}, {200})
        self.assertEqual({text_of("chat", data, index % 2 == 0) for index, (_, _, data) in enumerate(answers)}, {TEXT})
        self.assertEqual(self.asked(), 1)
        wait_until(lambda: len(self.rows()) == 100, "all rows are written")
        self.assertEqual(sum(row["cache_hit"] == "True" for row in self.rows()), 99)

    def test_a_leader_that_leaves_takes_nobody_with_it(self):
        leader = self.gateway.connect()
        path, body = question("chat", "slow-1500", "hi", False)
        leader.request("POST", path, json.dumps(body), {"Authorization": f"Bearer {KEY}"})
        wait_until(lambda: self.asked() == 1, "the leader asks")

        def leave():
            time.sleep(0.3)
            leader.sock.shutdown(socket.SHUT_RDWR)
            leader.close()
        threading.Thread(target=leave).start()
        answers = together(20, lambda _: self.gateway.chat("slow-1500"))
        self.assertEqual({status for status, _, _ in answers}, {200})
        self.assertEqual(self.asked(), 2)

    def test_failures_and_broken_streams_are_not_kept(self):
        answers = together(5, lambda _: self.gateway.chat("fail-500"))
        self.assertEqual({status for status, _, _ in answers}, {500})
        self.assertGreaterEqual(self.asked(), 5)
        before = self.asked()
        for _ in range(2):
            self.gateway.chat("cut", stream=True)
        self.assertEqual(self.asked(), before + 2)

    def test_what_is_made_here_is_not_kept(self):
        for _ in range(2):
            self.assertEqual(self.gateway.chat("mocked")[0], 200)
        wait_until(lambda: len(self.rows()) == 2, "both rows are written")
        self.assertEqual({row["cache_hit"] for row in self.rows()}, {"False"})

    def test_vectors_are_kept(self):
        body = {"model": "plain", "input": ["a", "b"]}
        first, second = [self.gateway.json("POST", "/v1/embeddings", body) for _ in range(2)]
        self.assertEqual((first, self.asked()), (second, 1))

    def embed(self, texts, model="distinct", **more):
        """Vectors, tokens and headers."""
        status, headers, data = self.gateway.ask("POST", "/v1/embeddings", {"model": model, "input": texts, **more})
        self.assertEqual(status, 200, data)
        answer = json.loads(data)
        rows = sorted(answer["data"], key=lambda row: row["index"])   # A provider's own order is left as it is.
        return ["".join(chr(int(c)) for c in row["embedding"]) for row in rows], answer["usage"]["prompt_tokens"], headers

    def asked_for(self):
        with self.upstream.lock:
            return [request.json["input"] for request in self.upstream.received]

    def test_only_unknown_texts_of_a_list_are_asked_for(self):
        self.assertEqual(self.embed("ab")[:2], (["ab"], 2))
        self.assertEqual(self.embed(["cde", "ab", "fg"])[:2], (["cde", "ab", "fg"], 7))
        self.assertEqual(self.embed(["fg", "fg", "ab", "cde"])[:2], (["fg", "fg", "ab", "cde"], 9))
        self.assertEqual(self.asked_for(), ["ab", ["cde", "fg"]])
        texts, tokens, headers = self.embed(["ab"])
        self.assertEqual((texts, tokens, len(headers["x-litellm-cache-key"])), (["ab"], 2, 64))
        self.gateway.json("POST", "/cache/delete", {"keys": [headers["x-litellm-cache-key"]]})
        self.assertEqual(self.embed(["ab", "cde"])[0], ["ab", "cde"])
        self.assertEqual(self.asked_for()[2:], [["ab"]])
        # What shapes vectors is part of their name.
        self.embed(["ab"], dimensions=2)
        self.embed(["ab"], cache={"no-cache": True})
        self.assertEqual(self.asked_for()[3:], [["ab"], ["ab"]])
        wait_until(lambda: len(self.rows()) == 7, "all rows are written")
        rows = self.rows()
        self.assertEqual(sorted((row["cache_hit"], row["prompt_tokens"]) for row in rows),
                         [("False", 2), ("False", 2), ("False", 2), ("False", 2), ("False", 5), ("True", 2), ("True", 9)])
        self.assertEqual({row["spend"] for row in rows if row["cache_hit"] == "True"}, {0})

    def test_another_models_vectors_are_not_mixed_in(self):
        text = self.config_text().replace("router_settings: {num_retries: 0}",
                                          "router_settings: {num_retries: 0, fallbacks: [{flaky-1: [distinct]}]}")
        text = text.replace("litellm_settings:", deployment("flaky-1", "flaky-1", self.upstream.base) + "litellm_settings:")
        other = Gateway(sys.argv[1], text, ["--num_workers", "1"]).start()
        self.addCleanup(other.close)
        with self.upstream.lock:
            self.upstream.fails["flaky-1"] = 1   # The first question is answered.
        ask = lambda texts: other.ask("POST", "/v1/embeddings", {"model": "flaky-1", "input": texts})
        self.assertEqual(ask(["ab"])[0], 200)
        with self.upstream.lock:
            self.upstream.fails["flaky-1"] = 0
        status, _, data = ask(["ab", "cde"])
        self.assertEqual((status, [(row["index"], len(row["embedding"])) for row in json.loads(data)["data"]]), (200, [(1, 3), (0, 2)]))
        self.assertEqual([(r.json["model"], r.json["input"]) for r in self.upstream.received][1:],
                         [("flaky-1", ["cde"]), ("distinct", ["ab", "cde"])])

    def test_equal_lists_ask_once(self):
        answers = together(30, lambda _: self.gateway.json("POST", "/v1/embeddings", {"model": "slow-1500", "input": ["a", "b"]}))
        self.assertEqual((self.asked(), len({json.dumps(answer["data"]) for answer in answers})), (1, 1))

    def test_routes_of_administrators(self):
        ping = self.gateway.json("GET", "/cache/ping")
        self.assertEqual((ping["status"], ping["cache_type"], ping["ping_response"]), ("healthy", "local", True))
        self.assertEqual(self.gateway.json("GET", "/health/readiness")["cache"], "local")
        for _ in range(2):
            _, headers, _ = self.gateway.chat("plain")
        self.gateway.chat("plain", seed=1)
        self.gateway.json("POST", "/cache/delete", {"keys": [headers["x-litellm-cache-key"]]})
        self.gateway.chat("plain")
        self.gateway.chat("plain", seed=1)
        self.assertEqual(self.asked(), 3)
        self.assertEqual(self.gateway.json("POST", "/cache/flushall", {})["status"], "success")
        self.gateway.chat("plain", seed=1)
        self.assertEqual(self.asked(), 4)
        self.assertEqual(self.gateway.ask("POST", "/cache/delete", {"keys": "all"})[0], 400)
        self.assertEqual(self.gateway.ask("GET", "/cache/ping", key="sk-wrong")[0], 401)
        self.assertEqual(self.gateway.ask("GET", "/cache/redis/info")[0], 503)

    def test_follows_its_config(self):
        self.gateway.chat("plain")
        text = self.config_text()
        self.gateway.write_config(text.replace("  cache: true", "  cache: false"))
        wait_until(lambda: self.gateway.ask("GET", "/cache/ping")[0] == 503, "the cache is off")
        status, headers, _ = self.gateway.chat("plain")
        self.assertEqual((status, "x-litellm-cache-key" in headers, self.asked()), (200, False, 2))
        self.gateway.write_config(text)
        wait_until(lambda: self.gateway.ask("GET", "/cache/ping")[0] == 200, "the cache is on")
        self.gateway.chat("plain")
        self.gateway.chat("plain")
        self.assertEqual(self.asked(), 3)

    def test_a_hit_takes_little_time(self):
        connection = self.gateway.connect()
        path, body = question("chat", "plain", "hi" * 500, False)
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}

        def took(method, where, data=None):
            began = time.perf_counter()
            connection.request(method, where, data, headers)
            answer = connection.getresponse()
            answer.read()
            self.assertEqual(answer.status, 200)
            return (time.perf_counter() - began) * 1000
        took("POST", path, json.dumps(body))
        pairs = [(took("POST", path, json.dumps(body)), took("GET", "/health/liveliness")) for _ in range(300)]
        connection.close()
        self.assertEqual(self.asked(), 1)
        hit, nothing = (statistics.median(column) for column in zip(*pairs))
        print(f"a hit takes {hit:.3f} ms at the median of 300, a request that does nothing {nothing:.3f} ms")
        self.assertLess(hit - nothing, 5)


class Dialects(unittest.TestCase):
    def test_every_client_is_answered_in_its_own_words(self):
        provider = ScriptedProvider()
        server = Gateway(sys.argv[1], cached(provider.rows(["m"]))).start()
        try:
            for shape in APIS:
                for api in APIS:
                    for first in (False, True):
                        provider.forget()
                        for turn, stream in enumerate((first, not first, first)):
                            path, body = question(api, f"m-{shape}", f"first streams: {first}", stream)
                            status, headers, data = server.ask("POST", path, body)
                            where = f"{api} client, {shape} provider, first {first}, stream {stream}: {data[:2000]!r}"
                            self.assertEqual(status, 200, where)
                            self.assertEqual(text_of(api, data, stream), SCRIPTED_TEXT, where)
                            self.assertRegex(headers.get("x-litellm-cache-key", "none"),
                                             "^none$" if turn == 0 else "^[0-9a-f]{64}$", where)
                        self.assertEqual(len(provider.requests), 1, where)
            self.assertEqual(provider.problems, [])
            count = len(APIS) ** 2 * 6
            wait_until(lambda: len(server.json("GET", "/spend/logs")) == count, "all rows are written")
            rows = server.json("GET", "/spend/logs")
            self.assertEqual(sum(row["cache_hit"] == "True" for row in rows), count * 2 // 3)
            self.assertEqual({(row["prompt_tokens"], row["completion_tokens"]) for row in rows},
                             {(INPUT_TOKENS, OUTPUT_TOKENS)})
        finally:
            server.close()
            provider.close()


class Disk(WithUpstream):
    params = "type: disk, ttl: 600"

    def test_answers_outlive_a_restart(self):
        self.gateway.chat("plain")
        self.gateway.chat("plain")
        self.gateway.stop()
        self.assertTrue(os.path.exists(os.path.join(self.gateway.folder, ".litellm_cache", "answers.db")))
        self.gateway.start()
        status, _, data = self.gateway.chat("plain", stream=True)
        self.assertEqual((status, text_of("chat", data, True), self.asked()), (200, TEXT, 1))
        self.assertEqual(self.gateway.json("GET", "/cache/ping")["cache_type"], "disk")


@unittest.skipUnless(shutil.which("redis-server") and shutil.which("redis-cli"), "redis-server is not installed")
class Redis(WithUpstream):
    def setUp(self):
        self.redis = RedisServer()
        self.addCleanup(self.redis.close)
        self.redis.start()
        self.environment = {"REDIS_PW": "redis-word"}
        self.params = (f"type: redis, host: 127.0.0.1, port: {self.redis.port}, password: os.environ/REDIS_PW, "
                       f"ttl: 600, namespace: shared, default_in_memory_ttl: 1")
        super().setUp()
        self.wait_for_redis()

    def wait_for_redis(self):
        # Each worker has a connection of its own, and each request goes to the next one.
        wait_until(lambda: [self.gateway.ask("GET", "/cache/ping")[0] for _ in range(4)] == [200] * 4, "Redis is back",
                   self.gateway.text)

    def test_gateways_share_answers(self):
        _, headers, _ = self.gateway.chat("plain")
        key = headers["x-litellm-cache-key"]
        self.assertTrue(key.startswith("shared:"))
        wait_until(lambda: self.redis.ask("EXISTS", key) == "1", "the answer is in Redis")
        self.assertTrue(590 < int(self.redis.ask("TTL", key)) <= 600)
        text = self.config_text()
        other = Gateway(sys.argv[1], text, environment=self.environment).start()
        try:
            wait_until(lambda: other.ask("GET", "/cache/ping")[0] == 200, "the other reaches Redis", other.text)
            status, headers, data = other.chat("plain", stream=True)
            self.assertEqual((status, headers["x-litellm-cache-key"], text_of("chat", data, True)), (200, key, TEXT))
            self.assertEqual(self.asked(), 1)
            self.assertIn("redis_version", other.json("GET", "/cache/redis/info")["info"])
            other.json("POST", "/cache/flushall", {})
            self.assertEqual(self.redis.ask("EXISTS", key), "0")
        finally:
            other.close()
        self.assertNotIn("redis-word", self.gateway.text() + other.text() + str(self.gateway.json("GET", "/cache/settings")))

    def test_gateways_share_vectors(self):
        ask = lambda served, texts: [row["embedding"] for row in sorted(served.json(
            "POST", "/v1/embeddings", {"model": "distinct", "input": texts})["data"], key=lambda row: row["index"])]
        self.assertEqual(ask(self.gateway, ["a", "b"]), [[97.0], [98.0]])
        other = Gateway(sys.argv[1], self.config_text(), environment=self.environment).start()
        self.addCleanup(other.close)
        wait_until(lambda: other.ask("GET", "/cache/ping")[0] == 200, "the other reaches Redis", other.text)
        self.assertEqual(ask(other, ["b", "c", "a"]), [[98.0], [99.0], [97.0]])
        self.assertEqual(ask(other, ["c", "b"]), [[99.0], [98.0]])
        self.assertEqual([request.json["input"] for request in self.upstream.received], [["a", "b"], ["c"]])

    def test_nobody_waits_for_a_redis_that_is_gone(self):
        self.gateway.chat("plain")
        self.redis.kill()
        for seed in range(20):
            self.assertEqual(self.gateway.chat("plain", seed=seed)[0], 200)
        before = self.asked()
        for seed in range(20):
            self.assertEqual(self.gateway.chat("plain", seed=seed)[0], 200)
        self.assertEqual(self.asked(), before)  # From memory.
        self.assertEqual(self.gateway.ask("GET", "/cache/ping")[0], 503)
        self.redis.start()
        self.wait_for_redis()
        key = self.gateway.chat("plain", seed=1000)[1]["x-litellm-cache-key"]
        wait_until(lambda: self.redis.ask("EXISTS", key) == "1", "the answer is in Redis again")
        # One warning for the cache and one for the router, whatever the number of workers.
        self.assertLessEqual(self.gateway.text().count("is away"), 2)

    def test_nobody_waits_for_a_redis_that_stalls_under_load(self):
        stop = threading.Event()
        slowest = [0.0] * 8
        statuses = [set() for _ in range(8)]
        counts = [0] * 8

        def load(index):
            connection = self.gateway.connect()
            while not stop.is_set():
                counts[index] += 1
                body = {"model": "plain", "seed": index * 1_000_000 + counts[index],
                        "messages": [{"role": "user", "content": "hi"}]}
                began = time.monotonic()
                connection.request("POST", "/v1/chat/completions", json.dumps(body), {"Authorization": f"Bearer {KEY}"})
                answer = connection.getresponse()
                answer.read()
                statuses[index].add(answer.status)
                slowest[index] = max(slowest[index], time.monotonic() - began)
            connection.close()
        threads = [threading.Thread(target=load, args=(index,)) for index in range(8)]
        for thread in threads:
            thread.start()
        try:
            time.sleep(0.5)
            calm = max(slowest)
            slowest[:] = [0.0] * 8
            self.redis.signal(signal.SIGSTOP)
            time.sleep(3)
            stalled = max(slowest)
            self.redis.signal(signal.SIGCONT)
            self.wait_for_redis()
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        print(f"{sum(counts)} requests; the slowest took {calm * 1000:.0f} ms before and {stalled * 1000:.0f} ms "
              f"while Redis was stopped")
        self.assertEqual(set().union(*statuses), {200})
        # 100 ms until Redis counts as away, once; the rest is the machine's.
        self.assertLess(stalled, calm + 1.0)


if __name__ == "__main__":
    gateway.main()

"""Two porticod on one Redis: a limit holds for both together, rests are shared, and Redis may die under load."""
import concurrent.futures
import http.client
import json
import shutil
import sys
import threading
import time
import unittest

import gateway
from gateway import KEY, Gateway, deployment, wait_until
from redisserver import RedisServer
from upstream import Upstream

RPM = 600
ATTEMPTS = 8000
THREADS = 64
WORD = "redis-word"
WORKERS = 2


def config_of(rows, redis, strategy="usage-based-routing-v2", more=""):
    return (f"model_list:\n{rows}router_settings: {{routing_strategy: {strategy}, num_retries: 0, "
            f"redis_host: 127.0.0.1, redis_port: {redis.port}, redis_password: os.environ/REDIS_PW{more}}}\n"
            f"general_settings: {{master_key: {KEY}}}\n")


@unittest.skipUnless(shutil.which("redis-server") and shutil.which("redis-cli"), "redis-server is not installed")
class Sharing(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream(keep=False)
        self.addCleanup(self.upstream.close)
        self.redis = RedisServer()
        self.addCleanup(self.redis.close)
        self.redis.start()

    def gateways(self, text):
        out = []
        for _ in range(2):
            made = Gateway(sys.argv[1], text, ["--num_workers", str(WORKERS)], {"REDIS_PW": WORD}).start()
            self.addCleanup(made.close)
            out.append(made)
        return out

    def warm(self, gateways):
        """Each worker has a connection of its own, made with its first decision."""
        def connected():
            for one in gateways:
                for _ in range(2 * WORKERS):
                    one.chat("warm")
            return all(one.text().count("connected to Redis") >= WORKERS for one in gateways)
        wait_until(connected, "both gateways reach Redis", lambda: gateways[0].text())

    def test_a_limit_holds_for_both_together(self):
        rows = deployment("warm", "plain", self.upstream.base) + deployment("m", "plain", self.upstream.base, f"rpm: {RPM}")
        both = self.gateways(config_of(rows, self.redis))
        self.warm(both)
        # All attempts of one minute.
        if time.time() % 60 > 25:
            time.sleep(60 - time.time() % 60)
        statuses = []
        lock = threading.Lock()

        def load(number):
            made = both[number % 2]
            connection = http.client.HTTPConnection(made.host, made.port, timeout=60)
            body = json.dumps({"model": "m", "messages": [{"role": "user", "content": "hi"}]})
            mine = []
            for _ in range(ATTEMPTS // THREADS):
                connection.request("POST", "/v1/chat/completions", body,
                                   {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                mine.append(answer.status)
            connection.close()
            with lock:
                statuses.extend(mine)
        begun = time.time()
        with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(load, range(THREADS)))
        took = time.time() - begun
        self.assertEqual(int(begun) // 60, int(begun + took) // 60, "the attempts fell into two minutes")
        answered = statuses.count(200)
        print(f"rpm {RPM}: {answered} of {len(statuses)} attempts answered in {took:.1f} s", flush=True)
        self.assertEqual(set(statuses), {200, 429})
        self.assertLessEqual(answered, RPM * 1.01)
        self.assertGreaterEqual(answered, RPM * 0.99)

    def both_know(self, both, key, **limits):
        for one in both:
            one.json("POST", "/key/generate", {"key": key, **limits})

    def test_a_keys_rates_hold_for_both_together(self):
        rows = deployment("warm", "plain", self.upstream.base) + deployment("m", "plain", self.upstream.base)
        both = self.gateways(config_of(rows, self.redis))
        self.warm(both)
        self.both_know(both, "sk-of-both", rpm_limit=100)
        statuses = []

        def load(number):
            return [both[number % 2].ask("POST", "/v1/chat/completions",
                                         {"model": "m", "messages": [{"role": "user", "content": "hi"}]}, key="sk-of-both")
                    for _ in range(20)]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            for answers in pool.map(load, range(16)):
                statuses.extend(answers)
        counts = [status for status, _, _ in statuses]
        print(f"rpm 100 of one key: {counts.count(200)} of {len(counts)} answered by two gateways", flush=True)
        self.assertEqual(set(counts), {200, 429})
        self.assertEqual(counts.count(200), 100)
        refused = next(headers for status, headers, _ in statuses if status == 429)
        self.assertGreater(int(refused["retry-after"]), 0)
        self.assertLessEqual(int(refused["retry-after"]), 60)

    def test_a_keys_tokens_and_parallel_requests_count_for_both(self):
        rows = deployment("warm", "plain", self.upstream.base) + deployment("m", "plain", self.upstream.base)
        both = self.gateways(config_of(rows, self.redis))
        self.warm(both)
        self.both_know(both, "sk-tokens", tpm_limit=1, max_parallel_requests=5)
        body = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
        status, headers, _ = both[0].ask("POST", "/v1/chat/completions", body, key="sk-tokens")
        self.assertEqual((status, headers["x-ratelimit-api_key-remaining-max_parallel_requests"]), (200, "5"))

        def refused():
            status, _, answer = both[1].ask("POST", "/v1/chat/completions", body, key="sk-tokens")
            return status == 429 and b"tokens" in answer
        wait_until(refused, "the other gateway knows of the tokens", both[1].text)

    def test_rates_count_on_alone_while_redis_is_away(self):
        rows = deployment("warm", "plain", self.upstream.base) + deployment("m", "plain", self.upstream.base)
        both = self.gateways(config_of(rows, self.redis))
        self.warm(both)
        self.both_know(both, "sk-while-away", rpm_limit=10)
        body = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}

        def statuses(made, count):
            return [made.ask("POST", "/v1/chat/completions", body, key="sk-while-away")[0] for _ in range(count)]
        self.assertEqual(statuses(both[0], 4), [200] * 4)
        self.redis.kill()
        # What it has seen of the window counts on here; the other one never saw any of it.
        self.assertEqual(statuses(both[0], 8), [200] * 6 + [429] * 2)
        self.assertEqual(statuses(both[1], 11), [200] * 10 + [429])

    def test_what_rests_for_one_rests_for_both(self):
        rows = deployment("warm", "plain", self.upstream.base) + "".join(
            deployment("m", model, self.upstream.base, "order: " + order)
            for model, order in (("fail-429", "1"), ("plain", "2")))
        both = self.gateways(config_of(rows, self.redis, "simple-shuffle", ", cooldown_time: 30"))
        self.warm(both)
        status, headers, _ = both[0].chat("m")
        self.assertEqual(status, 200)
        self.assertEqual(headers["x-litellm-attempted-retries"], "1")
        # The other one has never seen it fail, and does not try.
        wait_until(lambda: both[1].chat("m")[1]["x-litellm-attempted-retries"] == "0", "the other gateway knows",
                   both[1].text)

    def test_no_request_fails_while_redis_dies_and_comes_back(self):
        rows = deployment("warm", "plain", self.upstream.base) + deployment("m", "plain", self.upstream.base, "rpm: 1000000")
        both = self.gateways(config_of(rows, self.redis))
        self.warm(both)
        over = threading.Event()
        results = []

        def load(number):
            mine = []
            while not over.is_set():
                begun = time.monotonic()
                mine.append((both[number % 2].chat("m")[0], time.monotonic() - begun))
            results.append(mine)
        threads = [threading.Thread(target=load, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            time.sleep(0.5)
            self.redis.kill()
            time.sleep(0.7)
            self.redis.start()
        time.sleep(1)
        over.set()
        for thread in threads:
            thread.join()
        everything = [one for mine in results for one in mine]
        slowest = max(seconds for _, seconds in everything)
        print(f"{len(everything)} requests over three deaths of Redis, the slowest took {slowest * 1000:.0f} ms", flush=True)
        self.assertEqual({status for status, _ in everything}, {200})
        warnings = sum(one.text().count("Redis") for one in both)
        self.assertLessEqual(warnings, 12)


if __name__ == "__main__":
    gateway.main()

"""When a request waits, retries or gives up: retries at every level, time-outs, queues, rates, tags, rests, budgets."""
import collections
import json
import re
import socket
import sys
import threading
import time
import unittest

import gateway
from faulty import PIECES, Provider
from gateway import KEY, Gateway, wait_until

SOON = 0.5  # What a loaded machine may add to a wait.


def row(name, model, base, more="", identity=None, key="sk-upstream", provider="openai"):
    return (f"  - model_name: {json.dumps(name)}\n    litellm_params: {{model: {json.dumps(provider + '/' + model)}, "
            f"api_base: {json.dumps(base)}, api_key: {key}{', ' + more if more else ''}}}\n"
            f"    model_info: {{id: {identity or 'id-' + name}}}\n")


class Limits(unittest.TestCase):
    def setUp(self):
        self.provider = Provider()
        self.addCleanup(self.provider.close)

    def started(self, rows, text="", general=""):
        """rows: (name, model[, more[, id]]) each."""
        lines = "".join(row(name, model, self.provider.base, *rest) for name, model, *rest in rows)
        made = Gateway(sys.argv[1], f"model_list:\n{lines}general_settings: {{master_key: {KEY}{general}}}\n{text}")
        self.addCleanup(made.close)
        return made.start()

    def timed(self, served, model, headers=None, **more):
        begun = time.monotonic()
        status, head, body = served.chat(model, headers, **more)
        return status, head, body, time.monotonic() - begun

    def expect_retries(self, served, retries, headers=None, model="m", **more):
        """The provider always fails; it was asked once and then as often as it was to be."""
        name = "status=500,retry-after-ms=1"
        before = self.provider.count(name)
        status, head, body = served.chat(model, headers, **more)
        self.assertEqual(status, 500, body)
        self.assertEqual(self.provider.count(name) - before, retries + 1)
        self.assertEqual((head["x-litellm-attempted-retries"], head["x-litellm-max-retries"]), (str(retries),) * 2)


class Retries(Limits):
    BAD = "status=500,retry-after-ms=1"

    def test_a_retry_can_save_the_request(self):
        served = self.started([("m", "status=500,times=2,retry-after-ms=1")])
        status, head, body = served.chat("m", num_retries=3)
        self.assertEqual((status, head["x-litellm-attempted-retries"], json.loads(body)["model"]), (200, "2", "m"))

    def test_as_many_as_the_nearest_place_says(self):
        policy = "{InternalServerErrorRetries: 2}"
        router = "router_settings: {num_retries: 1}\n"
        for what, row_more, text, more, headers, expected in (
                ("nobody", "", "", {}, None, 0),
                ("litellm_settings", "", "litellm_settings: {num_retries: 2}\n", {}, None, 2),
                ("router before litellm_settings", "", router + "litellm_settings: {num_retries: 2}\n", {}, None, 1),
                ("the policy", "", f"router_settings: {{num_retries: 1, retry_policy: {policy}}}\n", {}, None, 2),
                ("the policy's default", "", "router_settings: {retry_policy: {DefaultRetries: 2}}\n", {}, None, 2),
                ("no policy for another class", "",
                 "router_settings: {num_retries: 1, retry_policy: {RateLimitErrorRetries: 3}}\n", {}, None, 1),
                ("the group's policy", "", f"router_settings: {{retry_policy: {{InternalServerErrorRetries: 1}}, "
                                           f"model_group_retry_policy: {{m: {policy}}}}}\n", {}, None, 2),
                ("a policy of none", "",
                 "router_settings: {num_retries: 3, retry_policy: {InternalServerErrorRetries: 0}}\n", {}, None, 0),
                ("the deployment", "num_retries: 2", router, {}, None, 2),
                ("the header", "num_retries: 2", router, {}, {"x-litellm-num-retries": "1"}, 1),
                ("a header of none", "num_retries: 2", router, {}, {"x-litellm-num-retries": "0"}, 0),
                ("the body", "num_retries: 2", router, {"num_retries": 3}, {"x-litellm-num-retries": "1"}, 3),
                ("a body of none", "num_retries: 2", router, {"num_retries": 0}, None, 0)):
            with self.subTest(what):
                self.expect_retries(self.started([("m", self.BAD, row_more)], text), expected, headers, **more)

    def test_not_for_what_will_not_change(self):
        for model, status, hits in (("status=400", 400, 1), ("status=404", 404, 1), ("status=401", 401, 1),
                                    ("status=422", 422, 1), ("status=409,retry-after-ms=1", 400, 3),
                                    ("status=408,retry-after-ms=1", 408, 3), ("status=503,retry-after-ms=1", 503, 3),
                                    ("status=529,retry-after-ms=1", None, 3)):
            with self.subTest(model):
                served = self.started([("m", model)], "router_settings: {num_retries: 2}\n")
                got, _, body = served.chat("m")
                self.assertEqual(self.provider.count(model), hits, body)
                if status:
                    self.assertEqual(got, status, body)

    def test_waits_as_long_as_the_provider_says(self):
        for model, text, least in (("status=429,times=1,retry-after=1", "", 1.0),
                                   ("status=500,times=1,retry-after-ms=300", "", 0.3),
                                   ("status=503,times=1,retry-after=7,retry-after-ms=200", "", 0.2),
                                   ("status=500,times=1,retry-after-ms=100", "router_settings: {retry_after: 0.6}\n", 0.6),
                                   ("status=500,times=1,retry-after-ms=101", "litellm_settings: {retry_after: 0.6}\n", 0.6)):
            with self.subTest(model + text):
                served = self.started([("m", model)], text)
                status, head, body = served.chat("m", num_retries=1)
                self.assertEqual((status, head["x-litellm-attempted-retries"]), (200, "1"), body)
                first, second = self.provider.times(model)
                self.assertGreaterEqual(second - first, least)
                self.assertLess(second - first, least + SOON)

    def test_waits_longer_each_time_when_the_provider_says_nothing(self):
        served = self.started([("m", "status=500,times=2")])
        self.assertEqual(served.chat("m", num_retries=2)[0], 200)
        first, second, third = self.provider.times("status=500,times=2")
        # 0.5 s and 1 s, less a jitter of at most 3/8.
        self.assertTrue(0.31 <= second - first <= 0.5 + SOON, second - first)
        self.assertTrue(0.62 <= third - second <= 1 + SOON, third - second)

    def test_never_past_the_deadline(self):
        served = self.started([("m", "status=429,retry-after=5")])
        status, _, _, seconds = self.timed(served, "m", num_retries=3, timeout=1)
        self.assertEqual(status, 429)
        self.assertLess(seconds, SOON)
        self.assertEqual(self.provider.count("status=429,retry-after=5"), 1)

    def test_goes_to_another_deployment_at_once(self):
        served = self.started([("m", "status=429,retry-after=5", "", "bad"), ("m", "good", "", "good")],
                              "router_settings: {num_retries: 1}\n")
        for _ in range(8):
            status, head, body, seconds = self.timed(served, "m")
            self.assertEqual((status, head["x-litellm-model-id"], json.loads(body)["model"]), (200, "good", "m"))
            self.assertLess(seconds, SOON)
        self.assertEqual(self.provider.count("status=429,retry-after=5"), 1)


class Timeouts(Limits):
    def expect_timeout(self, served, least, status=408, **more):
        got, _, body, seconds = self.timed(served, "m", **more)
        self.assertEqual(got, status, body)
        self.assertGreaterEqual(seconds, least)
        self.assertLess(seconds, least + SOON, body)
        self.assertIn("litellm.Timeout", json.loads(body)["error"]["message"])

    def test_the_whole_call(self):
        for what, row_more, text, headers, more in (
                ("router", "", "router_settings: {timeout: 0.3}\n", None, {}),
                ("litellm_settings", "", "litellm_settings: {request_timeout: 0.3}\n", None, {}),
                ("ours", "", "portico_settings: {timeouts: {total: 0.3}}\n", None, {}),
                ("the group", "", "router_settings: {timeout: 9}\nportico_settings: {group_timeouts: {m: {total: 0.3}}}\n",
                 None, {}),
                ("the deployment", "timeout: 0.3", "router_settings: {timeout: 9}\n", None, {}),
                ("the header", "timeout: 9", "", {"x-litellm-timeout": "0.3"}, {}),
                ("the body", "timeout: 9", "", {"x-litellm-timeout": "8"}, {"timeout": 0.3})):
            for fault in ("head=3000", "first=3000"):
                with self.subTest(f"{what}, {fault}"):
                    served = self.started([("m", fault, row_more)], text)
                    self.expect_timeout(served, 0.3, headers=headers, **more)

    def test_the_first_token_of_a_stream(self):
        for what, row_more, text, headers, more in (
                ("router", "", "router_settings: {stream_timeout: 0.3}\n", None, {}),
                ("ours", "", "portico_settings: {timeouts: {first_token: 0.3}}\n", None, {}),
                ("the group", "", "portico_settings: {group_timeouts: {m: {first_token: 0.3}}}\n", None, {}),
                ("the deployment", "stream_timeout: 0.3", "router_settings: {stream_timeout: 9}\n", None, {}),
                ("the header", "stream_timeout: 9", "", {"x-litellm-stream-timeout": "0.3"}, {}),
                ("the body", "stream_timeout: 9", "", None, {"stream_timeout": 0.3}),
                ("the whole call's", "timeout: 0.3", "", None, {})):
            for fault in ("head=3000", "first=3000", "stall=0"):
                with self.subTest(f"{what}, {fault}"):
                    served = self.started([("m", fault, row_more)], text)
                    self.expect_timeout(served, 0.3, headers=headers, stream=True, **more)

    def test_a_stream_may_last_longer_than_its_first_token(self):
        served = self.started([("m", "gap=100", "stream_timeout: 0.3")])
        status, _, body, seconds = self.timed(served, "m", stream=True)
        self.assertEqual((status, gateway.events_of(body)[-1]), (200, "[DONE]"))
        self.assertGreater(seconds, 0.6)

    def test_the_gap_between_two_pieces(self):
        for what, row_more, text in (("the deployment", "gap_timeout: 0.3", ""),
                                     ("ours", "", "portico_settings: {timeouts: {gap: 0.3}}\n"),
                                     ("the group", "", "portico_settings: {group_timeouts: {m: {gap: 0.3}}}\n"),
                                     ("the whole call's", "timeout: 0.3", "")):
            with self.subTest(what):
                served = self.started([("m", "stall=2", row_more)], text)
                status, _, body, seconds = self.timed(served, "m", stream=True)
                events = gateway.events_of(body)
                self.assertEqual(status, 200, body)
                self.assertTrue(0.3 <= seconds < 0.3 + SOON, seconds)
                text_seen = "".join(json.loads(event)["choices"][0]["delta"].get("content") or ""
                                    for event in events if "choices" in event)
                self.assertEqual(text_seen, "".join(PIECES[:2]))
                self.assertIn("error", json.loads([event for event in events if event != "[DONE]"][-1]))

    def test_the_connection(self):
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))
            deaf.listen(0)
            # A queue of none holds one; what comes after it is not answered.
            waiting = []
            for _ in range(3):
                one = socket.socket()
                one.setblocking(False)
                one.connect_ex(deaf.getsockname())
                waiting.append(one)
                self.addCleanup(one.close)
            base = f"http://127.0.0.1:{deaf.getsockname()[1]}/v1"
            for what, row_more, text in (("the deployment", "connect_timeout: 0.3", ""),
                                         ("ours", "", "portico_settings: {timeouts: {connect: 0.3}}\n"),
                                         ("the group", "", "portico_settings: {group_timeouts: {m: {connect: 0.3}}}\n"),
                                         ("the whole call's", "timeout: 0.3", "")):
                with self.subTest(what):
                    made = Gateway(sys.argv[1], "model_list:\n" + row("m", "x", base, row_more) +
                                   f"general_settings: {{master_key: {KEY}}}\n{text}")
                    self.addCleanup(made.close)
                    status, _, body, seconds = self.timed(made.start(), "m")
                    self.assertIn(status, (408, 500), body)
                    self.assertTrue(0.3 <= seconds < 0.3 + SOON, seconds)

    def test_a_timeout_is_tried_again_elsewhere(self):
        served = self.started([("m", "head=3000", "timeout: 0.3, order: 1", "slow"), ("m", "good", "order: 2", "good")])
        status, head, _, seconds = self.timed(served, "m")
        self.assertEqual((status, head["x-litellm-model-id"], head["x-litellm-attempted-retries"]), (200, "good", "1"))
        self.assertTrue(0.3 <= seconds < 0.3 + SOON, seconds)


class Queue(Limits):
    def ask_together(self, served, asked, apart=0.03):
        """Sends each of asked (keyword arguments of chat) a little after the one before; answers in that order."""
        answers = [None] * len(asked)

        def ask(i):
            answers[i] = self.timed(served, "m", **asked[i])
        threads = [threading.Thread(target=ask, args=(i,)) for i in range(len(asked))]
        for thread in threads:
            thread.start()
            time.sleep(apart)
        for thread in threads:
            thread.join()
        return answers

    def test_waits_for_a_free_slot_and_says_how_long(self):
        for row_more, text in (("max_parallel_requests: 1", ""),
                               ("", "router_settings: {default_max_parallel_requests: 1}\n")):
            with self.subTest(row_more + text):
                served = self.started([("m", "head=300", row_more)], text)
                answers = self.ask_together(served, [{}] * 3)
                for number, (status, head, body, seconds) in enumerate(answers):
                    self.assertEqual(status, 200, body)
                    queued = float(head.get("x-portico-queue-ms", 0)) / 1000
                    self.assertTrue(0.25 * number <= queued <= 0.3 * number + SOON * min(number, 1), (number, queued))
                    self.assertTrue(0.29 <= seconds - queued <= 0.3 + SOON, (number, seconds, queued))
                self.assertNotIn("x-portico-queue-ms", answers[0][1])

    def test_lower_priorities_go_first(self):
        served = self.started([("m", "head=150", "max_parallel_requests: 1")], "router_settings: {default_priority: 4}\n")
        given = [0, 5, 1, None, 3, 1]
        asked = [{"messages": [{"role": "user", "content": str(n)}], **({} if p is None else {"priority": p})}
                 for n, p in enumerate(given)]

        def ask(one):
            served.ask("POST", "/v1/chat/completions", {"model": "m", **one})
        threads = [threading.Thread(target=ask, args=(one,)) for one in asked]
        for thread in threads:
            thread.start()
            time.sleep(0.015)
        for thread in threads:
            thread.join()
        self.assertEqual([request.text() for request in self.provider.received], ["0", "2", "5", "4", "3", "1"])

    def test_the_line_is_bounded(self):
        served = self.started([("m", "head=300", "max_parallel_requests: 1")], "portico_settings: {queue: {max_waiting: 1}}\n")
        answers = self.ask_together(served, [{}] * 3)
        self.assertEqual([status for status, *_ in answers], [200, 200, 429])
        _, head, body, seconds = answers[2]
        self.assertIn("max_parallel_requests", json.loads(body)["error"]["message"])
        self.assertEqual(head["retry-after"], "1")
        self.assertLess(seconds, SOON)

    def test_waiting_is_bounded(self):
        served = self.started([("m", "head=900", "max_parallel_requests: 1"), ("other", "good")],
                              "portico_settings: {queue: {max_wait: 0.2}}\n")
        answers = self.ask_together(served, [{}, {}, {"fallbacks": ["other"]}])
        self.assertEqual([status for status, *_ in answers], [200, 429, 200])
        self.assertTrue(0.2 <= answers[1][3] < 0.3 + SOON, answers[1][3])
        self.assertEqual(answers[2][1]["x-litellm-model-group"], "other")

    def test_who_leaves_gives_the_place_up(self):
        served = self.started([("m", "head=400", "max_parallel_requests: 1")])
        threads = [threading.Thread(target=served.chat, args=("m",))]
        threads[0].start()
        wait_until(lambda: self.provider.received, "the first one is on its way")
        leaving = served.connect()
        body = json.dumps({"model": "m", "messages": [{"role": "user", "content": "left"}]})
        leaving.request("POST", "/v1/chat/completions", body, {"Authorization": f"Bearer {KEY}"})
        time.sleep(0.05)
        leaving.close()
        status, _, _, seconds = self.timed(served, "m")
        threads[0].join()
        self.assertEqual(status, 200)
        self.assertLess(seconds, 0.8 + SOON)
        self.assertEqual([request.text() for request in self.provider.received], ["hi", "hi"])

    def test_all_requests_of_the_gateway(self):
        served = self.started([("m", "head=300")], general=", global_max_parallel_requests: 2")
        answers = self.ask_together(served, [{}] * 3)
        self.assertEqual([status for status, *_ in answers], [200, 200, 429])
        self.assertEqual(answers[2][1]["retry-after"], "1")
        self.assertEqual(self.timed(served, "m")[0], 200)


class Choosing(Limits):
    def ids(self, served, count, headers=None, **more):
        out = collections.Counter()
        for _ in range(count):
            status, head, _ = served.chat("m", headers, **more)
            out[head["x-litellm-model-id"] if status == 200 else status] += 1
        return dict(out)

    def test_rates_hold_within_a_minute(self):
        left = 60 - time.time() % 60
        if left < 5:
            time.sleep(left)
        for strategy in ("usage-based-routing", "usage-based-routing-v2"):
            with self.subTest(strategy):
                served = self.started([("m", "a", "rpm: 3", "a"), ("m", "b", "rpm: 4", "b")],
                                      f"router_settings: {{routing_strategy: {strategy}}}\n")
                self.assertEqual(self.ids(served, 10), {"a": 3, "b": 4, 429: 3})
                status, head, body = served.chat("m")
                self.assertEqual((status, head["retry-after"]), (429, "60"), body)

    def test_rates_hold_when_all_come_at_once(self):
        left = 60 - time.time() % 60
        if left < 5:
            time.sleep(left)
        served = self.started([("m", "a", "rpm: 20, max_parallel_requests: 100", "a")],
                              "router_settings: {optional_pre_call_checks: [enforce_model_rate_limits]}\n")
        seen = []
        threads = [threading.Thread(target=lambda: seen.append(served.chat("m")[0])) for _ in range(60)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(collections.Counter(seen), {200: 20, 429: 40})
        self.assertEqual(self.provider.count("a"), 20)

    def test_weights_share_the_load(self):
        served = self.started([("m", "a", "weight: 3", "a"), ("m", "b", "weight: 1", "b"), ("m", "c", "weight: 0", "c")])
        shares = self.ids(served, 400)
        self.assertEqual(sum(shares.values()), 400)
        self.assertNotIn("c", shares)
        self.assertTrue(255 <= shares["a"] <= 345, shares)  # Five standard deviations about 300.

    def test_tags_say_who_may_answer(self):
        served = self.started([("m", "a", "tags: [free]", "a"), ("m", "b", "tags: [paid, eu]", "b"),
                               ("m", "c", "tags: [default]", "c")], "router_settings: {enable_tag_filtering: true}\n")
        for expected, headers, more in (("a", None, {"tags": ["free"]}), ("b", None, {"metadata": {"tags": ["paid"]}}),
                                        ("b", {"x-litellm-tags": "eu"}, {}), ("a", {"x-litellm-tags": " free , x"}, {}),
                                        ("c", None, {}), ("c", None, {"tags": ["unknown"]})):
            with self.subTest(f"{headers} {more}"):
                self.assertEqual(self.ids(served, 6, headers, **more), {expected: 6})

    def test_tags_that_nobody_has_are_refused(self):
        served = self.started([("m", "a", "tags: [free]", "a")], "router_settings: {enable_tag_filtering: true}\n")
        status, _, body = served.chat("m", tags=["paid"])
        self.assertEqual(status, 401, body)
        self.assertIn("tags configuration", json.loads(body)["error"]["message"])

    def test_all_tags_where_one_is_not_enough(self):
        served = self.started([("m", "a", "tags: [paid]", "a"), ("m", "b", "tags: [paid, eu]", "b")],
                              "router_settings: {enable_tag_filtering: true, tag_filtering_match_any: false}\n")
        self.assertEqual(self.ids(served, 8, tags=["eu", "paid"]), {"b": 8})

    def test_orders_are_used_up_in_turn(self):
        served = self.started([("m", "status=500", "order: 1", "first"), ("m", "status=400", "order: 2", "second"),
                               ("m", "good", "order: 3", "third"), ("m", "never", "order: 4", "fourth")],
                              "router_settings: {num_retries: 0}\n")
        status, head, _ = served.chat("m")
        self.assertEqual((status, head["x-litellm-model-id"], head["x-litellm-attempted-fallbacks"]), (200, "third", "0"))
        self.assertEqual([request.model for request in self.provider.received], ["status=500", "status=400", "good"])

    def test_a_deployment_rests_after_a_429(self):
        served = self.started([("m", "status=429,retry-after-ms=600,times=1", "order: 1", "bad"), ("m", "good", "order: 2", "good")])
        begun = time.monotonic()
        self.assertEqual(self.ids(served, 5), {"good": 5})
        self.assertEqual(self.provider.count("status=429,retry-after-ms=600,times=1"), 1)
        wait_until(lambda: self.ids(served, 1) == {"bad": 1}, "the one that rested is back", seconds=5)
        self.assertTrue(0.6 <= time.monotonic() - begun < 0.6 + 2 * SOON)
        metrics = served.ask("GET", "/metrics")[2].decode()
        found = re.findall(r"^litellm_deployment_cooled_down(?:_total)?\{([^}]*)\} (\S+)$", metrics, re.M)
        self.assertEqual([(float(value), 'model_id="bad"' in labels or 'id="bad"' in labels) for labels, value in found],
                         [(1.0, True)], metrics)

    def test_tells_how_long_when_all_rest(self):
        served = self.started([("m", "status=429,retry-after=7", "", "a"), ("m", "status=429,retry-after=3,x", "", "b")],
                              "router_settings: {num_retries: 1}\n")
        served.chat("m")
        status, head, body = served.chat("m")
        self.assertEqual((status, head["retry-after"]), (429, "3"), body)
        message = json.loads(body)["error"]["message"]
        self.assertIn("Try again in 3 seconds", message)
        self.assertIn("cooldown_list=['a', 'b']", message)

    def test_a_named_deployment_answers_though_it_rests(self):
        model = "status=429,retry-after=30,times=1"
        served = self.started([("m", model, "order: 1", "bad"), ("m", "good", "order: 2", "good")])
        self.assertEqual(self.ids(served, 1), {"good": 1})
        status, head, body = served.chat("bad")
        self.assertEqual((status, head["x-litellm-model-id"]), (200, "bad"), body)

    def test_failures_that_are_allowed(self):
        model = "status=500,retry-after=30"
        served = self.started([("m", model, "order: 1", "bad"), ("m", "good", "order: 2", "good")],
                              "router_settings: {allowed_fails: 2, cooldown_time: 30}\n")
        self.assertEqual(self.ids(served, 6), {"good": 6})
        self.assertEqual(self.provider.count(model), 3)

    def test_nobody_rests_where_that_is_off(self):
        model = "status=429,retry-after=30"
        served = self.started([("m", model, "order: 1", "bad"), ("m", "good", "order: 2", "good")],
                              "router_settings: {disable_cooldowns: true}\n")
        self.assertEqual(self.ids(served, 4), {"good": 4})
        self.assertEqual(self.provider.count(model), 4)

    def test_budgets_outlive_the_gateway(self):
        prices = "input_cost_per_token: 0.0000025, output_cost_per_token: 0.00001"  # 0.0075 a request.
        for text, more in (("router_settings: {provider_budget_config: {openai: {budget_limit: 0.01, time_period: 1d}}}\n", ""),
                           ("", ", max_budget: 0.01, budget_duration: 1d"),
                           ("litellm_settings: {tag_budget_config: {batch: {max_budget: 0.01, budget_duration: 1d}}}\n", "")):
            with self.subTest(text + more):
                served = self.started([("m", "a", prices + more, "a")], text)
                for ending in (served.stop, served.kill, served.kill):
                    if ending != served.stop:
                        served.start()
                    tags = {"x-litellm-tags": "batch"}
                    if ending == served.stop:
                        for _ in range(2):
                            self.assertEqual(served.chat("m", tags)[0], 200)
                    status, _, body = served.chat("m", tags)
                    self.assertEqual(status, 429, body)
                    self.assertIn("crossed budget", json.loads(body)["error"]["message"])
                    ending()


if __name__ == "__main__":
    gateway.main()

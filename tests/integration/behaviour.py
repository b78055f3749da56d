"""What an administrator sees of porticod: start, banner, reload, stop, refusals, limits and the bill."""
import gzip
import json
import os
import re
import socket
import sys
import threading
import unittest

import gateway
from gateway import KEY, Gateway, deployment, events_of, wait_until
from upstream import TEXT, Upstream

INPUT_PRICE, OUTPUT_PRICE = "0.0000025", "0.00001"
COST = "0.0075"  # 1,000 tokens in at 2.5e-6 are 0.0025; 500 out at 1e-5 are 0.005.
SETTINGS = f"general_settings: {{master_key: {KEY}, max_request_size_mb: 1}}\n"
BODY = {"model": "plain", "messages": [{"role": "user", "content": "hi"}]}


def config(base, *more_names):
    priced = f"input_cost_per_token: {INPUT_PRICE}, output_cost_per_token: {OUTPUT_PRICE}"
    rows = [deployment(name, name, base) for name in ("plain", "drip-50-10", *more_names)]
    return ("model_list:\n" + "".join(rows) + deployment("priced", "plain", base, priced) +
            "  - model_name: gpt-3.5-turbo\n    litellm_params: {model: openai/x, mock_response: A poem.}\n" + SETTINGS)


def ipv6_works():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


class RunningGateway(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.gateway = Gateway(sys.argv[1], config(cls.upstream.base)).start()

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.upstream.close()

    def test_prints_the_lines_that_scripts_wait_for(self):
        text = self.gateway.text()
        self.assertIn("LiteLLM: Proxy initialized with Config, Set models:\n    plain\n", text)
        self.assertIn("Application startup complete.\n", text)
        self.assertRegex(text, r"Uvicorn running on http://127\.0\.0\.1:\d+ \(Press CTRL\+C to quit\)\n")
        self.assertNotIn(KEY, text)

    def test_refuses_hosts_that_are_not_this_machine(self):
        status, _, body = self.gateway.ask("GET", "/v1/models", headers={"Host": "evil.example"})
        self.assertEqual(status, 403)
        self.assertIn(b"evil.example", body)
        for host in (f"localhost:{self.gateway.port}", "127.0.0.1", "host.docker.internal", "0.0.0.0:4000"):
            self.assertEqual(self.gateway.ask("GET", "/v1/models", headers={"Host": host})[0], 200, host)

    def test_refuses_pages_of_other_origins(self):
        for origin in ("https://evil.example", "null", "http://localhost:1", "app://some.tool"):
            status, headers, body = self.gateway.ask("POST", "/v1/chat/completions", BODY, headers={"Origin": origin})
            self.assertEqual(status, 403, origin)
            self.assertIn(origin.encode(), body)
            self.assertNotIn("access-control-allow-origin", headers)
        own = f"http://localhost:{self.gateway.port}"
        status, headers, _ = self.gateway.ask("POST", "/v1/chat/completions", BODY, headers={"Origin": own})
        self.assertEqual((status, headers["access-control-allow-origin"]), (200, own))
        self.assertEqual(self.gateway.ask("GET", "/v1/models", headers={"Sec-Fetch-Site": "cross-site"})[0], 403)

    def test_takes_gzip_bodies(self):
        body = gzip.compress(json.dumps(BODY).encode())
        status, _, answer = self.gateway.ask("POST", "/v1/chat/completions", body,
                                             headers={"Content-Encoding": "gzip"})
        self.assertEqual(status, 200, answer)
        self.assertEqual(self.upstream.last("plain").json["messages"], BODY["messages"])
        self.assertNotIn("content-encoding", self.upstream.last("plain").headers)

    def test_refuses_bodies_beyond_the_limit(self):
        big = dict(BODY, messages=[{"role": "user", "content": "x" * (2 << 20)}])
        before = self.upstream.count("plain")
        status, _, body = self.gateway.ask("POST", "/v1/chat/completions", gzip.compress(json.dumps(big).encode()),
                                           headers={"Content-Encoding": "gzip"})
        self.assertEqual(status, 413, "inflated")
        with socket.create_connection((self.gateway.host, self.gateway.port), 10) as raw:
            raw.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
                        KEY.encode() + b"\r\nContent-Length: 9999999\r\n\r\n")
            self.assertIn(b" 413 ", raw.recv(4096).split(b"\r\n")[0], "announced")
        self.assertEqual(json.loads(body)["error"]["code"], "413")
        self.assertEqual(self.upstream.count("plain"), before)

    @unittest.skipUnless(ipv6_works(), "this machine has no IPv6 loopback")
    def test_listens_on_both_loopback_addresses(self):
        for host in ("127.0.0.1", "::1"):
            with socket.create_connection((host, self.gateway.port), 5) as sock:
                name = f"[{host}]" if ":" in host else host
                sock.sendall(f"GET /health/liveliness HTTP/1.1\r\nHost: {name}:{self.gateway.port}\r\n"
                             "Connection: close\r\n\r\n".encode())
                self.assertIn(b" 200 ", sock.recv(4096).split(b"\r\n")[0], host)

    def test_tells_its_health_without_a_key_and_asks_nobody(self):
        before = len(self.upstream.received)
        for path in ("/health/liveliness", "/health/readiness"):
            self.assertEqual(self.gateway.ask("GET", path, key=None)[0], 200, path)
        status, _, body = self.gateway.ask("GET", "/health", key=None)
        self.assertEqual(status, 200)
        self.assertEqual(set(json.loads(body)), {"healthy_count", "unhealthy_count"})
        self.assertEqual(len(self.upstream.received), before)
        self.assertEqual(self.gateway.ask("GET", "/health", key="sk-wrong")[0], 401)

    def test_probes_deployments_for_those_with_a_key(self):
        before = self.upstream.count("plain")
        health = self.gateway.json("GET", "/health?model=openai/plain")
        self.assertEqual((health["healthy_count"], health["unhealthy_count"]), (2, 0))
        self.assertEqual(self.upstream.count("plain"), before + 2)

    def test_serves_metrics_in_prometheus_text(self):
        self.gateway.chat("plain")
        status, headers, body = self.gateway.ask("GET", "/metrics", key=None)
        self.assertEqual(status, 200)
        self.assertTrue(headers["content-type"].startswith("text/plain; version=0.0.4"))
        kinds, samples = _prometheus(self, body.decode())
        self.assertEqual(kinds["litellm_requests_metric_total"], "counter")
        self.assertGreater(sum(v for (n, _), v in samples.items() if n == "litellm_requests_metric_total"), 0)
        for family in [name for name, kind in kinds.items() if kind == "histogram"]:
            self._is_histogram(family, samples)

    def _is_histogram(self, family, samples):
        """Buckets never fall, and the last one is the count."""
        series = {}
        for (name, labels), value in samples.items():
            if name == family + "_bucket":
                edge = float(re.search(r'le="([^"]*)"', labels)[1].replace("+Inf", "inf"))
                rest = re.sub(r',?le="[^"]*"', "", labels).strip(",")
                series.setdefault(rest, []).append((edge, value))
        for rest, points in series.items():
            values = [value for _, value in sorted(points)]
            self.assertEqual(values, sorted(values), family)
            self.assertEqual(values[-1], samples[(family + "_count", rest)], family)

    def test_bills_a_priced_model_exactly(self):
        call_id = f"bill-{os.getpid()}"
        status, headers, _ = self.gateway.chat("priced", {"x-litellm-call-id": call_id})
        self.assertEqual((status, headers["x-litellm-response-cost"]), (200, COST))
        rows = self.rows(call_id, 1)
        self.assertEqual((rows[0]["spend"], rows[0]["prompt_tokens"], rows[0]["completion_tokens"]),
                         (float(COST), 1000, 500))
        self.assertEqual(rows[0]["metadata"]["cost_status"], "priced")

    def test_bills_a_stream_that_did_not_ask_for_usage_exactly(self):
        call_id = f"stream-{os.getpid()}"
        _, _, body = self.gateway.chat("priced", {"x-litellm-call-id": call_id}, stream=True)
        self.assertEqual(events_of(body)[-1], "[DONE]")
        row = self.rows(call_id, 1)[0]
        self.assertEqual((row["spend"], row["metadata"]["usage_estimated"]), (float(COST), False))

    def rows(self, call_id, count):
        found = []

        def there():
            found[:] = self.gateway.json("GET", f"/spend/logs?request_id={call_id}")
            return len(found) == count

        wait_until(there, f"{count} rows are told", lambda: str(found))
        return found

    def test_answers_its_own_command_line(self):
        for flag, expected in (("--health", "healthy_count"), ("--test", "streamed chat completion: HTTP 200")):
            asking = Gateway(sys.argv[1], config(self.upstream.base), [flag, "--port", str(self.gateway.port)])
            code, text = asking.once()
            asking.close_folder()
            self.assertEqual(code, 0, text)
            self.assertIn(expected, text)


def _prometheus(test, text):
    """Kinds by family and values by (name, labels); fails on what is not the text format."""
    kinds, samples = {}, {}
    label = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"'
    line_form = re.compile(rf"([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{{((?:{label},?)*)\}})? (\S+)")
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            name, kind = line[7:].split(" ")
            test.assertNotIn(name, kinds)
            kinds[name] = kind
        elif not line.startswith("#"):
            found = line_form.fullmatch(line)
            test.assertTrue(found, line)
            key = (found[1], found[2] or "")
            test.assertNotIn(key, samples)
            samples[key] = float(found[3])
            family = re.sub(r"_(bucket|sum|count)$", "", found[1])
            test.assertTrue(found[1] in kinds or family in kinds, line)
    return kinds, samples


class Life(unittest.TestCase):
    """Gateways that each test starts for itself."""

    def setUp(self):
        self.upstream = Upstream()
        self.addCleanup(self.upstream.close)

    def gateway(self, text, arguments=(), environment=None):
        made = Gateway(sys.argv[1], text, arguments, environment)
        self.addCleanup(made.close_folder)
        return made

    def started(self, *arguments, **more):
        made = self.gateway(*arguments, **more)
        self.addCleanup(lambda: made.process.poll() is None and made.stop())
        return made.start()

    def test_applies_a_changed_config_and_keeps_the_old_one_when_it_is_broken(self):
        served = self.started(config(self.upstream.base))
        self.assertEqual(served.chat("added")[0], 400)
        served.write_config(config(self.upstream.base, "added"))
        wait_until(lambda: served.chat("added")[0] == 200, "the added model answers", served.text)
        served.write_config("model_list:\n  - model_name: [broken\n")
        served.wait_for("config not reloaded, the old one stays")
        self.assertEqual(served.chat("added")[0], 200)
        served.write_config(config(self.upstream.base))
        wait_until(lambda: served.chat("added")[0] == 400, "the removed model is gone", served.text)

    def test_ends_a_running_stream_before_it_exits(self):
        served = self.started(config(self.upstream.base))
        result = []
        begun = threading.Event()

        def stream():
            connection = served.connect()
            connection.request("POST", "/v1/chat/completions", json.dumps(dict(BODY, model="drip-50-10", stream=True)),
                               {"Authorization": f"Bearer {KEY}"})
            answer = connection.getresponse()
            data = answer.read1(100)
            begun.set()
            result.append(data + answer.read())
            connection.close()

        thread = threading.Thread(target=stream)
        thread.start()
        self.assertTrue(begun.wait(10))
        code = served.stop()
        thread.join()
        self.assertEqual(code, 0, served.text())
        self.assertEqual(events_of(result[0])[-1], "[DONE]")
        said = "".join(json.loads(e)["choices"][0]["delta"].get("content", "") for e in events_of(result[0])[:-1])
        self.assertEqual(said, "".join(f"{i} " for i in range(10)))
        with self.assertRaises(OSError):
            socket.create_connection((served.host, served.port), 2)

    def test_checks_a_config_without_serving(self):
        code, text = self.gateway(config(self.upstream.base), ["--validate_config"]).once()
        self.assertEqual((code, "config OK (4 models)" in text), (0, True), text)
        code, text = self.gateway("model_list:\n  - model_name: [broken\n", ["--validate_config"]).once()
        self.assertEqual(code, 1)
        self.assertRegex(text, r"config\.yaml:\d+")
        self.assertEqual(self.gateway("model_list: [broken\n").once()[0], 1)

    def test_tells_its_version(self):
        code, text = self.gateway(None, ["--version"]).once()
        self.assertEqual(code, 0)
        self.assertRegex(text, r"LiteLLM: Current Version = \d+\.\d+\.\d+\nporticod \d+\.\d+\.\d+\n")

    def test_serves_one_model_without_a_config(self):
        served = self.started(None, ["--model", "openai/plain", "--api_base", self.upstream.base],
                              {"OPENAI_API_KEY": "sk-env"})
        for name in ("openai/plain", "any-other-name"):
            status, _, body = served.ask("POST", "/v1/chat/completions", dict(BODY, model=name), key=None)
            self.assertEqual(status, 200, body)
            self.assertEqual(json.loads(body)["choices"][0]["message"]["content"], TEXT)
        self.assertEqual(self.upstream.last("plain").headers["authorization"], "Bearer sk-env")

    def test_is_open_without_a_key_but_on_loopback_only(self):
        text = config(self.upstream.base).replace(SETTINGS, "")
        served = self.started(text)
        self.assertIn("No master key is set", served.text())
        self.assertEqual(served.ask("POST", "/v1/chat/completions", BODY, key=None)[0], 200)
        code, said = self.gateway(text, ["--host", "0.0.0.0"]).once()
        self.assertEqual(code, 1)
        self.assertIn("without a master key", said)
        self.assertIn("general_settings.master_key", said)

    def test_takes_the_master_key_from_the_environment(self):
        served = self.started(config(self.upstream.base).replace(SETTINGS, ""),
                              environment={"LITELLM_MASTER_KEY": "sk-from-env"})
        self.assertEqual(served.ask("GET", "/v1/models", key="sk-from-env")[0], 200)
        self.assertEqual(served.ask("GET", "/v1/models", key=None)[0], 401)

    def test_takes_discounts_off_and_puts_margins_on(self):
        settings = ("litellm_settings:\n  cost_discount_config: {openai: 0.05}\n"
                    "  cost_margin_config: {openai: {percentage: 0.1, fixed_amount: 0.000000000001}, global: 9}\n")
        served = self.started(config(self.upstream.base) + settings)
        status, headers, _ = served.chat("priced")
        self.assertEqual(status, 200)
        # 0.0075 * 0.95 = 0.007125; * 1.1 = 0.0078375; and a millionth of a millionth.
        self.assertEqual({name[23:]: value for name, value in headers.items() if name.startswith("x-litellm-response-cost")},
                         {"": "0.007837500001", "-original": COST, "-discount-amount": "0.000375",
                          "-margin-amount": "0.000712500001", "-margin-percent": "0.1"})

    def test_owns_its_data_folder_alone(self):
        served = self.started(config(self.upstream.base))
        second = Gateway(sys.argv[1], config(self.upstream.base), folder=served.folder)
        code, text = second.once()
        self.assertEqual(code, 1)
        self.assertIn(f"pid {served.process.pid}", text)


if __name__ == "__main__":
    gateway.main()

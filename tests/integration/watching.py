"""Who is told of the requests of a running porticod: callbacks that are away, slow or killed with it, alerts, Prometheus."""
import base64
import collections
import json
import re
import shutil
import subprocess
import sys
import threading
import time
import unittest
import uuid

import gateway
from gateway import KEY, Gateway, deployment, wait_until
from receivers import Receivers
from upstream import TEXT, Upstream

HOOK, LANGFUSE, SPANS, SLACK, RUNS = "/hook", "/api/public/ingestion", "/v1/traces", "/slack", "/runs/batch"
PRICES = "input_cost_per_token: 0.0000025, output_cost_per_token: 0.00001"
REQUESTS = 2000
THREADS = 8
MOST_TWICE = 0.01
TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"


def environment(receivers):
    return {"GENERIC_LOGGER_ENDPOINT": receivers.base + HOOK, "GENERIC_LOGGER_HEADERS": "X-Token=secret-of-hook",
            "LANGFUSE_HOST": receivers.base, "LANGFUSE_PUBLIC_KEY": "pk-lf-1", "LANGFUSE_SECRET_KEY": "sk-lf-2",
            "OTEL_EXPORTER_OTLP_ENDPOINT": receivers.base, "OTEL_HEADERS": "x-otel=a%20b",
            "LANGSMITH_BASE_URL": receivers.base, "LANGSMITH_API_KEY": "lsv2-secret",
            "SLACK_WEBHOOK_URL": receivers.base + SLACK, "WEBHOOK_URL": receivers.base + "/events"}


def config(base, callbacks="[webhook]", litellm="", general="", router="num_retries: 0"):
    names = ("plain", "slow-2500", "fail-400", "fail-500", "flaky-1", "cut")
    return ("model_list:\n" + "".join(deployment(name, name, base, PRICES) for name in names) +
            deployment("unpriced", "unknown-model", base) +
            f"litellm_settings: {{callbacks: {callbacks}{litellm}}}\n"
            f"general_settings: {{master_key: {KEY}{general}}}\nrouter_settings: {{{router}}}\n")


def hooked(receivers):
    """Every payload that the webhook was told, in order."""
    return [payload for batch in receivers.taken(HOOK) for payload in batch]


def attribute(span, key):
    for item in span["attributes"]:
        if item["key"] == key:
            return next(iter(item["value"].values()))
    return None


def spans_of(receivers):
    return [span for post in receivers.taken(SPANS) for group in post["resourceSpans"]
            for scope in group["scopeSpans"] for span in scope["spans"]]


def generations(receivers):
    return [item["body"] for post in receivers.taken(LANGFUSE) for item in post["batch"]
            if item["type"] == "generation-create"]


class Load:
    """Requests with call ids of their own, as fast as threads send them, over gateways that come and go."""

    def __init__(self, server, count):
        self.server = server
        self.lock = threading.Lock()
        self.left = count
        self.complete = []
        self.threads = [threading.Thread(target=self._run) for _ in range(THREADS)]
        for thread in self.threads:
            thread.start()

    def _run(self):
        connection = None
        while True:
            with self.lock:
                if self.left <= 0:
                    break
                self.left -= 1
            call_id = str(uuid.uuid4())
            try:
                connection = connection or self.server.connect(10)
                connection.request("POST", "/v1/chat/completions",
                                   '{"model":"plain","messages":[{"role":"user","content":"hi"}]}',
                                   {"Authorization": f"Bearer {KEY}", "x-litellm-call-id": call_id})
                answer = connection.getresponse()
                if answer.status == 200 and TEXT.encode() in answer.read():
                    with self.lock:
                        self.complete.append(call_id)
            except Exception:  # Whatever the client library makes of a killed gateway.
                if connection:
                    connection.close()
                connection = None
                with self.lock:
                    self.left += 1
                time.sleep(0.05)
        if connection:
            connection.close()

    def wait_for(self, count):
        wait_until(lambda: len(self.complete) >= count, f"{count} requests are answered",
                   lambda: f"{len(self.complete)} are", 120)

    def join(self):
        for thread in self.threads:
            thread.join()


class Kills(unittest.TestCase):
    def test_every_event_arrives_over_kills_and_outages(self):
        upstream, receivers = Upstream(keep=False), Receivers()
        server = Gateway(sys.argv[1], config(upstream.base, "[webhook, langfuse, otel]"),
                         environment=environment(receivers))
        try:
            server.start()
            receivers.mode(HOOK, "slow")
            receivers.mode(LANGFUSE, "partial")
            load = Load(server, REQUESTS)
            load.wait_for(REQUESTS // 8)
            receivers.mode(SPANS, "fail")
            receivers.mode(HOOK, "hang")
            load.wait_for(REQUESTS // 3)
            server.kill()
            server.start()
            load.wait_for(REQUESTS // 2)
            receivers.mode(LANGFUSE, "fail")
            receivers.mode(SPANS, "ok")
            receivers.mode(HOOK, "ok")
            load.wait_for(REQUESTS * 2 // 3)
            server.kill()
            server.start()
            receivers.mode(LANGFUSE, "partial")
            load.join()
            wanted = set(load.complete)
            self.assertGreaterEqual(len(wanted), REQUESTS)

            def told(name):
                if name == "webhook":
                    return collections.Counter(payload["litellm_call_id"] for payload in hooked(receivers))
                if name == "langfuse":
                    return collections.Counter(body["metadata"]["litellm_call_id"] for body in generations(receivers))
                return collections.Counter(attribute(span, "litellm.call_id") for span in spans_of(receivers)
                                           if span["name"] == "litellm_request")
            for name in ("webhook", "langfuse", "otel"):
                wait_until(lambda: wanted <= set(told(name)), f"{name} has been told of everything",
                           lambda: f"{len(wanted - set(told(name)))} are missing; {server.text()[-2000:]}", 90)
                counts = told(name)
                twice = sum(count > 1 for call_id, count in counts.items())
                print(f"{name}: {len(wanted)} requests complete, {len(counts)} told, {twice} of them twice, "
                      f"{sum(receivers.tries.values())} posts", flush=True)
                self.assertLessEqual(twice, MOST_TWICE * REQUESTS, name)
                # Nothing was told that no client has sent: at most what a kill has cut.
                self.assertLessEqual(len(set(counts) - wanted), 4 * THREADS, name)
            # Of a repeated event everything is the same, so that receivers can tell.
            payloads = collections.defaultdict(list)
            for payload in hooked(receivers):
                payloads[payload["id"]].append(payload)
            for same in payloads.values():
                self.assertTrue(all(payload == same[0] for payload in same), same)
        finally:
            server.close()
            receivers.close()
            upstream.close()


class WithReceivers(unittest.TestCase):
    callbacks = "[webhook]"
    litellm = ""
    general = ""
    router = "num_retries: 0"

    def setUp(self):
        self.upstream, self.receivers = Upstream(), Receivers()
        self.addCleanup(self.upstream.close)
        self.addCleanup(self.receivers.close)
        text = config(self.upstream.base, self.callbacks, self.litellm, self.general, self.router)
        self.gateway = Gateway(sys.argv[1], text, environment=environment(self.receivers))
        self.addCleanup(self.gateway.close)
        self.gateway.start()

    def told(self, count):
        wait_until(lambda: len(hooked(self.receivers)) >= count, f"{count} events are told",
                   lambda: f"{hooked(self.receivers)}\n{self.gateway.text()}")
        return hooked(self.receivers)

    def metrics(self):
        return self.gateway.ask("GET", "/metrics")[2].decode()


class Events(WithReceivers):
    callbacks = "[webhook, langfuse, langsmith, otel, prometheus]"
    litellm = ", langfuse_default_tags: [model_group, cache_hit]"
    general = ", store_prompts_in_spend_logs: true"
    router = "num_retries: 1, retry_after: 0"

    def ask(self, model, headers=None, **more):
        return self.gateway.chat(model, headers, temperature=0.5, metadata={
            "tags": ["blue"], "session_id": "s-1", "trace_id": "my-trace", "trace_name": "my name",
            "generation_name": "a step", "trace_metadata": {"deep": [1, 2]}}, user="eve", **more)

    def test_what_is_told_of_a_success(self):
        self.assertEqual(self.ask("plain", {"traceparent": f"00-{TRACE}-{PARENT}-01"})[0], 200)
        payload = self.told(1)[0]
        self.assertEqual([payload[name] for name in (
            "call_type", "status", "model", "model_group", "custom_llm_provider", "end_user", "prompt_tokens",
            "completion_tokens", "total_tokens", "response_cost", "request_tags", "stream", "cache_hit", "trace_id")],
            ["acompletion", "success", "plain", "plain", "openai", "eve", 1000, 500, 1500, 0.0075, ["blue"], False,
             False, "my-trace"])
        self.assertEqual(payload["api_base"], self.upstream.base)
        self.assertEqual(payload["messages"], [{"role": "user", "content": "hi"}])
        self.assertEqual(payload["response"]["choices"][0]["message"]["content"], TEXT)
        self.assertEqual(payload["model_parameters"], {"temperature": 0.5, "user": "eve"})
        self.assertEqual(payload["cost_breakdown"], {"input_cost": 0.0025, "output_cost": 0.005, "total_cost": 0.0075})
        self.assertAlmostEqual(payload["endTime"], time.time(), delta=30)
        self.assertEqual(self.receivers.headers(HOOK)[0]["x-token"], "secret-of-hook")

        wait_until(lambda: self.receivers.taken(LANGFUSE), "Langfuse is told")
        items = {item["type"]: item["body"] for item in self.receivers.taken(LANGFUSE)[0]["batch"]}
        trace, generation = items["trace-create"], items["generation-create"]
        self.assertEqual((trace["id"], trace["name"], trace["userId"], trace["sessionId"], trace["tags"]),
                         ("my-trace", "my name", "eve", "s-1", ["blue", "model_group:plain", "cache_hit:false"]))
        self.assertEqual(trace["metadata"]["deep"], [1, 2])
        self.assertEqual((generation["traceId"], generation["name"], generation["model"], generation["level"]),
                         ("my-trace", "a step", "plain", "DEFAULT"))
        self.assertEqual(generation["usage"], {"input": 1000, "output": 500, "total": 1500, "unit": "TOKENS",
                                               "totalCost": 0.0075})
        self.assertEqual(generation["input"], [{"role": "user", "content": "hi"}])
        self.assertEqual(self.receivers.headers(LANGFUSE)[0]["authorization"],
                         "Basic " + base64.b64encode(b"pk-lf-1:sk-lf-2").decode())

        wait_until(lambda: self.receivers.taken(RUNS), "LangSmith is told")
        run = self.receivers.taken(RUNS)[0]["post"][0]
        self.assertEqual(run["id"], str(uuid.UUID(run["id"])))
        self.assertEqual((run["run_type"], run["session_name"], run["name"], run["trace_id"]),
                         ("llm", "litellm-completion", "LLMRun", run["id"]))
        self.assertTrue(run["dotted_order"].endswith("Z" + run["id"]))
        self.assertEqual(self.receivers.headers(RUNS)[0]["x-api-key"], "lsv2-secret")

        wait_until(lambda: len(spans_of(self.receivers)) == 2, "spans are told")
        attempt, root = spans_of(self.receivers)
        self.assertEqual((root["name"], root["traceId"], root["parentSpanId"]),
                         ("Received Proxy Server Request", TRACE, PARENT))
        self.assertEqual((attempt["name"], attempt["traceId"], attempt["parentSpanId"]),
                         ("litellm_request", TRACE, root["spanId"]))
        self.assertEqual(attribute(attempt, "gen_ai.usage.input_tokens"), "1000")
        self.assertEqual(attribute(attempt, "gen_ai.prompt.0.content"), "hi")
        self.assertEqual(attribute(attempt, "gen_ai.completion.0.content"), TEXT)
        self.assertEqual(attribute(attempt, "gen_ai.request.temperature"), 0.5)
        self.assertEqual(self.receivers.headers(SPANS)[0]["x-otel"], "a b")
        self.assertNotIn("secret-of-hook", self.gateway.text())

    def test_what_is_told_of_retries_and_failures(self):
        self.assertEqual(self.ask("flaky-1")[0], 200)
        first, second = self.told(2)
        self.assertEqual((first["status"], first["metadata"]["attempt_follows"], second["status"]),
                         ("failure", True, "success"))
        self.assertEqual(second["id"], first["id"] + "-1")
        self.assertEqual(first["error_information"]["error_class"], "InternalServerError")
        wait_until(lambda: len(spans_of(self.receivers)) == 3, "spans are told")
        spans = spans_of(self.receivers)
        self.assertEqual([span["name"] for span in spans],
                         ["litellm_request", "litellm_request", "Received Proxy Server Request"])
        self.assertEqual({span["parentSpanId"] for span in spans[:2]}, {spans[2]["spanId"]})
        self.assertEqual([span["status"]["code"] for span in spans], [2, 1, 1])
        self.assertEqual(self.ask("fail-400")[0], 400)
        self.assertFalse(self.told(3)[2]["metadata"]["attempt_follows"])
        wait_until(lambda: len(spans_of(self.receivers)) == 5, "spans are told")
        self.assertEqual([span["status"]["code"] for span in spans_of(self.receivers)[3:]], [2, 2])

    def test_who_wants_no_log_is_not_told_of(self):
        self.gateway.chat("plain", **{"no-log": True})
        self.gateway.chat("plain", {"x-litellm-enable-message-redaction": "true"})
        self.gateway.chat("plain", stream=True)
        redacted, streamed = sorted(self.told(2), key=lambda payload: payload["startTime"])
        self.assertEqual((redacted["messages"], redacted["response"]), (None, None))
        self.assertEqual(streamed["response"], {"role": "assistant", "content": TEXT})
        self.assertEqual(len(self.gateway.json("GET", "/spend/logs")), 3)

    def test_spans_are_what_the_protocol_says(self):
        try:
            from google.protobuf import json_format
            from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
        except ImportError as problem:
            self.skipTest(f"opentelemetry-proto is not installed: {problem}")
        self.ask("flaky-1")
        wait_until(lambda: len(spans_of(self.receivers)) == 3, "spans are told")
        for post in self.receivers.taken(SPANS):
            # OTLP's JSON has ids in hexadecimal, where Protobuf's own has base 64.
            for span in post["resourceSpans"][0]["scopeSpans"][0]["spans"]:
                for name in ("traceId", "spanId", "parentSpanId"):
                    if name in span:
                        span[name] = base64.b64encode(bytes.fromhex(span[name])).decode()
            message = json_format.ParseDict(post, ExportTraceServiceRequest())
            for span in message.resource_spans[0].scope_spans[0].spans:
                self.assertEqual((len(span.trace_id), len(span.span_id)), (16, 8))
                self.assertGreaterEqual(span.end_time_unix_nano, span.start_time_unix_nano)
                self.assertAlmostEqual(span.end_time_unix_nano / 1e9, time.time(), delta=60)

    def test_a_receiver_that_refuses_holds_up_nobody(self):
        self.receivers.mode(HOOK, "refuse")
        self.gateway.chat("plain")
        wait_until(lambda: 'failures_metric_total{callback_name="webhook"} 1' in self.metrics(), "it is counted")
        self.gateway.wait_for("webhook: 1 events are lost")
        self.receivers.mode(HOOK, "ok")
        self.gateway.chat("plain")
        self.told(1)
        self.assertEqual(len(generations(self.receivers)), 2)


class Routes(WithReceivers):
    general = ", alerting: [slack]"

    def test_services_are_tested_on_demand(self):
        answer = self.gateway.json("GET", "/health/services?service=webhook")
        self.assertEqual(answer["status"], "success")
        answer = self.gateway.json("GET", "/health/services?service=slack")
        self.assertEqual((answer["status"], len(self.receivers.taken(SLACK))), ("success", 1))
        self.assertIn("test alert", self.receivers.taken(SLACK)[0]["text"])
        for name in ("langfuse", "langsmith", "otel", "generic_api"):
            self.assertEqual(self.gateway.json("GET", f"/health/services?service={name}")["status"], "success", name)
        self.assertEqual(self.gateway.ask("GET", "/health/services?service=nobody")[0], 400)
        self.receivers.mode(RUNS, "fail")
        self.assertEqual(self.gateway.ask("GET", "/health/services?service=langsmith")[0], 502)
        self.assertEqual(self.gateway.ask("GET", "/health/services?service=otel", key="sk-wrong")[0], 401)

    def test_callbacks_are_listed_without_secrets(self):
        active = self.gateway.json("GET", "/active/callbacks")
        self.assertEqual((active["litellm.callbacks"], active["alerting"], active["num_callbacks"]),
                         (["webhook"], ["slack"], 1))
        status, _, data = self.gateway.ask("GET", "/get/config/callbacks")
        self.assertEqual(status, 200)
        self.assertEqual([(row["name"], row["type"]) for row in json.loads(data)["callbacks"]],
                         [("webhook", "success_and_failure")])
        self.assertNotIn(b"secret-of-hook", data)

    def test_a_changed_config_changes_who_is_told(self):
        self.gateway.chat("plain")
        self.told(1)
        self.gateway.write_config(config(self.upstream.base, "[otel]"))
        wait_until(lambda: self.gateway.json("GET", "/active/callbacks")["litellm.callbacks"] == ["otel"], "otel is on")
        self.gateway.chat("plain")
        wait_until(lambda: len(spans_of(self.receivers)) == 2, "spans are told")
        self.gateway.write_config(config(self.upstream.base, "[otel, webhook]"))
        wait_until(lambda: len(self.gateway.json("GET", "/active/callbacks")["portico_backlog"]) == 2, "both are on")
        self.gateway.chat("plain")
        self.told(2)
        self.assertEqual(len(hooked(self.receivers)), 2)

    def test_unknown_callbacks_are_named_at_start(self):
        self.gateway.stop()
        self.gateway.write_config(config(self.upstream.base, "[datadog, postgres, my.module]"))
        self.gateway.start()
        self.assertIn("these are not called: datadog, my.module", self.gateway.text())

    def test_the_backlog_is_seen(self):
        self.receivers.mode(HOOK, "fail")
        for _ in range(3):
            self.gateway.chat("plain")
        wait_until(lambda: 'portico_callback_backlog{callback_name="webhook"} 3' in self.metrics(), "it is counted",
                   self.metrics)
        self.assertEqual(self.gateway.json("GET", "/active/callbacks")["portico_backlog"][0]["backlog"], 3)
        self.receivers.mode(HOOK, "ok")
        self.told(3)
        wait_until(lambda: 'portico_callback_backlog{callback_name="webhook"} 0' in self.metrics(), "it is told")


class Alerting(WithReceivers):
    callbacks = "[]"
    general = ", alerting: [slack, webhook], alerting_threshold: 1"
    router = "num_retries: 0, allowed_fails: 2, cooldown_time: 30"

    def texts(self, kind):
        return [post["text"] for post in self.receivers.taken(SLACK) if f"`{kind}`" in post["text"]]

    def test_failures_are_told_once(self):
        for _ in range(7):
            self.gateway.chat("fail-500")
        wait_until(lambda: self.texts("llm_exceptions") and self.texts("cooldown_deployment"), "alerts are told",
                   lambda: str(self.receivers.taken(SLACK)) + self.gateway.text())
        self.assertEqual(len(self.texts("llm_exceptions")), 1)
        self.assertIn("InternalServerError", self.texts("llm_exceptions")[0])
        self.assertIn(self.upstream.base, self.texts("llm_exceptions")[0])
        self.assertNotIn("hi", self.texts("llm_exceptions")[0].split("Message:")[1].split())
        events = [post["event"] for post in self.receivers.taken("/events")]
        self.assertIn("llm_exceptions", events)

    def test_what_hangs_and_what_is_slow_is_told(self):
        self.gateway.chat("slow-2500", timeout=20)
        wait_until(lambda: self.texts("llm_too_slow"), "it is told", lambda: str(self.receivers.taken(SLACK)))
        self.gateway.chat("slow-2500")
        asked = threading.Thread(target=lambda: [self.gateway.chat("slow-2500") for _ in range(4)])
        asked.start()
        wait_until(lambda: self.texts("llm_requests_hanging"), "it is told", lambda: str(self.receivers.taken(SLACK)))
        asked.join()
        self.assertEqual(len(self.texts("llm_too_slow")), 1)

    def test_spend_without_a_price_is_told(self):
        self.gateway.chat("unpriced")
        self.gateway.chat("unpriced")
        wait_until(lambda: self.texts("failed_tracking_spend"), "it is told", lambda: str(self.receivers.taken(SLACK)))
        self.assertEqual(len(self.texts("failed_tracking_spend")), 1)

    def test_budgets_are_told_where_they_are_used_up(self):
        def key(**limits):
            made = self.gateway.json("POST", "/key/generate", limits)
            status, _, answer = self.gateway.ask("POST", "/v1/chat/completions", {
                "model": "plain", "messages": [{"role": "user", "content": "hi"}]}, key=made["key"])
            self.assertEqual(status, 200, answer)
            return made["token"]
        crossed = key(key_alias="small", max_budget=1e-9)
        soft = key(key_alias="watched", soft_budget=1e-9)
        key(key_alias="large", max_budget=1000)

        def told():
            return {(post["event"], post.get("token")) for post in self.receivers.taken("/events")
                    if post["event_group"] == "key"}
        wanted = {("budget_crossed", crossed), ("soft_budget_crossed", soft)}
        wait_until(lambda: told() == wanted, "both are told", lambda: str(self.receivers.taken("/events")), seconds=40)
        post = next(post for post in self.receivers.taken("/events") if post["event"] == "budget_crossed")
        self.assertEqual(post["max_budget"], 1e-9)
        self.assertGreater(post["spend"], 1e-9)
        self.assertTrue(any("`small`" in text for text in self.texts("budget_alerts")))


class Metrics(WithReceivers):
    callbacks = "[prometheus, webhook]"
    router = ("num_retries: 0, allowed_fails: 0, cooldown_time: 30, fallbacks: [{fail-500: [plain]}, "
              "{fail-400: [fail-500]}]")

    def test_every_fact_has_its_metric(self):
        self.gateway.chat("plain")
        self.gateway.chat("fail-500")
        self.gateway.chat("cut", stream=True)
        text = self.metrics()
        for pattern in (
                r'litellm_proxy_total_requests_metric_total\{.*requested_model="plain".*status_code="200"\} 1\n',
                r'litellm_deployment_successful_fallbacks_total\{.*fallback_model="plain".*requested_model="fail-500".*'
                r'exception_class="InternalServerError".*\} 1\n',
                r'litellm_deployment_failure_responses_total\{.*litellm_model_name="fail-500".*'
                r'exception_class="InternalServerError",exception_status="500"\} 1\n',
                r'litellm_deployment_total_requests_total\{.*litellm_model_name="fail-500".*\} 1\n',
                r'litellm_deployment_latency_per_output_token_count\{.*litellm_model_name="plain".*\} 2\n',
                r'litellm_remaining_requests_metric\{.*litellm_model_name="plain".*\} 41\n',
                r'litellm_deployment_state\{.*litellm_model_name="plain".*\} 0\n',
                r'litellm_deployment_state\{.*litellm_model_name="fail-500".*\} 2\n',
                r'litellm_llm_api_failed_requests_metric_total\{.*model="fail-500".*\} 1\n',
                r'litellm_deployment_cooled_down_total\{.*litellm_model_name="fail-500".*\} 1\n',
                r'litellm_callback_logging_failures_metric_total\{callback_name="webhook"\} 0\n',
                r'litellm_in_flight_requests \d+\n'):
            self.assertRegex(text, pattern)
        wait_until(lambda: 'portico_callback_events_total{callback_name="webhook"} 4' in self.metrics(),
                   "all are told", self.metrics)

    def test_budgets_and_rates_have_gauges(self):
        self.gateway.json("POST", "/team/new", {"team_id": "t", "team_alias": "Team", "max_budget": 50})
        made = self.gateway.json("POST", "/key/generate", {
            "key_alias": "mine", "team_id": "t", "max_budget": 20, "budget_duration": "30d",
            "model_rpm_limit": {"plain": 5}, "model_tpm_limit": {"plain": 100000}})
        idle = self.gateway.json("POST", "/key/generate", {"key_alias": "idle", "max_budget": 1})["token"]
        self.gateway.ask("POST", "/v1/chat/completions", {"model": "plain", "messages": [{"role": "user", "content": "hi"}]},
                         key=made["key"])
        spent = self.gateway.json("GET", f"/key/info?key={made['key']}")["info"]["spend"]
        self.assertGreater(spent, 0)
        text = self.metrics()

        def gauge(name, label, value):
            found = re.search(name + r"\{([^}]*" + label + r"[^}]*)\} (\S+)\n", text)
            self.assertIsNotNone(found, name + " is missing in " + text)
            self.assertAlmostEqual(float(found.group(2)), value, places=6)
        gauge("litellm_api_key_max_budget_metric", 'api_key_alias="mine",hashed_api_key="' + made["token"], 20)
        gauge("litellm_remaining_api_key_budget_metric", 'api_key_alias="mine"', 20 - spent)
        gauge("litellm_team_max_budget_metric", 'team="t",team_alias="Team"', 50)
        gauge("litellm_remaining_team_budget_metric", 'team="t"', 50 - spent)
        gauge("litellm_remaining_api_key_requests_for_model", 'api_key_alias="mine".*model="plain"', 4)
        self.assertRegex(text, r'litellm_api_key_budget_remaining_hours_metric\{api_key_alias="mine"[^}]*\} \d')
        self.assertNotIn("litellm_team_budget_remaining_hours_metric", text)
        self.assertNotIn(idle, text)
        self.gateway.write_config(config(self.upstream.base, "[prometheus]", ", prometheus_initialize_budget_metrics: true"))
        wait_until(lambda: idle in self.metrics(), "keys that have spent nothing are there")

    def test_labels_of_the_config_are_there(self):
        self.gateway.write_config(config(self.upstream.base, "[prometheus]", (
            ", custom_prometheus_metadata_labels: [metadata.project, metadata.deep.er], custom_prometheus_tags: "
            "[prod, 'User-Agent: Roo*'], prometheus_emit_stream_label: true, "
            "enable_end_user_cost_tracking_prometheus_only: true")))
        wait_until(lambda: (self.gateway.chat("plain"), 'tag_prod="false"' in self.metrics())[1], "the labels are there")
        made = self.gateway.json("POST", "/key/generate", {"metadata": {"project": "of the key"}})["key"]
        body = {"model": "plain", "messages": [{"role": "user", "content": "hi"}], "user": "end", "metadata": {
            "project": "of the client", "deep": {"er": "well"}, "tags": ["prod", "User-Agent: RooCode/3"]}}
        self.assertEqual(self.gateway.ask("POST", "/v1/chat/completions", body)[0], 200)
        self.assertEqual(self.gateway.ask("POST", "/v1/chat/completions", body, key=made)[0], 200)
        text = self.metrics()
        own = (r'metadata_project="{}",metadata_deep_er="well",tag_prod="true",tag_User_Agent__Roo_="true"')
        for who in ("of the client", "of the key"):
            self.assertRegex(text, r'litellm_spend_metric_total\{.*end_user="end".*' + own.format(who) + r'\} \d')
        self.assertRegex(text, r'litellm_proxy_total_requests_metric_total\{.*stream="False"\} \d')
        self.assertRegex(text, r'metadata_project="None",metadata_deep_er="None",tag_prod="false"')
        self.assertNotIn('stream="', "".join(line for line in text.splitlines() if "spend_metric" in line))

    def test_only_what_is_chosen_is_told(self):
        for model in ("plain", "plain", "fail-500"):
            self.gateway.chat(model)
        self.gateway.write_config(config(self.upstream.base, "[prometheus]", (
            ", prometheus_metrics_config: [{group: one, metrics: [litellm_proxy_total_requests_metric], "
            "include_labels: [route]}, {group: two, metrics: [litellm_input_tokens_metric_total]}]")))
        wait_until(lambda: "litellm_spend_metric" not in self.metrics(), "the rest is left out", self.metrics)
        text = self.metrics()
        # What only differed by labels that are left out is one number.
        self.assertRegex(text, r'\nlitellm_proxy_total_requests_metric_total\{route="[^"]*"\} 3\n')
        self.assertRegex(text, r'\nlitellm_input_tokens_metric_total\{api_key_alias=')

    def test_promtool_finds_nothing_wrong(self):
        promtool = shutil.which("promtool")
        if not promtool:
            self.skipTest("promtool is not installed")
        for model in ("plain", "fail-500", "fail-400", "unpriced"):
            self.gateway.chat(model)
        done = subprocess.run([promtool, "check", "metrics"], input=self.metrics(), text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        # 3: it would have named them otherwise; the names are LiteLLM's.
        self.assertIn(done.returncode, (0, 3), done.stdout)
        self.assertNotIn("error while linting", done.stdout)

    def test_a_key_may_be_asked_for(self):
        self.assertEqual(self.gateway.ask("GET", "/metrics", key=None)[0], 200)
        self.gateway.write_config(config(self.upstream.base, "[prometheus]",
                                         ", require_auth_for_metrics_endpoint: true"))
        wait_until(lambda: self.gateway.ask("GET", "/metrics", key=None)[0] == 401, "a key is asked for")
        self.assertEqual(self.gateway.ask("GET", "/metrics")[0], 200)


if __name__ == "__main__":
    gateway.main()

"""The curl lines that users of LiteLLM have in their notes, each with the answer that it is to get."""
import json
import os
import shutil
import subprocess
import sys
import time
import unittest

import gateway
from gateway import Gateway, deployment, wait_until
from redisserver import RedisServer
from upstream import Upstream

KEY = "sk-my-secret-master-key"
PRICES = "input_cost_per_token: 0.0000025, output_cost_per_token: 0.00001"
SETTINGS = """litellm_settings:
  drop_params: true
  set_verbose: false
  num_retries: 3
  request_timeout: 600
  fallbacks:
    - gpt-4o: ["gpt-4o-mini"]
  success_callback: ["postgres"]
router_settings:
  routing_strategy: simple-shuffle
  model_group_alias: {gpt-4-fallback: [fail-500, gpt-4o-mini]}
general_settings:
  master_key: sk-my-secret-master-key
  alerting: []
  max_budget: 100.0
  budget_duration: 30d
  default_team_settings: {tpm_limit: 100000, rpm_limit: 1000}
budget_config:
  - user_id: team-dev
    max_budget: 25.0
    time_period: monthly
"""
CHAT = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "hi"}]}


@unittest.skipUnless(shutil.which("curl"), "curl is not installed")
class Seeds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.redis = RedisServer() if shutil.which("redis-server") and shutil.which("redis-cli") else None
        cache = "local"
        if cls.redis:
            cls.redis.start()
            cache = "redis"
        rows = "".join(deployment(name, model, cls.upstream.base, PRICES + more) for name, model, more in (
            ("gpt-4o-mini", "gpt-4o-mini", ""), ("gpt-4o", "gpt-4o", ""), ("fail-500", "fail-500", ", max_retries: 0"),
            ("shared", "first", ""), ("shared", "second", ""), ("text-embedding-3-small", "text-embedding-3-small", ""),
            ("local-llama", "mistralai/Mistral-7B-Instruct", ""), ("chat-alone", "x", ", use_chat_completions_api: true")))
        place = f", host: 127.0.0.1, port: {cls.redis.port}, password: redis-word" if cls.redis else ""
        config = (f"model_list:\n{rows}" + SETTINGS).replace(
            "  drop_params: true\n", f"  drop_params: true\n  cache: true\n  cache_params: {{type: {cache}, ttl: 3600{place}}}\n")
        cls.served = Gateway(sys.argv[1], config)
        cls.served.start()

    @classmethod
    def tearDownClass(cls):
        cls.served.close()
        if cls.redis:
            cls.redis.close()
        cls.upstream.close()

    def curl(self, path, body=None, method=None, key=KEY, headers=()):
        """Status, headers and value: what `curl -s $B/path -H "$H" ...` shows."""
        arguments = ["curl", "-s", "-i", "--max-time", "30", f"{self.served.base}{path}"]
        if key:
            arguments += ["-H", f"Authorization: Bearer {key}"]
        if body is not None:
            arguments += ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
        if method:
            arguments += ["-X", method]
        for header in headers:
            arguments += ["-H", header]
        done = subprocess.run(arguments, stdout=subprocess.PIPE, check=True, timeout=60)
        head, _, data = done.stdout.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        found = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        try:
            value = json.loads(data)
        except ValueError:
            value = data.decode()
        return int(lines[0].split()[1]), found, value

    def expect(self, path, body=None, status=200, **more):
        got, _, value = self.curl(path, body, **more)
        self.assertEqual(got, status, value)
        return value

    def test_chat_under_every_path(self):
        for path in ("/v1/chat/completions", "/chat/completions", "/openai/deployments/gpt-4o-mini/chat/completions",
                     "/engines/gpt-4o-mini/chat/completions"):
            with self.subTest(path):
                self.assertTrue(self.expect(path, CHAT)["choices"][0]["message"]["content"])

    def test_text_and_vectors(self):
        self.assertTrue(self.expect("/v1/completions", {"model": "gpt-4o-mini", "prompt": "x"})["choices"][0]["text"])
        self.assertTrue(self.expect("/v1/embeddings", {"model": "text-embedding-3-small", "input": "x"})["data"][0]["embedding"])
        self.assertTrue(self.expect("/v1/responses", {"model": "chat-alone", "input": "x"})["output"])

    def test_models(self):
        self.assertGreater(len(self.expect("/v1/models")["data"]), 0)
        self.assertIn("openai/gpt-4o-mini", [row["litellm_params"]["model"] for row in self.expect("/v1/model/info")["data"]])

    def test_health(self):
        self.assertGreaterEqual(self.expect("/health/liveliness") and self.expect("/health")["healthy_count"], 1)
        self.assertEqual(self.expect("/health/readiness")["status"], "healthy")
        self.assertIn("alive", json.dumps(self.expect("/health/liveliness", key=None)))

    def test_a_wrong_key_is_refused(self):
        status, _, value = self.curl("/v1/chat/completions", CHAT, key="sk-wrong")
        self.assertEqual((status, value["error"]["code"]), (401, "401"))
        self.assertEqual(self.curl("/v1/chat/completions", {**CHAT, "model": "nobody"})[0], 400)

    def test_two_keys_for_one_name_share_the_work(self):
        for number in range(60):
            self.expect("/v1/chat/completions", {**CHAT, "model": "shared", "temperature": number / 100})
        with self.upstream.lock:
            asked = {request.json["model"] for request in self.upstream.received}
        self.assertLessEqual({"first", "second"}, asked)

    def test_nested_model_names_go_up_whole(self):
        self.expect("/v1/chat/completions", {**CHAT, "model": "local-llama"})
        with self.upstream.lock:
            self.assertIn("mistralai/Mistral-7B-Instruct", {request.json["model"] for request in self.upstream.received})

    def test_an_alias_with_a_list_has_a_second_choice(self):
        self.assertTrue(self.expect("/v1/chat/completions", {**CHAT, "model": "gpt-4-fallback"})["choices"])

    def test_a_fallback_is_told_of(self):
        status, headers, _ = self.curl("/v1/chat/completions", {**CHAT, "model": "gpt-4o", "mock_testing_fallbacks": True})
        self.assertEqual((status, headers["x-litellm-attempted-fallbacks"]), (200, "1"))

    def test_retries_are_counted(self):
        body = {**CHAT, "model": "fail-500", "num_retries": 2, "temperature": 0.77}
        before = len(self.upstream.received)
        self.assertEqual(self.curl("/v1/chat/completions", body)[0], 500)
        self.assertEqual(len(self.upstream.received) - before, 3)

    def test_keys(self):
        made = self.expect("/key/generate", {"models": ["gpt-4o-mini"], "duration": "30d", "max_budget": 10.0,
                                             "metadata": {"user_id": "user_123"}})
        self.assertTrue(made["key"].startswith("sk-"))
        self.assertEqual((made["models"], made["max_budget"]), (["gpt-4o-mini"], 10.0))
        self.assertTrue(self.expect("/v1/chat/completions", CHAT, key=made["key"])["choices"])
        self.expect("/v1/chat/completions", {**CHAT, "model": "gpt-4o"}, 403, key=made["key"])
        self.assertEqual(self.expect(f"/key/info?key={made['key']}")["info"]["metadata"], {"user_id": "user_123"})
        self.expect("/key/block", {"key": made["key"]})
        self.expect("/v1/chat/completions", CHAT, 401, key=made["key"])
        self.expect("/key/unblock", {"key": made["key"]})
        self.assertEqual(len(self.expect("/key/delete", {"keys": [made["key"]]})["deleted_keys"]), 1)
        self.expect("/v1/chat/completions", CHAT, 401, key=made["key"])

    def test_a_rate_of_one(self):
        key = self.expect("/key/generate", {"rpm_limit": 1})["key"]
        self.expect("/v1/chat/completions", {**CHAT, "temperature": 0.1}, key=key)
        status, headers, value = self.curl("/v1/chat/completions", {**CHAT, "temperature": 0.2}, key=key)
        self.assertEqual((status, value["error"]["type"]), (429, "throttling_error"), value)
        self.assertGreaterEqual(int(headers["retry-after"]), 0)

    def test_a_budget_that_is_used_up(self):
        key = self.expect("/key/generate", {"max_budget": 0.0000001})["key"]
        self.expect("/v1/chat/completions", {**CHAT, "temperature": 0.3}, key=key)
        status, headers, value = self.curl("/v1/chat/completions", {**CHAT, "temperature": 0.4}, key=key)
        self.assertEqual((status, value["error"]["type"], headers["x-should-retry"]), (429, "budget_exceeded", "false"), value)

    def test_users_teams_and_budgets(self):
        user = self.expect("/user/new", {"user_id": "ann", "max_budget": 5, "budget_duration": "30d"})
        self.assertEqual((user["user_id"], user["key"].startswith("sk-")), ("ann", True))
        self.assertEqual(self.expect("/user/info?user_id=ann")["user_info"]["max_budget"], 5)
        team = self.expect("/team/new", {"team_alias": "dev", "max_budget": 20, "members_with_roles": [
            {"role": "admin", "user_id": "ann"}]})
        self.assertEqual(self.expect(f"/team/info?team_id={team['team_id']}")["team_info"]["team_alias"], "dev")
        self.assertTrue(self.expect("/budget/new", {"budget_id": "small", "max_budget": 1})["budget_id"])
        self.assertEqual(self.expect("/budget/info", {"budgets": ["small"]})[0]["max_budget"], 1)
        self.assertEqual(self.expect("/user/info?user_id=team-dev")["user_info"]["max_budget"], 25.0)

    def test_spend(self):
        self.expect("/v1/chat/completions", {**CHAT, "temperature": 0.5, "user": "end-user"})
        wait_until(lambda: self.expect("/spend/logs"), "rows are written")
        self.assertIsInstance(self.expect("/spend/logs"), list)
        self.assertIsInstance(self.expect("/global/spend/users"), list)
        self.assertIsInstance(self.expect("/global/spend/models?limit=10"), list)
        self.assertIsInstance(self.expect("/global/spend/keys?limit=10"), list)
        self.assertIn("spend", self.expect("/global/spend?start_date=2024-01-01&end_date=2024-12-31"))
        self.assertEqual(self.expect("/global/spend")["max_budget"], 100)
        today = time.strftime("%Y-%m-%d", time.gmtime())
        self.assertIsInstance(self.expect(f"/global/spend/report?start_date={today}&end_date={today}"), list)
        self.assertGreater(self.expect("/spend/calculate", {**CHAT, "model": "gpt-4o-mini"})["cost"], 0)

    def test_the_cache(self):
        body = {**CHAT, "messages": [{"role": "user", "content": "the very same"}]}
        first = self.curl("/v1/chat/completions", body)
        wait_until(lambda: "x-litellm-cache-key" in self.curl("/v1/chat/completions", body)[1], "the second is a hit")
        status, headers, value = self.curl("/v1/chat/completions", body)
        self.assertEqual((status, value["choices"]), (200, first[2]["choices"]))
        wait_until(lambda: "True" in {row["cache_hit"] for row in self.expect("/spend/logs")}, "the hit has its row")
        ping = self.expect("/cache/ping")
        self.assertEqual((ping["status"], ping["cache_type"]), ("healthy", "redis" if self.redis else "local"))
        self.expect("/cache/delete", {"keys": [headers["x-litellm-cache-key"]]})
        before = len(self.upstream.received)
        self.expect("/v1/chat/completions", {**body, "cache": {"no-store": True}})
        self.assertEqual(len(self.upstream.received), before + 1)
        self.expect("/cache/flushall", {})

    def test_a_team_without_limits_has_the_default_ones(self):
        team = self.expect("/team/new", {"team_alias": "without limits"})["team_id"]
        key = self.expect("/key/generate", {"team_id": team})["key"]
        status, headers, _ = self.curl("/v1/chat/completions", {**CHAT, "temperature": 0.7}, key=key)
        self.assertEqual((status, headers["x-ratelimit-team-limit-requests"], headers["x-ratelimit-team-limit-tokens"]),
                         (200, "1000", "100000"))

    def test_the_pages(self):
        status, headers, _ = self.curl("/ui", key=None)
        self.assertEqual(status, 303)
        self.assertTrue(headers["location"].startswith("/ui/login"), headers)
        self.assertIn("<form", self.expect(headers["location"], key=None))

    def test_metrics(self):
        self.expect("/v1/chat/completions", {**CHAT, "temperature": 0.6})
        self.assertIn("litellm_proxy_total_requests_metric", self.expect("/metrics"))

    def test_messages_take_a_bearer_and_headers_nobody_knows(self):
        value = self.expect("/v1/messages", {"model": "gpt-4o-mini", "max_tokens": 10, "messages": CHAT["messages"]},
                            headers=("x-api-version: 2023-06-01", "X-Forwarded-Proto: https", "X-Forwarded-For: 1.2.3.4"))
        self.assertEqual(value["type"], "message")

    def test_a_changed_config_counts_without_a_restart(self):
        with open(self.served.config, encoding="utf-8") as file:
            text = file.read()
        try:
            self.served.write_config(text.replace("model_name: local-llama", "model_name: other-llama"))
            wait_until(lambda: "other-llama" in json.dumps(self.expect("/v1/models")), "the new name is served")
        finally:
            self.served.write_config(text)
        wait_until(lambda: "local-llama" in json.dumps(self.expect("/v1/models")), "the old name is back")

    def test_every_strategy_is_a_valid_config(self):
        for strategy in ("simple-shuffle", "least-busy", "latency-based-routing", "usage-based-routing",
                         "usage-based-routing-v2", "cost-based-routing"):
            with self.subTest(strategy):
                other = Gateway(sys.argv[1], f"model_list:\n{deployment('m', 'm', 'http://127.0.0.1:9')}"
                                f"router_settings: {{routing_strategy: {strategy}}}\ngeneral_settings: {{alerting: []}}\n",
                                ["--validate_config"], environment={"LITELLM_MASTER_KEY": KEY})
                self.addCleanup(other.close_folder)
                self.assertEqual(other.once()[0], 0)

    def test_the_python_sdk_of_openai(self):
        program = os.environ.get("PORTICO_TEST_PYTHON", sys.executable)
        line = (f"import openai;print(openai.OpenAI(base_url='{self.served.base}/v1',api_key='{KEY}').models.list().data[0].id)")
        done = subprocess.run([program, "-c", line], capture_output=True, text=True, timeout=60, check=False,
                              env=self.served.environment)
        if "No module named 'openai'" in done.stderr:
            self.skipTest("the openai package is not installed")
        self.assertIn(done.stdout.strip(), [row["id"] for row in self.expect("/v1/models")["data"]], done.stderr)


if __name__ == "__main__":
    gateway.main()

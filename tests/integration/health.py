"""Health checks: what the background finds out, what routing makes of it, what /health tells."""
import json
import sys
import time
import unittest

import gateway
from faulty import Provider
from gateway import Gateway, KEY

PROMPT = "test from litellm"
QUIET_S = 2.0  # No check comes before.
POOL = [("pool", "one", ""), ("pool", "two", "")]


class Health(unittest.TestCase):
    def setUp(self):
        self.faults = {}
        self.provider = Provider(faults=lambda request: self.faults.get(request.model, ""))
        self.addCleanup(self.provider.close)

    def config(self, rows, router="", **general):
        """rows: (name, model, YAML of model_info in flow style); no cooldowns, so that only checks route."""
        general = {"background_health_checks": True, "health_check_interval": 1, "master_key": KEY, **general}
        models = "".join(
            f"  - model_name: '{name}'\n    litellm_params: {{model: 'openai/{model}', api_base: '{self.provider.base}', "
            f"api_key: sk-upstream}}\n    model_info: {{id: 'id-{number}'{', ' + info if info else ''}}}\n"
            for number, (name, model, info) in enumerate(rows))
        return (f"model_list:\n{models}general_settings: {json.dumps(general)}\n"
                f"router_settings: {{num_retries: 0, {router or 'enable_health_check_routing: true, disable_cooldowns: true'}}}\n")

    def started(self, *arguments, **general):
        made = Gateway(sys.argv[1], self.config(*arguments, **general))
        self.addCleanup(made.close)
        return made.start()

    def checks(self, model):
        return [request for request in self.provider.received if request.model == model and request.text() == PROMPT]

    def wait_for_checks(self, model, count):
        gateway.wait_until(lambda: len(self.checks(model)) >= count, f"{model} was checked {count} times")

    def wait_for_unhealthy(self, served, count):
        """By what the background knows."""
        gateway.wait_until(lambda: served.json("GET", "/health")["unhealthy_count"] == count, f"{count} are unhealthy")

    def ask(self, served, times=24):
        """Statuses of so many requests, and who got them."""
        before = len(self.provider.received)
        statuses = {served.chat("pool")[0] for _ in range(times)}
        return statuses, {request.model for request in self.provider.received[before:] if request.text() != PROMPT}

    def test_a_deployment_gets_no_traffic_until_its_next_good_check(self):
        self.faults["one"] = "status=500"
        began = time.monotonic()
        served = self.started(POOL)
        self.wait_for_checks("one", 1)
        self.assertGreater(self.provider.received[0].at - began, QUIET_S)
        self.wait_for_unhealthy(served, 1)
        said = served.json("GET", "/health")
        self.assertEqual(([row["model_id"] for row in said["healthy_endpoints"]],
                          [row["model_id"] for row in said["unhealthy_endpoints"]]), (["id-1"], ["id-0"]))
        self.assertIn("scripted failure 500", said["unhealthy_endpoints"][0]["error"])
        self.assertEqual(self.ask(served), ({200}, {"two"}))
        self.faults.clear()
        self.wait_for_unhealthy(served, 0)
        self.assertEqual(self.ask(served), ({200}, {"one", "two"}))
        # All failing is as if there were no checks.
        self.faults.update(one="status=500", two="status=500")
        self.wait_for_unhealthy(served, 2)
        self.assertEqual(self.ask(served), ({500}, {"one", "two"}))

    def test_health_asks_nobody_once_the_background_knows(self):
        served = self.started(POOL, health_check_interval=600)
        self.wait_for_checks("two", 1)
        self.wait_for_unhealthy(served, 0)
        before = len(self.provider.received)
        said = [served.json("GET", "/health") for _ in range(3)]
        self.assertEqual([one["healthy_count"] for one in said], [2, 2, 2])
        self.assertEqual(len(served.json("GET", "/health?model_id=id-1")["healthy_endpoints"]), 1)
        self.assertEqual(len(self.provider.received), before)

    def test_what_is_asked_for_routes_too(self):
        self.faults["two"] = "status=500"
        served = self.started(POOL, background_health_checks=False)
        self.assertEqual(served.json("GET", "/health")["unhealthy_count"], 1)
        self.assertEqual(self.ask(served), ({200}, {"one"}))

    def test_checks_do_not_route_unless_they_shall(self):
        self.faults["one"] = "status=500"
        served = self.started(POOL, "disable_cooldowns: true")
        self.wait_for_checks("one", 2)
        self.assertEqual(self.ask(served), ({200, 500}, {"one", "two"}))

    def test_transient_errors_may_be_ignored(self):
        self.faults["one"] = "status=429"
        served = self.started(POOL, "enable_health_check_routing: true, disable_cooldowns: true, "
                                    "health_check_ignore_transient_errors: true")
        self.wait_for_checks("one", 2)
        self.assertEqual(self.ask(served), ({200, 429}, {"one", "two"}))

    def test_failed_checks_count_where_there_is_a_policy(self):
        self.faults["one"] = "status=500"
        served = self.started(POOL, "enable_health_check_routing: true, cooldown_time: 60, "
                                    "allowed_fails_policy: {InternalServerErrorAllowedFails: 1}")
        self.wait_for_checks("one", 3)
        self.assertEqual(self.ask(served), ({200}, {"two"}))
        # It rests on after a good check.
        self.faults.clear()
        self.wait_for_unhealthy(served, 0)
        self.assertEqual(self.ask(served), ({200}, {"two"}))

    def test_rows_say_how_they_are_checked(self):
        self.faults["slow"] = "head=1500"
        served = self.started([("wild/*", "*", "health_check_model: openai/small, health_check_max_tokens: 7"),
                               ("slow", "slow", "health_check_timeout: 0.2"),
                               ("never", "never", "disable_background_health_check: true"),
                               ("paused", "paused", "blocked: true"),
                               ("pictures", "pictures", "mode: image_generation"),
                               ("other/*", "other-*", "")])
        self.wait_for_checks("small", 2)
        self.assertEqual(self.checks("small")[0].json["max_tokens"], 7)
        said = served.json("GET", "/health")
        self.assertEqual([row["model_id"] for row in said["healthy_endpoints"]], ["id-0"])
        self.assertEqual([row["model_id"] for row in said["unhealthy_endpoints"]], ["id-1"])
        self.assertIn("Timeout", said["unhealthy_endpoints"][0]["error"])
        self.assertEqual({request.model for request in self.provider.received}, {"small", "slow"})

    def test_no_more_at_a_time_than_allowed_and_no_two_rounds(self):
        models = ["a", "b", "c"]
        self.faults.update({model: "head=500" for model in models})
        self.started([(model, model, "") for model in models], health_check_concurrency=1)
        self.wait_for_checks("c", 2)
        at = [request.at for request in self.provider.received]
        self.assertGreater(min(later - earlier for earlier, later in zip(at, at[1:])), 0.45)
        self.assertEqual([request.model for request in self.provider.received][:6], models * 2)

    def test_the_config_switches_them_while_it_runs(self):
        served = self.started(POOL, background_health_checks=False)
        served.write_config(self.config(POOL))
        self.wait_for_checks("one", 2)
        served.write_config(self.config(POOL, background_health_checks=False))
        count = 0

        def quiet():
            nonlocal count
            before, count = count, len(self.provider.received)
            time.sleep(2.5)  # Two intervals and a half.
            return before == count == len(self.provider.received)
        gateway.wait_until(quiet, "nobody is checked any more")

    def test_ends_while_a_check_waits(self):
        self.faults["one"] = "head=20000"
        served = self.started(POOL)
        self.wait_for_checks("one", 1)
        began = time.monotonic()
        self.assertEqual(served.stop(), 0)
        self.assertLess(time.monotonic() - began, 5)


if __name__ == "__main__":
    gateway.main()

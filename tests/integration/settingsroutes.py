"""The configuration by the API (CONTRACT 3.7): changed in config.yaml itself, tried first, and never with a secret in it."""
import json
import os
import sys
import unittest
import urllib.parse

import gateway
from gateway import KEY, Gateway, deployment
from upstream import Upstream

COMMENTED = """# Ours: ask Jo before you change it.
general_settings:
  master_key: %s     # the office's
  max_request_size_mb: 12
litellm_settings:
  success_callback: [prometheus]
"""


class Settings(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream()
        self.addCleanup(self.upstream.close)

    def started(self, more="", environment=None):
        text = f"model_list:\n{deployment('plain', 'plain', self.upstream.base)}" + COMMENTED % KEY + more
        served = Gateway(sys.argv[1], text, environment=environment)
        self.addCleanup(served.close)
        return served.start()

    def text(self, served):
        with open(served.config, encoding="utf-8") as file:
            return file.read()

    def refused(self, served, path, body, status=400, key=KEY, method="POST"):
        before = self.text(served)
        got, _, data = served.ask(method, path, body, key=key)
        self.assertEqual(got, status, data)
        self.assertEqual(self.text(served), before)
        return json.loads(data)

    def test_an_update_changes_the_file_and_counts_at_once(self):
        served = self.started()
        before = self.text(served)
        answer = served.json("POST", "/config/update", {
            "router_settings": {"num_retries": 0},
            "general_settings": {"max_request_size_mb": 1},
            "litellm_settings": {"success_callback": ["webhook"], "drop_params": True}})
        self.assertEqual(answer, {"message": "Config updated successfully"})
        after = self.text(served)
        for line in before.splitlines():
            if "max_request_size_mb" not in line and "success_callback" not in line:
                self.assertIn(line, after)
        self.assertEqual(served.json("GET", "/config/field/info?field_name=max_request_size_mb"),
                         {"field_name": "max_request_size_mb", "field_value": 1})
        whole = served.json("GET", "/get_config")
        self.assertEqual(whole["litellm_settings"]["success_callback"], ["prometheus", "webhook"])
        self.assertEqual(whole["router_settings"]["num_retries"], 0)
        self.assertNotIn(KEY, json.dumps(whole))
        # In force at once.
        self.assertEqual(served.chat("plain")[0], 200)
        served.json("POST", "/config/update", {"general_settings": {"global_max_parallel_requests": 0}})
        self.assertEqual(served.chat("plain")[0], 429)
        # And it has been put aside before.
        backups = os.listdir(os.path.join(served.folder, "data", "backups"))
        self.assertTrue(any(name.startswith("config.yaml") for name in backups), backups)
        self.assertIn("LiteLLM_Config", json.dumps(served.json("GET", "/audit")))
        served.stop()
        served.start()
        self.assertEqual(served.json("GET", "/get_config")["general_settings"]["max_request_size_mb"], 1)

    def test_one_field_is_set_and_taken_away(self):
        served = self.started()
        fields = {one["field_name"]: one for one in served.json("GET", "/config/list?config_type=general_settings")}
        self.assertEqual((fields["max_request_size_mb"]["field_value"], fields["max_request_size_mb"]["stored_in_db"]), (12, True))
        self.assertIsNone(fields["master_key"]["field_value"])
        self.assertIsNone(fields["global_max_parallel_requests"]["stored_in_db"])
        answer = served.json("POST", "/config/field/update", {"field_name": "global_max_parallel_requests", "field_value": 7,
                                                              "config_type": "general_settings"})
        self.assertEqual(answer, {"param_name": "general_settings", "param_value": {"global_max_parallel_requests": 7}})
        self.assertEqual(served.json("GET", "/config/field/info?field_name=global_max_parallel_requests")["field_value"], 7)
        served.json("POST", "/config/field/delete", {"field_name": "global_max_parallel_requests",
                                                     "config_type": "general_settings"})
        self.refused(served, "/config/field/info?field_name=global_max_parallel_requests", None, method="GET")
        self.refused(served, "/config/field/delete", {"field_name": "global_max_parallel_requests",
                                                      "config_type": "general_settings"})
        self.refused(served, "/config/list?config_type=other", None, method="GET")
        self.refused(served, "/config/field/update", {"field_value": 7}, 422)

    def test_what_is_no_config_is_not_written(self):
        served = self.started()
        answer = self.refused(served, "/config/update", {"general_settings": {"max_request_size_mb": "many"}})
        self.assertIn("max_request_size_mb", answer["error"]["message"])
        answer = self.refused(served, "/config/update", {"general_settings": {"max_requst_size_mb": 3}})
        self.assertIn("did you mean max_request_size_mb?", answer["error"]["message"])
        self.refused(served, "/config/update", {"general_settings": 3}, 422)
        self.assertEqual(served.chat("plain")[0], 200)

    def test_no_secret_and_no_reference_gets_into_the_file(self):
        served = self.started(environment={"SECRET": "s3cret"})
        for section, values in (("general_settings", {"master_key": "sk-mine"}), ("general_settings", {"database_url": "x"}),
                                ("litellm_settings", {"langfuse_default_tags": ["os.environ/SECRET"]}),
                                ("router_settings", {"redis_password": "x"})):
            with self.subTest(values):
                self.refused(served, "/config/update", {section: values})
        self.refused(served, "/config/update", {"environment_variables": {"X": "os.environ/SECRET"}}, 422)

    def test_variables_lie_in_the_vault(self):
        key = os.path.join(os.path.dirname(__file__), "no-such-key")
        served = self.started(environment={"PORTICO_VAULT_KEY_FILE": key})
        # Nothing opens a vault: the value would lie open in the file, and so it is not taken.
        self.refused(served, "/config/update", {"environment_variables": {"OPENAI_API_KEY": "sk-new"}})
        self.assertNotIn("sk-new", self.text(served))

    def test_what_is_refused_leaves_the_vault_as_it_was(self):
        served = self.started("environment_variables: {OPENAI_API_KEY: plain}\n", environment={"PORTICO_VAULT_KEY": "a" * 64})
        served.json("POST", "/config/update", {"environment_variables": {"OPENAI_API_KEY": "sk-first-1234567890"}})
        self.assertNotIn("sk-first-1234567890", self.text(served))
        self.assertIn("keychain/env-OPENAI_API_KEY", self.text(served))
        shown = served.json("GET", "/get_config")["environment_variables"]["OPENAI_API_KEY"]
        self.refused(served, "/config/update", {"environment_variables": {"OPENAI_API_KEY": "sk-other-0987654321"},
                                                "general_settings": {"max_request_size_mb": "many"}})
        served.stop()
        served.start()
        self.assertEqual(served.json("GET", "/get_config")["environment_variables"]["OPENAI_API_KEY"], shown)
        served.json("POST", "/config/update", {"environment_variables": {"OPENAI_API_KEY": "sk-other-0987654321"}})
        self.assertNotEqual(served.json("GET", "/get_config")["environment_variables"]["OPENAI_API_KEY"], shown)

    def test_headers_of_endpoints_lie_in_the_vault(self):
        served = self.started("portico_settings: {model_private_addresses: true}\n", environment={"PORTICO_VAULT_KEY": "a" * 64})
        target = self.upstream.base.replace("/v1", "") + "/raw"
        made = served.json("POST", "/config/pass_through_endpoint", {
            "path": "/mine", "target": target, "headers": {"x-api-key": "sk-header-1234567890"}})
        self.assertNotIn("sk-header-1234567890", self.text(served) + json.dumps(made)
                         + json.dumps(served.json("GET", "/config/pass_through_endpoint")))
        served.ask("POST", "/mine", {"a": 1})
        self.assertEqual(self.upstream.received[-1].headers["x-api-key"], "sk-header-1234567890")

    def test_endpoints_come_and_go(self):
        served = self.started("portico_settings: {model_private_addresses: true}\n")
        target = self.upstream.base.replace("/v1", "") + "/raw"
        made = served.json("POST", "/config/pass_through_endpoint", {"path": "/mine", "target": target})["endpoints"][0]
        self.assertEqual((made["path"], made["target"]), ("/mine", target))
        before = len(self.upstream.received)
        served.ask("POST", "/mine", {"a": 1})
        self.assertEqual(len(self.upstream.received), before + 1)
        self.refused(served, "/config/pass_through_endpoint", {"path": "/mine", "target": target})
        one = served.json("GET", "/config/pass_through_endpoint?endpoint_id=" + made["id"])["endpoints"]
        self.assertEqual([row["path"] for row in one], ["/mine"])
        gone = served.json("DELETE", "/config/pass_through_endpoint?endpoint_id=" + made["id"])["endpoints"]
        self.assertEqual(gone[0]["id"], made["id"])
        self.assertEqual(served.json("GET", "/config/pass_through_endpoint")["endpoints"], [])
        before = len(self.upstream.received)
        self.assertEqual(served.ask("POST", "/mine", {"a": 1})[0], 404)
        self.assertEqual(len(self.upstream.received), before)
        self.refused(served, "/config/pass_through_endpoint?endpoint_id=" + made["id"], None, method="DELETE")

    def test_endpoints_of_the_api_stay_outside_this_network(self):
        served = self.started()
        for target in (self.upstream.base, "http://10.0.0.1/x", "http://169.254.169.254/latest", "file:///etc/passwd"):
            with self.subTest(target):
                self.refused(served, "/config/pass_through_endpoint", {"path": "/mine", "target": target})
        # By no other way either.
        rows = [{"path": "/mine", "target": self.upstream.base}]
        self.refused(served, "/config/update", {"general_settings": {"pass_through_endpoints": rows}})
        self.refused(served, "/config/field/update", {"field_name": "pass_through_endpoints", "field_value": rows})
        # A name that leads here is noticed when it is connected to.
        named = self.upstream.base.replace("127.0.0.1", "localhost.localdomain")
        served.json("POST", "/config/pass_through_endpoint", {"path": "/mine", "target": named})
        self.assertGreaterEqual(served.ask("POST", "/mine", {"a": 1})[0], 400)
        self.assertEqual(self.upstream.received, [])

    def test_only_administrators_may(self):
        served = self.started()
        key = served.json("POST", "/key/generate", {"user_id": "somebody"})["key"]
        for method, path, body in (("POST", "/config/update", {"router_settings": {"num_retries": 1}}),
                                   ("GET", "/config/list?config_type=general_settings", None), ("GET", "/get_config", None),
                                   ("POST", "/config/field/update", {"field_name": "a", "field_value": 1}),
                                   ("GET", "/config/pass_through_endpoint", None),
                                   ("POST", "/config/pass_through_endpoint", {"path": "/x", "target": "https://example.com"})):
            with self.subTest(path):
                self.refused(served, path, body, 403, key=key, method=method)
        self.assertIn("master_key", served.json("GET", "/config/yaml", key=None)["general_settings"])


class Credentials(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream()
        self.addCleanup(self.upstream.close)
        text = (f"model_list:\n{deployment('file', 'plain', self.upstream.base)}general_settings: {{master_key: {KEY}}}\n"
                "credential_list: [{credential_name: of-the-file, credential_values: {api_key: sk-file}, "
                "credential_info: {custom_llm_provider: openai}}]\nportico_settings: {model_private_addresses: true}\n")
        self.served = Gateway(sys.argv[1], text, environment={"STORE_MODEL_IN_DB": "True", "LITELLM_SALT_KEY": "salt"})
        self.addCleanup(self.served.close)
        self.served.start()

    def add(self, name="mine", status=200, key=KEY, **values):
        got, _, data = self.served.ask("POST", "/credentials", {
            "credential_name": name, "credential_values": values, "credential_info": {"custom_llm_provider": "openai"}}, key=key)
        self.assertEqual(got, status, data)
        return json.loads(data)

    def sent(self):
        self.assertEqual(self.served.chat("added")[0], 200)
        return self.upstream.received[-1].headers["authorization"]

    def test_models_use_what_is_kept_under_a_name(self):
        self.assertEqual(self.add(api_key="sk-theirs-1234567890", api_base=self.upstream.base),
                         {"success": True, "message": "Credential created successfully"})
        self.served.json("POST", "/model/new", {"model_name": "added", "model_info": {"id": "m"}, "litellm_params": {
            "model": "openai/plain", "litellm_credential_name": "mine"}})
        self.assertEqual(self.sent(), "Bearer sk-theirs-1234567890")
        listed = self.served.json("GET", "/credentials")
        rows = {row["credential_name"]: row for row in listed["credentials"]}
        self.assertEqual(set(rows), {"of-the-file", "mine"})
        self.assertEqual(rows["mine"]["credential_values"]["api_base"], self.upstream.base)
        self.assertNotIn("sk-theirs-1234567890", json.dumps(listed) + self.served.text()
                         + json.dumps(self.served.json("GET", "/audit")))
        self.assertNotIn("sk-file", json.dumps(listed))
        mask = rows["mine"]["credential_values"]["api_key"]
        # A form sends the mask back: the key stays.
        self.served.json("PATCH", "/credentials/mine", {"credential_values": {"api_key": mask}, "credential_info": {"a": 1}})
        self.assertEqual(self.sent(), "Bearer sk-theirs-1234567890")
        self.assertEqual(self.served.json("GET", "/credentials/by_name/mine")["credential_info"],
                         {"custom_llm_provider": "openai", "a": 1})
        self.served.json("PATCH", "/credentials/mine", {"credential_values": {"api_key": "sk-newer-0987654321"}})
        self.assertEqual(self.sent(), "Bearer sk-newer-0987654321")
        shown = self.served.json("GET", "/credentials/by_model/m")["credential_values"]
        self.assertEqual(shown["api_base"], self.upstream.base)
        self.assertNotIn("sk-newer-0987654321", json.dumps(shown))
        self.served.kill()
        self.served.start()
        self.assertEqual(self.sent(), "Bearer sk-newer-0987654321")
        # What is used stays until nobody uses it.
        self.assertEqual(self.served.ask("DELETE", "/credentials/mine")[0], 400)
        self.served.json("POST", "/model/delete", {"id": "m"})
        self.assertEqual(self.served.json("DELETE", "/credentials/mine")["message"], "Credential deleted successfully")
        self.assertEqual(self.served.ask("GET", "/credentials/by_name/mine")[0], 404)

    def test_a_model_lends_its_own(self):
        self.served.json("POST", "/model/new", {"model_name": "added", "model_info": {"id": "m"}, "litellm_params": {
            "model": "openai/plain", "api_key": "sk-own-1234567890", "api_base": self.upstream.base, "rpm": 50}})
        self.served.json("POST", "/credentials", {"credential_name": "lent", "model_id": "m"})
        values = self.served.json("GET", "/credentials/by_name/lent")["credential_values"]
        self.assertEqual(sorted(values), ["api_base", "api_key"])

    def test_what_is_refused(self):
        for values in ({"api_key": "os.environ/HOME"}, {"api_key": "keychain/openai"}, {"api_base": "file:///etc/passwd"},
                       {"aws_profile_name": "default"}):
            with self.subTest(values):
                self.add(status=400, **values)
        self.add(name="of-the-file", status=400, api_key="x")
        self.add(name="", status=422, api_key="x")
        self.add(status=422)
        self.assertEqual(self.served.ask("DELETE", "/credentials/of-the-file")[0], 400)
        self.assertEqual(self.served.ask("DELETE", "/credentials/nobody")[0], 404)
        key = self.served.json("POST", "/key/generate", {"user_id": "somebody"})["key"]
        self.add(status=403, key=key, api_key="x")
        self.assertEqual(self.served.ask("GET", "/credentials", key=key)[0], 403)
        status, _, data = self.served.ask("POST", "/model/new", {"model_name": "added", "litellm_params": {
            "model": "openai/plain", "litellm_credential_name": "nobody"}})
        self.assertEqual(status, 400, data)
        self.assertIn("nobody", json.loads(data)["error"]["message"])

    def test_a_name_may_hold_spaces(self):
        self.add(name="a b", api_key="sk-1234567890")
        self.assertEqual(self.served.json("GET", "/credentials/by_name/" + urllib.parse.quote("a b"))["credential_name"], "a b")


if __name__ == "__main__":
    gateway.main()

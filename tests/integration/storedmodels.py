"""Models that are added by the API: in force at once, sealed, and with none of this machine's keys."""
import json
import os
import sqlite3
import sys
import unittest

import gateway
from gateway import KEY, Gateway, deployment, wait_until
from upstream import Upstream

STORE = {"STORE_MODEL_IN_DB": "True", "OPENAI_API_KEY": "sk-of-this-machine"}
OWN = "portico_settings: {model_private_addresses: true}\n"


class Stored(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream()
        self.addCleanup(self.upstream.close)

    def started(self, more=OWN, environment=None, **options):
        config = (f"model_list:\n{deployment('file', 'plain', self.upstream.base, '')}"
                  f"general_settings: {{master_key: {KEY}}}\n{more}")
        served = Gateway(sys.argv[1], config, environment={**STORE, **(environment or {})}, **options)
        self.addCleanup(served.close)
        return served.start()

    def add(self, served, name="added", status=200, model="openai/plain", info=None, key=KEY, **params):
        body = {"model_name": name, "litellm_params": {"model": model, **params}, **({"model_info": info} if info else {})}
        got, _, data = served.ask("POST", "/model/new", body, key=key)
        self.assertEqual(got, status, data)
        return json.loads(data)

    def test_a_model_serves_at_once_and_after_a_restart(self):
        served = self.started()
        self.assertEqual(served.chat("added")[0], 400)
        row = self.add(served, api_base=self.upstream.base, api_key="sk-theirs", rpm=50)
        self.assertEqual((row["model_name"], row["litellm_params"]["rpm"]), ("added", 50))
        self.assertEqual(served.chat("added")[0], 200)
        self.assertIn("added", [model["id"] for model in served.json("GET", "/v1/models")["data"]])
        shown = {one["model_name"]: one for one in served.json("GET", "/model/info")["data"]}
        self.assertEqual([shown[name]["model_info"]["db_model"] for name in ("file", "added")], [False, True])
        self.assertEqual(shown["added"]["model_info"]["id"], row["model_id"])
        self.assertEqual(self.upstream.received[-1].headers["authorization"], "Bearer sk-theirs")
        served.kill()
        served.start()
        self.assertEqual(served.chat("added")[0], 200)
        self.assertEqual(served.chat("file")[0], 200)

    def test_keys_are_sealed_wherever_they_are_kept_or_shown(self):
        served = self.started()
        row = self.add(served, api_base=self.upstream.base, api_key="sk-theirs", info={"id": "mine"})
        self.assertNotIn("sk-theirs", json.dumps(row) + served.text() + json.dumps(served.json("GET", "/model/info"))
                         + json.dumps(served.json("GET", "/audit")))
        served.stop()
        folder = os.path.join(served.folder, "data")
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            if os.path.isfile(path):
                with open(path, "rb") as file:
                    self.assertNotIn(b"sk-theirs", file.read(), name)
        with sqlite3.connect(os.path.join(folder, "access.db")) as database:
            params = json.loads(database.execute("SELECT document FROM models").fetchone()[0])["litellm_params"]
        self.assertTrue(params["api_key"].startswith("sealed:"))
        # Another key opens nothing: that model is away, the others serve.
        served.environment["LITELLM_SALT_KEY"] = "another salt"
        served.start()
        self.assertEqual((served.chat("mine")[0], served.chat("added")[0], served.chat("file")[0]), (400, 400, 200))
        served.wait_for("cannot be opened")

    def test_a_new_master_key_opens_them(self):
        served = self.started(environment={"LITELLM_MASTER_KEY": KEY})
        self.add(served, api_base=self.upstream.base, api_key="sk-theirs")
        status, _, data = served.ask("POST", "/key/regenerate", {"key": KEY, "new_master_key": "short"})
        self.assertEqual((status, json.loads(data)["error"]["param"]), (400, "new_master_key"))
        made = served.json("POST", "/key/generate", {"user_id": "somebody"})["key"]
        self.assertEqual(served.ask("POST", "/key/regenerate", {"new_master_key": "sk-the-next-one"}, key=made)[0], 403)
        answer = served.json("POST", "/key/regenerate", {"key": KEY, "new_master_key": "sk-the-next-one"})
        self.assertEqual((answer["key"], answer["key_name"]), ("sk-the-next-one", "sk-...-one"))
        self.assertTrue(answer["message"].startswith("1 models and credentials are sealed anew"))
        self.assertEqual(served.chat("added")[0], 200)
        self.assertEqual(self.upstream.received[-1].headers["authorization"], "Bearer sk-theirs")
        served.kill()
        with open(served.config, encoding="utf-8") as file:
            text = file.read()
        served.write_config(text.replace(KEY, "sk-the-next-one"))
        served.start()
        self.assertEqual(served.ask("GET", "/key/list", key=KEY)[0], 401)
        self.assertEqual(served.ask("POST", "/v1/chat/completions", {"model": "added", "messages": [{"role": "user",
                         "content": "hi"}]}, key="sk-the-next-one")[0], 200)

    def test_changes_and_deletion_count_at_once(self):
        served = self.started()
        row = self.add(served, api_base=self.upstream.base, api_key="sk-theirs")
        served.json("POST", "/model/update", {"model_info": {"id": row["model_id"]}, "litellm_params": {"api_key": "sk-newer"}})
        self.assertEqual(served.chat("added")[0], 200)
        self.assertEqual(self.upstream.received[-1].headers["authorization"], "Bearer sk-newer")
        changed = served.json("PATCH", f"/model/{row['model_id']}/update", {"model_name": "renamed"})
        self.assertEqual((changed["model_name"], changed["model_id"]), ("renamed", row["model_id"]))
        self.assertEqual((served.chat("added")[0], served.chat("renamed")[0]), (400, 200))
        served.json("POST", "/model/delete", {"id": row["model_id"]})
        self.assertEqual(served.chat("renamed")[0], 400)
        status, _, data = served.ask("POST", "/model/delete", {"id": row["model_id"]})
        self.assertEqual((status, b"not found" in data), (400, True), data)
        actions = [entry["action"] for entry in served.json("GET", "/audit")["audit_logs"]]
        self.assertEqual(sorted(actions), ["created", "deleted", "updated", "updated"])

    def test_models_of_the_file_are_changed_there(self):
        served = self.started()
        known = served.json("GET", "/model/info")["data"][0]["model_info"]["id"]
        for method, path, body in (("POST", "/model/delete", {"id": known}),
                                   ("POST", "/model/update", {"model_info": {"id": known}}),
                                   ("POST", "/model/new", {"model_name": "x", "litellm_params": {"model": "openai/x"},
                                                           "model_info": {"id": known}})):
            status, _, data = served.ask(method, path, body)
            self.assertEqual(status, 400, data)

    def test_a_base_of_the_api_gets_no_key_of_this_machine(self):
        served = self.started()
        self.add(served, api_base=self.upstream.base)
        served.chat("added")
        self.assertNotIn("sk-of-this-machine", json.dumps([request.headers for request in self.upstream.received]))

    def test_references_stay_in_files(self):
        served = self.started(environment={"SECRET": "s3cret"})
        for params in ({"api_key": "os.environ/SECRET"}, {"api_key": "keychain/openai"},
                       {"extra_headers": {"x": "os.environ/SECRET"}}, {"litellm_credential_name": "mine"},
                       {"ssl_verify": "/etc/passwd"}, {"aws_profile_name": "default"},
                       {"vertex_credentials": "/etc/passwd"}, {"api_base": "file:///etc/passwd"}):
            with self.subTest(params):
                self.add(served, status=400, **params)
        self.assertEqual(served.json("GET", "/v1/models")["data"][0]["id"], "file")
        # Past the check, in the database itself: still no reference.
        row = self.add(served, api_base=self.upstream.base, api_key="sk-x")
        served.stop()
        with sqlite3.connect(os.path.join(served.folder, "data", "access.db")) as database:
            document = json.loads(database.execute("SELECT document FROM models").fetchone()[0])
            document["litellm_params"]["api_key"] = "os.environ/SECRET"
            database.execute("UPDATE models SET document = ? WHERE id = ?", (json.dumps(document), row["model_id"]))
        served.start()
        served.chat("added")
        self.assertNotIn("s3cret", json.dumps([request.headers for request in self.upstream.received]))

    def test_private_addresses_are_refused_unless_allowed(self):
        served = self.started(more="")
        for base in (self.upstream.base, "http://10.0.0.1/v1", "http://169.254.169.254/v1", "http://[::1]:80/v1", "http://box/v1"):
            with self.subTest(base):
                answer = self.add(served, status=400, api_base=base, api_key="x")
                self.assertIn("model_private_addresses", answer["error"]["message"])
        # A name that resolves to this machine is noticed when it is connected to.
        self.add(served, api_base=self.upstream.base.replace("127.0.0.1", "localhost.localdomain"), api_key="x", name="named")
        before = len(self.upstream.received)
        self.assertNotEqual(served.chat("named")[0], 200)
        self.assertEqual(len(self.upstream.received), before)

    def test_who_may_and_where(self):
        served = self.started()
        key = served.json("POST", "/key/generate", {})["key"]
        self.add(served, status=403, key=key, api_base=self.upstream.base, api_key="x")
        self.add(served, status=422, name="", api_base=self.upstream.base)
        self.add(served, status=400, model="", api_key="x")
        self.add(served, status=400, api_key="x", rpm="many")
        self.add(served, status=400, model="nobody-knows-this-provider/x", timeout="soon", api_key="x")
        other = self.started(environment={"STORE_MODEL_IN_DB": ""})
        answer = self.add(other, status=500, api_base=self.upstream.base, api_key="x")
        self.assertIn("STORE_MODEL_IN_DB", answer["error"]["message"])


if __name__ == "__main__":
    gateway.main()

"""Which program of this computer has asked: its name in the ledger whoever's key it brings, its own budget, its pause."""
import json
import os
import subprocess
import sys
import unittest

import gateway
from gateway import KEY, Gateway, clean_environment, deployment, wait_until
from upstream import Upstream

PRICES = "input_cost_per_token: 0.00001, output_cost_per_token: 0.00002"   # 0.02 USD each.
ASK = """import http.client, json, sys
link = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
for model in sys.argv[3:]:
    link.request("POST", "/v1/chat/completions", json.dumps({"model": model, "messages": [{"role": "user", "content": "hi"}]}),
                 {"Authorization": "Bearer " + sys.argv[2], "Content-Type": "application/json", "User-Agent": "same/1.0"})
    answer = link.getresponse()
    body = answer.read().decode()
    print(answer.status, json.dumps(body))
"""


class Attribution(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream(keep=False)
        self.addCleanup(self.upstream.close)
        rows = "".join(deployment(name, name, self.upstream.base, PRICES) for name in ("slow-200", "plain"))
        self.gateway = Gateway(sys.argv[1], f"model_list:\n{rows}general_settings: {{master_key: {KEY}}}\n")
        self.addCleanup(self.gateway.close)
        self.gateway.start()
        for name in ("one", "two"):
            with open(os.path.join(self.gateway.folder, name + ".py"), "w", encoding="utf-8") as file:
                file.write(ASK)

    def run_program(self, name, *models, key=KEY):
        """What it was answered, one after the other over one connection."""
        done = subprocess.run([sys.executable, os.path.join(self.gateway.folder, name + ".py"), str(self.gateway.port), key,
                               *models], env=clean_environment(self.gateway.folder), check=True, stdout=subprocess.PIPE, text=True)
        return [int(line.split(" ", 1)[0]) for line in done.stdout.splitlines()], done.stdout

    def rows(self):
        return self.gateway.json("GET", "/spend/logs?summarize=false&start_date=2020-01-01&end_date=2100-01-01")

    def names(self):
        out = {}
        for row in self.rows():
            tags = row["request_tags"]
            tags = json.loads(tags) if isinstance(tags, str) else tags
            name = next(tag for tag in tags if tag.startswith(("Program: ", "User-Agent: ")))
            out[name] = out.get(name, 0) + row["spend"]
        return out

    def test_two_programs_with_one_key_are_told_apart(self):
        key = self.gateway.json("POST", "/key/generate", {"key_alias": "shared"})["key"]
        self.assertEqual(self.run_program("one", "slow-200", "plain", key=key)[0], [200, 200])
        self.assertEqual(self.run_program("two", "slow-200", key=key)[0], [200])
        wait_until(lambda: len(self.rows()) == 3, "all are in the ledger")
        names = self.names()
        self.assertEqual(sorted(names), ["Program: one", "Program: two"])
        self.assertAlmostEqual(names["Program: one"], 0.04)
        self.assertAlmostEqual(names["Program: two"], 0.02)

    def test_a_program_has_a_budget_of_its_own(self):
        self.gateway.json("POST", "/tag/new", {"name": "Program: one", "max_budget": 0.03})
        # Whoever's key it brings, and from the first request of a connection on.
        self.assertEqual(self.run_program("one", "plain", "plain")[0], [200, 200])
        statuses, text = self.run_program("one", "plain")
        self.assertEqual(statuses, [429])
        self.assertIn("budget_exceeded", text)
        self.assertIn("Program: one", text)
        key = self.gateway.json("POST", "/key/generate", {})["key"]
        self.assertEqual(self.run_program("one", "plain", key=key)[0], [429])
        self.assertEqual(self.run_program("two", "plain", key=key)[0], [200])
        self.gateway.json("POST", "/tag/update", {"name": "Program: one", "max_budget": 1})
        self.assertEqual(self.run_program("one", "plain")[0], [200])
        row = self.gateway.json("POST", "/tag/info", {"names": ["Program: one"]})["Program: one"]
        self.assertAlmostEqual(row["spend"], 0.06)

    def test_a_program_is_paused_alone(self):
        self.gateway.json("POST", "/tag/new", {"name": "Program: one", "paused": True})
        statuses, text = self.run_program("one", "plain")
        self.assertEqual(statuses, [503])
        self.assertIn("is paused in Portico", text)
        self.assertEqual(self.run_program("two", "plain")[0], [200])
        # It lasts.
        self.gateway.kill()
        self.gateway.start()
        self.assertEqual(self.run_program("one", "plain")[0], [503])
        self.gateway.json("POST", "/tag/update", {"name": "Program: one", "paused": False})
        self.assertEqual(self.run_program("one", "plain")[0], [200])


if __name__ == "__main__":
    gateway.main()

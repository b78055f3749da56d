"""Amounts for requests whose price was unknown, and a provider's export beside the ledger."""
import csv
import json
import os
import subprocess
import sys
import time
import unittest

import gateway
from gateway import KEY, Gateway, deployment
from upstream import Upstream

PRICES = "input_cost_per_token: 0.00001, output_cost_per_token: 0.00002"   # A plain answer: 0.02 USD.
INPUT, OUTPUT = 1000, 500


def config(base, prices=""):
    return (f"model_list:\n{deployment('first', 'plain', base, prices)}"
            f"general_settings:\n  master_key: {KEY}\nrouter_settings: {{num_retries: 0}}\n")


class Repricing(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream(keep=False)
        self.addCleanup(self.upstream.close)
        self.gateway = Gateway(sys.argv[1], config(self.upstream.base), ["--num_workers", "1"])
        self.addCleanup(self.gateway.close)
        self.gateway.start()
        self.key = self.gateway.json("POST", "/key/generate", {"key_alias": "mine"})["key"]
        for _ in range(3):
            status, _, data = self.gateway.ask("POST", "/v1/chat/completions", {
                "model": "first", "messages": [{"role": "user", "content": "hi"}]}, key=self.key)
            self.assertEqual(status, 200, data)
        self.gateway.json("POST", "/global/spend/refresh")

    def command(self, *arguments):
        port = ["--port", str(self.gateway.port)]
        done = subprocess.run([sys.argv[1], "--config", self.gateway.config, "--data-dir",
                               os.path.join(self.gateway.folder, "data"), *port, *arguments], env=self.gateway.environment,
                              cwd=self.gateway.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60,
                              check=False)
        return done.returncode, done.stdout + done.stderr

    def rows(self):
        return self.gateway.json("GET", "/spend/logs")

    def price_is_known(self):
        self.gateway.write_config(config(self.upstream.base, PRICES))
        self.gateway.wait_for("config reloaded")

    def test_a_running_gateway_prices_rows(self):
        self.assertEqual([(row["spend"], row["metadata"]["cost_status"]) for row in self.rows()], [(0.0, "unpriced")] * 3)
        asked = self.gateway.json("POST", "/portico/v1/spend/reprice", {})
        self.assertEqual((asked["unpriced"], asked["priced"]), (3, 0))
        self.price_is_known()
        asked = self.gateway.json("POST", "/portico/v1/spend/reprice", {"dry_run": True})
        self.assertEqual((asked["unpriced"], asked["priced"], asked["cost"]), (3, 3, 0.06))
        self.assertEqual({row["spend"] for row in self.rows()}, {0.0})
        code, text = self.command("reprice", "--since", time.strftime("%Y-%m-%d", time.gmtime()))
        self.assertEqual(code, 0, text)
        self.assertEqual(json.loads(text.splitlines()[-1])["priced"], 3)
        self.assertEqual([(row["spend"], row["metadata"]["cost_status"]) for row in self.rows()], [(0.02, "priced")] * 3)
        self.assertEqual(self.gateway.json("GET", "/global/spend")["spend"], 0.06)
        self.assertEqual(self.gateway.json("GET", f"/key/info?key={self.key}")["info"]["spend"], 0.06)
        status, _, _ = self.gateway.ask("POST", "/portico/v1/spend/reprice", {}, key=self.key)
        self.assertIn(status, (401, 403))

    def test_the_command_prices_rows_by_itself(self):
        self.price_is_known()
        self.gateway.stop()
        code, text = self.command("reprice", "--dry_run")
        self.assertIn("3 requests had no price; 3 would have one now, 0.06 USD more", text)
        code, text = self.command("reprice")
        self.assertEqual(code, 0, text)
        self.assertIn("3 requests had no price; 3 have one now, 0.06 USD more", text)
        self.gateway.start()
        self.assertEqual({row["spend"] for row in self.rows()}, {0.02})
        self.assertEqual(self.gateway.json("GET", f"/key/info?key={self.key}")["info"]["spend"], 0.06)

    def export(self, requests, inputs, outputs):
        path = os.path.join(self.gateway.folder, "usage.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["start_time_iso", "model", "num_model_requests", "input_tokens", "output_tokens"])
            writer.writerow([time.strftime("%Y-%m-%dT00:00:00+00:00", time.gmtime()), "plain", requests, inputs, outputs])
        return path

    def test_a_providers_export_is_laid_beside_the_ledger(self):
        code, text = self.command("reconcile", self.export(3, 3 * INPUT, 3 * OUTPUT), "--provider", "openai")
        self.assertEqual(code, 0, text)
        self.assertIn("1 matched, 0 missing in the ledger, 0 missing in the export, 0 differing", text)
        code, text = self.command("reconcile", self.export(4, 4 * INPUT, 4 * OUTPUT), "--provider", "openai")
        self.assertEqual(code, 1, text)
        self.assertIn("0 matched, 0 missing in the ledger, 0 missing in the export, 1 differing", text)
        code, text = self.command("reconcile", self.export(3, 3 * INPUT, 3 * OUTPUT), "--provider", "anthropic")
        self.assertEqual(code, 1, text)
        self.assertIn("1 missing in the ledger", text)
        code, text = self.command("reconcile", "--provider", "openai")
        self.assertEqual(code, 2, text)


if __name__ == "__main__":
    gateway.main()

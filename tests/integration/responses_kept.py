"""Answers of the Responses API over restarts of porticod: kept only when that is switched on, and only sealed."""
import glob
import os
import sys
import unittest

import gateway
from gateway import KEY, Gateway, deployment, wait_until
from upstream import TEXT, Upstream

VAULT = {"PORTICO_VAULT_KEY": "5a" * 32}
QUESTION = "a question nobody else may read"


class KeptResponses(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream()
        self.addCleanup(self.upstream.close)
        self.first = self.gateway(True)

    def gateway(self, keep, folder=None):
        # A provider that keeps nothing itself.
        row = deployment("plain", "plain", self.upstream.base).replace("openai/", "mistral/")
        config = ("model_list:\n" + row
                  + f"general_settings: {{master_key: {KEY}}}\nportico_settings: {{keep_responses: {str(keep).lower()}}}\n")
        return Gateway(sys.argv[1], config, environment=VAULT, folder=folder).start()

    def ask(self, at, **more):
        return at.json("POST", "/v1/responses", {"model": "plain", "input": QUESTION, **more})

    def files(self):
        return glob.glob(os.path.join(self.first.folder, "data", "responses", "*.answer"))

    def goes_on(self, keep=True):
        """A second run on the same folder."""
        second = self.gateway(keep, self.first.folder)
        self.addCleanup(second.close)
        return second

    def test_go_on_after_a_restart(self):
        answer = self.ask(self.first)
        self.first.stop()
        self.addCleanup(self.first.close)
        self.assertEqual(len(self.files()), 1)
        with open(self.files()[0], "rb") as file:
            sealed = file.read()
        self.assertNotIn(QUESTION.encode(), sealed)
        self.assertNotIn(TEXT.encode(), sealed)
        second = self.goes_on()
        wait_until(lambda: second.ask("GET", f"/v1/responses/{answer['id']}")[0] == 200, "the answer is there again")
        self.assertEqual(second.json("GET", f"/v1/responses/{answer['id']}"), answer)
        self.ask(second, previous_response_id=answer["id"])
        self.assertEqual([m["content"] for m in self.upstream.last("plain").json["messages"]],
                         [QUESTION, TEXT, QUESTION])

    def test_survive_a_kill(self):
        answer = self.ask(self.first)
        wait_until(lambda: len(self.files()) == 1, "the answer is on disk")
        self.first.kill()
        self.addCleanup(self.first.close)
        second = self.goes_on()
        wait_until(lambda: second.ask("GET", f"/v1/responses/{answer['id']}")[0] == 200, "the answer is there again")

    def test_are_erased_once_it_is_switched_off(self):
        answer = self.ask(self.first)
        self.first.stop()
        self.addCleanup(self.first.close)
        self.assertEqual(len(self.files()), 1)
        second = self.goes_on(keep=False)
        wait_until(lambda: not self.files(), "nothing is left on the disk")
        self.assertEqual(second.ask("GET", f"/v1/responses/{answer['id']}")[0], 404)


if __name__ == "__main__":
    gateway.main()

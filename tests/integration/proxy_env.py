"""A proxy in the environment, here one that answers nobody, is not asked for providers on loopback."""
import socket
import sys
import threading
import unittest

import gateway
from gateway import KEY, Gateway, deployment
from upstream import Upstream


class DeadProxy:
    """Takes connections, closes them and counts them."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.asked = 0
        self.noticed = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.asked += 1
            self.noticed.set()
            connection.close()


class ProxyFromTheEnvironment(unittest.TestCase):
    def setUp(self):
        self.upstream = Upstream()
        self.proxy = DeadProxy()
        text = ("model_list:\n" + deployment("by-address", "plain", self.upstream.base) +
                deployment("by-name", "plain", self.upstream.base.replace("127.0.0.1", "localhost")) +
                deployment("elsewhere", "plain", "http://provider.invalid/v1") +
                f"general_settings: {{master_key: {KEY}}}\n")
        names = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
        self.gateway = Gateway(sys.argv[1], text, environment=dict.fromkeys(names, self.proxy.url)).start()

    def tearDown(self):
        self.gateway.close()
        self.upstream.close()
        self.proxy.socket.close()

    def test_is_not_asked_for_loopback(self):
        for model in ("by-address", "by-name"):
            status, _, body = self.gateway.chat(model)
            self.assertEqual(status, 200, body)
        self.assertEqual(self.proxy.asked, 0)

    def test_is_asked_for_providers_elsewhere(self):
        # The reserved name resolves nowhere: only the proxy can have been told it.
        self.assertGreaterEqual(self.gateway.chat("elsewhere")[0], 500)
        self.assertTrue(self.proxy.noticed.wait(5), "the proxy was not asked")


if __name__ == "__main__":
    gateway.main()

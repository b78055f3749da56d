"""Pictures, sound, moderation and rerankings through porticod: OpenAI's client for Python in front of a scripted provider."""
import base64
import http.client
import io
import json
import struct
import sys
import threading
import time
import unittest
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import gateway
from gateway import KEY, Gateway, wait_until

try:
    import openai
except ImportError as problem:
    gateway.skip(f"the openai package for Python is not installed ({problem})")

SOUND = b"ID3\x04" + bytes(range(256)) * 400  # Longer than one read.
PICTURE = b"\x89PNG\r\n\x1a\n--boundary\r\n\r\n" + bytes(range(256))
PCM = bytes(range(256)) * 20
SRT = "1\n00:00:00,000 --> 00:00:01,500\nHei.\n\n"


def wav(seconds):
    data = b"\x00" * (8000 * seconds)
    return (b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
            struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8) + b"data" + struct.pack("<I", len(data)) + data)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    received = []

    def log_message(self, *args):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.received.append((self.path, dict((k.lower(), v) for k, v in self.headers.items()), body))
        answer = {
            "/v1/images/generations": lambda: self.give({"created": 1, "data": [{"url": "http://a/1"},
                                                                                {"url": "http://a/2"}]}),
            "/v1/images/edits": lambda: self.give({
                "created": 1, "data": [{"b64_json": "AAAA"}], "size": "1024x1024", "quality": "high",
                "usage": {"input_tokens": 300, "output_tokens": 1000, "total_tokens": 1300,
                          "input_tokens_details": {"text_tokens": 50, "image_tokens": 250}}}),
            "/v1/audio/speech": self.speak,
            "/v1/audio/transcriptions": lambda: self.transcribe(body),
            "/v1/moderations": lambda: self.give({"id": "modr-1", "model": "omni", "results": [
                {"flagged": True, "categories": {"violence": True}, "category_scores": {"violence": 0.9}}]}),
            "/v1/rerank": lambda: self.give({"model": "j", "usage": {"total_tokens": 40}, "results": [
                {"index": 1, "relevance_score": 0.9, "document": {"text": "b"}},
                {"index": 0, "relevance_score": 0.1, "document": {"text": "a"}}]}),
            "/v2/rerank": lambda: self.give({"id": "co-1", "results": [
                {"index": 1, "relevance_score": 0.75}], "meta": {"billed_units": {"search_units": 1}}}),
            "/v1/chat/completions": self.chat,
            "/v1/responses": self.respond,
            "/rerank": lambda: self.give(
                {"results": [{"index": 1, "relevanceScore": 0.9}]} if b"textQuery" in body else
                [{"index": 1, "score": 0.8}, {"index": 0, "score": 0.2}]),
            "/v1/projects/p/locations/global/rankingConfigs/default_ranking_config:rank":
                lambda: self.give({"records": [{"id": "1", "score": 0.9}, {"id": "0", "score": 0.1}]}),
            "/v1beta/models/imagen-4:predict": lambda: self.give({"predictions": [
                {"mimeType": "image/png", "bytesBase64Encoded": "QUJD", "prompt": "a tabby cat"}] * 2}),
            "/v1beta/models/gemini-2.5-flash-image:generateContent": lambda: self.generate(
                [{"text": "Here:"}, {"inlineData": {"mimeType": "image/png", "data": "QUJD"}}], "IMAGE", 1290),
            "/v1beta/models/gemini-2.5-flash-preview-tts:generateContent": lambda: self.generate(
                [{"inlineData": {"mimeType": "audio/L16;codec=pcm;rate=24000",
                                 "data": base64.b64encode(piece).decode()}} for piece in (PCM[:1000], PCM[1000:])],
                "AUDIO", 50),
            "/model/amazon.nova-canvas-v1%3A0/invoke": lambda: self.give({"images": ["QUJD"], "error": None}),
        }.get(self.path)
        if not answer:
            return self.give({"error": {"message": "no such path " + self.path}}, 404)
        return answer()

    def generate(self, parts, modality, tokens):
        """Google's answer; one that refuses where the prompt asks for that."""
        if b"forbidden" in self.received[-1][2]:
            return self.give({"candidates": [{"finishReason": "IMAGE_SAFETY"}]})
        self.give({"candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP"}],
                   "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": tokens,
                                     "totalTokenCount": 10 + tokens,
                                     "candidatesTokensDetails": [{"modality": modality, "tokenCount": tokens}]}})

    def give(self, value, status=200):
        self.send(json.dumps(value).encode(), "application/json", status)

    def send(self, data, kind, status=200):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def chat(self):
        model = json.loads(self.received[-1][2])["model"]
        if model == "timed":
            time.sleep(0.2)
        self.give({"id": "c", "object": "chat.completion", "created": 1, "model": model,
                   "choices": [{"index": 0, "message": {"role": "assistant", "content": "hi"}, "finish_reason": "stop"}],
                   "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100,
                             **({"cost": 0.00123} if model.startswith("stated") else {})},
                   **({"service_tier": "default" if model == "refused" else "flex"} if "tier" not in model else {})})

    def respond(self):
        asked = json.loads(self.received[-1][2])
        whole = {"id": "resp_1", "object": "response", "created_at": 1, "status": "completed", "model": asked["model"],
                 "service_tier": "flex", "output": [], "usage": {"input_tokens": 1000, "output_tokens": 100,
                                                                 "total_tokens": 1100}}
        if not asked.get("stream"):
            return self.give(whole)
        events = [{"type": "response.created", "response": {**whole, "service_tier": "auto", "usage": None}},
                  {"type": "response.completed", "response": whole}]
        return self.send("".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events).encode(),
                         "text/event-stream")

    def speak(self):
        asked = json.loads(self.received[-1][2])
        if asked["input"] == "cut":
            self.send_response(200)
            self.send_header("Content-Type", "audio/mpeg")
            self.send_header("Content-Length", str(len(SOUND)))
            self.end_headers()
            self.wfile.write(SOUND[:1000])
            self.wfile.flush()
            self.close_connection = True
            return
        self.send(SOUND, "audio/mpeg" if asked.get("response_format") != "flac" else "audio/flac")

    def transcribe(self, body):
        if b"srt" in body:
            return self.send(SRT.encode(), "text/plain; charset=utf-8")
        if b"verbose_json" in body:
            return self.give({"task": "transcribe", "language": "no", "duration": 2.5, "text": "Hei."})
        if b"stream" in body:
            events = [{"type": "transcript.text.delta", "delta": "Hei."},
                      {"type": "transcript.text.done", "text": "Hei.",
                       "usage": {"type": "tokens", "input_tokens": 14, "output_tokens": 4, "total_tokens": 18,
                                 "input_token_details": {"text_tokens": 4, "audio_tokens": 10}}}]
            return self.send("".join(f"data: {json.dumps(e)}\n\n" for e in events).encode(), "text/event-stream")
        return self.give({"text": "Hei."})


def config(base):
    def row(name, model, more="", prices=""):
        return (f"  - model_name: {name}\n    litellm_params: {{model: {model}, api_base: '{base}', "
                f"api_key: sk-upstream{more}}}\n" + (f"    model_info: {{{prices}}}\n" if prices else ""))

    root = base[:-3]
    return "model_list:\n" + "".join([
        row("painter", "openai/dall-e-3", prices="output_cost_per_image: 0.04"),
        row("editor", "openai/gpt-image-x", prices="input_cost_per_token: 0.000005, output_cost_per_token: 0.00004, "
            "input_cost_per_image_token: 0.00001"),
        row("speaker", "openai/tts-x", prices="input_cost_per_character: 0.000015"),
        row("writer", "openai/whisper-x", prices="input_cost_per_second: 0.0001"),
        row("tokens", "openai/gpt-transcribe-x", prices="input_cost_per_token: 0.0000025, "
            "output_cost_per_token: 0.00001, input_cost_per_audio_token: 0.000006"),
        row("judge", "openai/omni", prices="input_cost_per_token: 0, output_cost_per_token: 0"),
        row("jina", "jina_ai/j", prices="input_cost_per_token: 0.00000002, output_cost_per_token: 0.00000002"),
        f"  - model_name: cohere\n    litellm_params: {{model: cohere/rerank-v3.5, api_base: '{root}', api_key: k}}\n"
        "    model_info: {input_cost_per_query: 0.002}\n",
        f"  - model_name: tei\n    litellm_params: {{model: huggingface/bge, api_base: '{root}', api_key: k}}\n",
        *[row(name, f"openai/{name}", prices="input_cost_per_token: 0.000002, output_cost_per_token: 0.000008, "
              "input_cost_per_token_flex: 0.000001, output_cost_per_token_flex: 0.000004")
          for name in ("flexible", "refused", "no-tier")],
        row("based", "openai/no-tier-x", prices="base_model: gpt-4o"),
        row("doubled", "openai/no-tier-x", more=", output_cost_per_token: 0.00002",
            prices="base_model: gpt-4o, output_cost_per_token: 0.5"),
        row("timed", "openai/timed", prices="input_cost_per_second: 1"),
        row("charged", "openai/no-tier-x", prices="input_cost_per_token: 0, output_cost_per_token: 0.000001, "
            "cost_per_request: 0.005"),
        row("unknown", "openai/no-tier-x"),
        row("stated", "openrouter/stated/x"),
        row("stated-own", "openrouter/stated/x", prices="input_cost_per_token: 0, output_cost_per_token: 0.000001"),
        row("claude", "anthropic/claude-sonnet-4-5"),
        f"  - model_name: imagen\n    litellm_params: {{model: gemini/imagen-4, api_base: '{root}', api_key: g}}\n"
        "    model_info: {output_cost_per_image: 0.04}\n",
        f"  - model_name: banana\n    litellm_params: {{model: gemini/gemini-2.5-flash-image, api_base: '{root}', "
        "api_key: g}\n",
        f"  - model_name: reader\n    litellm_params: {{model: gemini/gemini-2.5-flash-preview-tts, api_base: '{root}', "
        "api_key: g}\n    model_info: {input_cost_per_token: 0.0000005, output_cost_per_token: 0.00001}\n",
        "  - model_name: vertex-ranker\n    litellm_params: {model: 'vertex_ai/semantic-ranker-default@latest', "
        f"api_base: '{root}', api_key: ya29.token, vertex_project: p}}\n    model_info: {{input_cost_per_query: 0.001}}\n",
        *[f"  - model_name: {name}\n    litellm_params: {{model: 'bedrock/{model}', aws_access_key_id: AKID, "
          f"aws_secret_access_key: s, aws_region_name: eu-central-1, aws_bedrock_runtime_endpoint: '{root}'}}\n"
          for name, model in (("canvas", "amazon.nova-canvas-v1:0"), ("ranker", "cohere.rerank-v3-5:0"))],
        row("mocked", "openai/x", more=", mock_response: 'http://mock'"),
    ]) + f"general_settings: {{master_key: {KEY}}}\n"


class Endpoints(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        cls.server.daemon_threads = True
        threading.Thread(target=cls.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        cls.gateway = Gateway(sys.argv[1], config(f"http://127.0.0.1:{cls.server.server_address[1]}/v1")).start()
        cls.client = openai.OpenAI(base_url=cls.gateway.base + "/v1", api_key=KEY, max_retries=0, timeout=20)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.gateway.close()
        cls.server.shutdown()
        cls.server.server_close()

    def last(self):
        return _Handler.received[-1]

    def row(self, call_id):
        """The ledger's row of an answer."""
        found = []

        def told():
            found[:] = self.gateway.json("GET", f"/spend/logs?request_id={call_id}")
            return len(found) == 1
        wait_until(told, "the ledger tells the row")
        return found[0]

    def spend(self, of):
        return self.row(of if isinstance(of, str) else of.headers["x-litellm-call-id"])["spend"]

    def test_makes_pictures(self):
        raw = self.client.images.with_raw_response.generate(model="painter", prompt="a cat", n=2)
        self.assertEqual([image.url for image in raw.parse().data], ["http://a/1", "http://a/2"])
        path, headers, body = self.last()
        self.assertEqual(json.loads(body), {"model": "dall-e-3", "prompt": "a cat", "n": 2})
        self.assertEqual(headers["authorization"], "Bearer sk-upstream")
        self.assertEqual(raw.headers["x-litellm-response-cost"], "0.08")  # 2 * 0.04
        self.assertAlmostEqual(self.spend(raw), 0.08, 12)

    def test_makes_pictures_on_azures_paths(self):
        status, _, data = self.gateway.ask("POST", "/openai/deployments/painter/images/generations", {"prompt": "p"})
        self.assertEqual((status, len(json.loads(data)["data"])), (200, 2))
        self.assertEqual(json.loads(self.last()[2])["model"], "dall-e-3")

    def test_edits_pictures(self):
        raw = self.client.images.with_raw_response.edit(
            model="editor", prompt="more", image=[("a.png", PICTURE), ("b.png", PICTURE)],
            extra_body={"metadata": "{}"})
        self.assertEqual(raw.parse().data[0].b64_json, "AAAA")
        _, headers, body = self.last()
        self.assertTrue(headers["content-type"].startswith("multipart/form-data; boundary="))
        self.assertEqual(body.count(PICTURE), 2)
        self.assertIn(b"gpt-image-x", body)
        self.assertNotIn(b"editor", body)
        self.assertNotIn(b"metadata", body)
        # 50 * 5e-6 + 250 * 1e-5 + 1000 * 4e-5
        self.assertAlmostEqual(self.spend(raw), 0.04275, 12)

    def test_speaks(self):
        raw = self.client.audio.speech.with_raw_response.create(model="speaker", voice="alloy", input="på norsk")
        self.assertEqual(raw.content, SOUND)
        self.assertEqual(raw.headers["content-type"], "audio/mpeg")
        self.assertEqual(json.loads(self.last()[2])["model"], "tts-x")
        self.assertAlmostEqual(self.spend(raw), 8 * 0.000015, 12)
        flac = self.client.audio.speech.with_raw_response.create(model="speaker", voice="a", input="x",
                                                                 response_format="flac")
        self.assertEqual(flac.headers["content-type"], "audio/flac")

    def test_cuts_sound_that_was_cut(self):
        with self.assertRaises(http.client.IncompleteRead) as caught:
            self.gateway.ask("POST", "/v1/audio/speech", {"model": "speaker", "voice": "alloy", "input": "cut"})
        self.assertEqual(caught.exception.partial, SOUND[:1000])

    def test_transcribes(self):
        sound = wav(3)
        raw = self.client.audio.transcriptions.with_raw_response.create(model="writer", file=("a.wav", io.BytesIO(sound)))
        self.assertEqual(raw.parse().text, "Hei.")
        self.assertIn(sound, self.last()[2])
        self.assertIn(b"whisper-x", self.last()[2])
        self.assertAlmostEqual(self.spend(raw), 0.0003, 12)  # 3 s, by the file's header
        raw = self.client.audio.transcriptions.with_raw_response.create(
            model="writer", file=("a.mp3", b"ID3"), response_format="verbose_json")
        self.assertEqual(raw.parse().duration, 2.5)
        self.assertAlmostEqual(self.spend(raw), 0.00025, 12)

    def test_passes_subtitles_on(self):
        raw = self.client.audio.transcriptions.with_raw_response.create(
            model="writer", file=("a.wav", wav(1)), response_format="srt")
        self.assertEqual(raw.text, SRT)
        self.assertEqual(raw.headers["content-type"], "text/plain; charset=utf-8")

    def test_streams_transcripts(self):
        stream = self.client.audio.transcriptions.with_raw_response.create(
            model="tokens", file=("a.mp3", b"ID3"), stream=True)
        events = list(stream.parse())
        self.assertEqual([event.type for event in events], ["transcript.text.delta", "transcript.text.done"])
        # 4 * 2.5e-6 + 10 * 6e-6 + 4 * 1e-5
        self.assertAlmostEqual(self.spend(stream), 0.00011, 12)

    def test_moderates(self):
        raw = self.client.moderations.with_raw_response.create(model="judge", input="fight")
        self.assertTrue(raw.parse().results[0].flagged)
        self.assertEqual(self.spend(raw), 0)

    def test_reranks(self):
        asked = {"query": "q", "documents": ["a", "b"], "top_n": 1, "return_documents": True}
        for model, path, sent in (
                ("jina", "/v1/rerank", {"model": "j", **asked}),
                ("cohere", "/v2/rerank", {"model": "rerank-v3.5", "query": "q", "documents": ["a", "b"], "top_n": 1}),
                ("tei", "/rerank", {"query": "q", "texts": ["a", "b"]})):
            for way in ("/v1/rerank", "/rerank", "/v2/rerank"):
                answer = self.gateway.json("POST", way, {"model": model, **asked})
                self.assertEqual((self.last()[0], json.loads(self.last()[2])), (path, sent))
                self.assertEqual([(r["index"], r["document"]) for r in answer["results"]], [(1, {"text": "b"})])
                self.assertEqual(answer["meta"]["billed_units"]["search_units"], 1)

    def test_prices_rerankings(self):
        for model, cost in (("jina", "0.0000008"), ("cohere", "0.002")):  # 40 tokens * 2e-8; one search
            status, headers, _ = self.gateway.ask("POST", "/v1/rerank", {"model": model, "query": "q", "documents": ["a"]})
            self.assertEqual((status, headers["x-litellm-response-cost"]), (200, cost))

    def cost(self, model, **more):
        status, headers, _ = self.gateway.chat(model, **more)
        self.assertEqual(status, 200)
        return float(headers["x-litellm-response-cost"])

    def test_prices_the_service_that_answered(self):
        standard, flex = 0.0028, 0.0014  # 1000 * 2e-6 + 100 * 8e-6, and half of each
        self.assertAlmostEqual(self.cost("flexible"), flex, 12)
        self.assertAlmostEqual(self.cost("refused", service_tier="flex"), standard, 12)
        self.assertAlmostEqual(self.cost("no-tier"), standard, 12)
        self.assertAlmostEqual(self.cost("no-tier", service_tier="flex"), flex, 12)

    def test_prices_the_service_of_responses(self):
        for more in ({}, {"stream": True}):
            status, headers, _ = self.gateway.ask("POST", "/v1/responses", {"model": "flexible", "input": "hi", **more})
            self.assertEqual(status, 200)
            self.assertAlmostEqual(self.spend(headers["x-litellm-call-id"]), 0.0014, 12)

    def test_finds_prices_in_order(self):
        # gpt-4o: 1000 * 2.5e-6 + 100 * 1e-5; then with litellm_params' own output price, 100 * 2e-5.
        self.assertAlmostEqual(self.cost("based"), 0.0035, 12)
        self.assertAlmostEqual(self.cost("doubled"), 0.0045, 12)
        self.assertAlmostEqual(self.cost("charged"), 0.0051, 12)  # 100 * 1e-6 + the fee
        self.assertEqual(self.cost("unknown"), 0)
        # What the provider says itself, where nothing else is known.
        self.assertAlmostEqual(self.cost("stated"), 0.00123, 12)
        self.assertAlmostEqual(self.cost("stated-own"), 0.0001, 12)

    def test_prices_computing_time(self):
        cost = self.cost("timed")  # A dollar a second, and the provider took 0.2 s.
        self.assertGreaterEqual(cost, 0.2)
        self.assertLess(cost, 5)

    def test_makes_pictures_with_google(self):
        raw = self.client.images.with_raw_response.generate(model="imagen", prompt="a cat", n=2, size="1792x1024")
        self.assertEqual([(image.b64_json, image.revised_prompt) for image in raw.parse().data],
                         [("QUJD", "a tabby cat")] * 2)
        path, headers, body = self.last()
        self.assertEqual((path, headers["x-goog-api-key"]), ("/v1beta/models/imagen-4:predict", "g"))
        self.assertEqual(json.loads(body), {"instances": [{"prompt": "a cat"}],
                                            "parameters": {"sampleCount": 2, "aspectRatio": "16:9"}})
        self.assertEqual(raw.headers["content-type"], "application/json")
        self.assertAlmostEqual(self.spend(raw), 0.08, 12)  # 2 * 0.04
        raw = self.client.images.with_raw_response.generate(model="banana", prompt="a cat", quality="high")
        self.assertEqual((raw.parse().data[0].b64_json, raw.parse().usage.output_tokens), ("QUJD", 1290))
        self.assertEqual(raw.headers["x-litellm-dropped-params"], "quality")
        self.assertAlmostEqual(self.spend(raw), 10 * 3e-7 + 1290 * 3e-5, 12)  # The catalogue's prices.

    def test_edits_pictures_with_google(self):
        raw = self.client.images.with_raw_response.edit(model="banana", prompt="more", image=("a.png", PICTURE))
        self.assertEqual(raw.parse().data[0].b64_json, "QUJD")
        parts = json.loads(self.last()[2])["contents"][0]["parts"]
        self.assertEqual(parts[0], {"text": "more"})
        self.assertEqual(base64.b64decode(parts[1]["inlineData"]["data"]), PICTURE)
        with self.assertRaises(openai.BadRequestError):
            self.client.images.edit(model="banana", prompt="forbidden", image=("a.png", PICTURE))

    def test_speaks_with_google(self):
        raw = self.client.audio.speech.with_raw_response.create(model="reader", voice="alloy", input="hei")
        self.assertEqual(raw.headers["content-type"], "audio/wav")
        with wave.open(io.BytesIO(raw.content)) as sound:
            self.assertEqual((sound.getnchannels(), sound.getsampwidth(), sound.getframerate()), (1, 2, 24000))
            self.assertEqual(sound.readframes(sound.getnframes()), PCM)
        config = json.loads(self.last()[2])["generationConfig"]
        self.assertEqual(config["speechConfig"]["voiceConfig"]["prebuiltVoiceConfig"]["voiceName"], "Kore")
        self.assertAlmostEqual(self.spend(raw), 10 * 5e-7 + 50 * 1e-5, 12)
        bare = self.client.audio.speech.with_raw_response.create(model="reader", voice="Puck", input="hei",
                                                                 response_format="pcm")
        self.assertEqual((bare.content, bare.headers["content-type"]), (PCM, "audio/pcm"))
        with self.assertRaises(openai.BadRequestError) as refused:
            self.client.audio.speech.create(model="reader", voice="Puck", input="hei", response_format="mp3")
        self.assertIn("wav", str(refused.exception))
        with self.assertRaises(openai.BadRequestError):
            self.client.audio.speech.create(model="reader", voice="Puck", input="forbidden")

    def test_makes_pictures_and_reranks_on_bedrock(self):
        raw = self.client.images.with_raw_response.generate(model="canvas", prompt="a cat", size="1280x720")
        self.assertEqual(raw.parse().data[0].b64_json, "QUJD")
        self.assertEqual(json.loads(self.last()[2])["imageGenerationConfig"],
                         {"numberOfImages": 1, "width": 1280, "height": 720})
        self.assertIn("/eu-central-1/bedrock/aws4_request", self.last()[1]["authorization"])
        self.assertAlmostEqual(self.spend(raw), 0.06, 12)  # The catalogue's price.
        status, headers, data = self.gateway.ask("POST", "/v1/rerank", {
            "model": "ranker", "query": "q", "documents": ["a", "b"], "return_documents": True})
        self.assertEqual((status, json.loads(data)["results"]),
                         (200, [{"index": 1, "relevance_score": 0.9, "document": {"text": "b"}}]))
        self.assertEqual(self.last()[0], "/rerank")
        self.assertEqual(headers["x-litellm-response-cost"], "0.002")

    def test_reranks_on_vertex(self):
        status, headers, data = self.gateway.ask("POST", "/v1/rerank", {
            "model": "vertex-ranker", "query": "q", "documents": ["a", {"title": "t", "text": "b"}], "top_n": 2})
        self.assertEqual((status, [(r["index"], r["relevance_score"]) for r in json.loads(data)["results"]]),
                         (200, [(1, 0.9), (0, 0.1)]))
        self.assertEqual(headers["x-litellm-response-cost"], "0.001")
        self.assertEqual(self.last()[1]["authorization"], "Bearer ya29.token")
        self.assertEqual(json.loads(self.last()[2])["records"],
                         [{"id": "0", "content": "a"}, {"id": "1", "content": "b", "title": "t"}])

    def test_says_what_is_not_offered(self):
        for path, body in (("/v1/images/generations", {"prompt": "p"}), ("/v1/audio/speech", {"input": "i"}),
                           ("/v1/moderations", {"input": "i"}), ("/v1/rerank", {"query": "q", "documents": ["a"]})):
            status, _, data = self.gateway.ask("POST", path, {"model": "claude", **body})
            self.assertEqual(status, 501, path)
            self.assertIn("Anthropic", json.loads(data)["error"]["message"])

    def test_answers_from_a_mock(self):
        answer = self.client.images.generate(model="mocked", prompt="p", n=2)
        self.assertEqual([image.url for image in answer.data], ["http://mock"] * 2)
        self.assertEqual(self.client.audio.transcriptions.create(model="mocked", file=("a.wav", b"x")).text, "http://mock")
        self.assertFalse(self.client.moderations.create(model="mocked", input="x").results[0].flagged)


if __name__ == "__main__":
    gateway.main()

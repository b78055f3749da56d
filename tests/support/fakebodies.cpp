#include "tests/support/fakebodies.h"

#include "core/base/json.h"

#include <QBuffer>
#include <QImage>
#include <QLinearGradient>
#include <QPainter>

namespace gw::test {

namespace {

using client::BodyPart;

// A drawing of 320 × 200 pixels as a data URL's payload.
std::string picture()
{
    QImage image(320, 200, QImage::Format_RGB32);
    QPainter painter(&image);
    QLinearGradient sky(0, 0, 0, 200);
    sky.setColorAt(0, QColor(120, 170, 230));
    sky.setColorAt(1, QColor(240, 220, 190));
    painter.fillRect(image.rect(), sky);
    painter.setBrush(QColor(250, 200, 90));
    painter.drawEllipse(QPoint(230, 70), 28, 28);
    painter.setBrush(QColor(70, 100, 80));
    painter.drawPolygon(QPolygon({{0, 200}, {90, 90}, {180, 200}}));
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes.toBase64().toStdString();
}

client::TrafficBody body(BodyPart part, std::string bytes, const char *type = "application/json",
                         int attempt = 0, int status = 0)
{
    const auto whole = static_cast<std::int64_t>(bytes.size());
    return {.part = part,
            .attempt = attempt,
            .status = status,
            .contentType = QLatin1String(type),
            .bytes = std::move(bytes),
            .wholeBytes = whole};
}

}   // namespace

client::TrafficBodies agentTurn(const Id128 &request)
{
    json::Object image{
        {"type", "image"},
        {"source", json::Object{{"type", "base64"}, {"media_type", "image/png"}, {"data", picture()}}}};
    json::Array messages{
        json::Object{
            {"role", "user"},
            {"content", json::Array{json::Object{{"type", "text"},
                                                 {"text", "The chart in this picture is wrong for dark "
                                                          "desktops. Find where its colours come from."}},
                                    image}}},
        json::Object{
            {"role", "assistant"},
            {"content",
             json::Array{
                 json::Object{{"type", "thinking"},
                              {"thinking", "The colours of charts should come from the theme. I look "
                                           "for places that name one themselves."}},
                 json::Object{{"type", "text"}, {"text", "I look through the charts first."}},
                 json::Object{{"type", "tool_use"},
                              {"id", "t1"},
                              {"name", "grep"},
                              {"input", json::Object{{"pattern", "#[0-9a-f]{6}"}, {"path", "ui/charts"}}}}}}},
        json::Object{
            {"role", "user"},
            {"content", json::Array{json::Object{{"type", "tool_result"},
                                                 {"tool_use_id", "t1"},
                                                 {"content", "ui/charts/plotview.cpp:41: #3366cc\n"
                                                             "ui/charts/ratechart.cpp:77: #dd4444"}}}}}};
    const json::Object asked{
        {"model", "sonnet"},
        {"max_tokens", 1024},
        {"system", "You help with a desktop program in C++ and Qt. Answer briefly."},
        {"messages", messages},
        {"tools", json::Array{json::Object{{"name", "grep"}}, json::Object{{"name", "read"}}}},
        {"metadata", json::Object{{"api_key", "[redacted]"}}},
        {"stream", true}};
    const std::string stream =
        "event: content_block_start\ndata: "
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":"
        "\"text\",\"text\":\"\"}}\n\n"
        "event: content_block_delta\ndata: "
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
        "\"text\":\"Two places name a colour themselves: plotview.cpp, line 41, and ratechart.cpp, line 77. "
        "\"}}\n\n"
        "event: content_block_delta\ndata: "
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
        "\"text\":\"Both should ask the palette for a series colour.\"}}\n\n"
        "event: message_delta\ndata: "
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n";
    return {.request = request,
            .bodies = {body(BodyPart::ClientRequest, json::serialize(asked)),
                       body(BodyPart::ClientAnswer, stream, "text/event-stream; charset=utf-8")}};
}

client::TrafficBodies failedOver(const Id128 &request)
{
    const std::string asked =
        R"({"model":"fast","messages":[{"role":"user","content":"Say hello in one word."}]})";
    const std::string sent =
        R"({"model":"gpt-5.1-mini","messages":[{"role":"user","content":"Say hello in one word."}]})";
    const std::string refused =
        R"({"error":{"message":"Rate limit reached for requests","type":"requests","code":"rate_limit_exceeded"}})";
    const std::string answer =
        R"({"id":"chatcmpl-1","model":"fast","choices":[{"index":0,"message":{"role":"assistant","content":"Hello!"},)"
        R"("finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":2,"total_tokens":14}})";
    return {.request = request,
            .bodies = {body(BodyPart::ClientRequest, asked), body(BodyPart::UpstreamRequest, sent, "", 0),
                       body(BodyPart::UpstreamAnswer, refused, "application/json", 0, 429),
                       body(BodyPart::UpstreamAnswer, answer, "application/json", 1, 200),
                       body(BodyPart::ClientAnswer, answer)}};
}

void fillReplay(FakeTraffic &traffic)
{
    const std::string answer =
        R"({"id":"msg_2","type":"message","role":"assistant","model":"gemini","content":[{"type":"text","text":)"
        R"("Two files name a colour themselves: plotview.cpp (line 41) and ratechart.cpp (line 77). )"
        R"(I read the first one before I change it."},{"type":"tool_use","id":"t2","name":"read",)"
        R"("input":{"path":"ui/charts/plotview.cpp","lines":[30,50]}}],"stop_reason":"tool_use",)"
        R"("usage":{"input_tokens":1180,"output_tokens":61}})";
    client::TrafficReplay &replay = traffic.replayAnswer;
    replay.request = Id128{.high = 0x7777, .low = 1};
    replay.status = 200;
    replay.answer = body(BodyPart::ClientAnswer, answer);
    replay.firstUs = 310'000;
    replay.wholeUs = 4'550'000;
    client::TrafficDetail detail;
    detail.request = replay.request;
    client::TrafficAttempt attempt;
    attempt.model = QStringLiteral("gemini-2.5-pro");
    attempt.provider = QStringLiteral("gemini");
    attempt.status = 200;
    attempt.upstreamStatus = 200;
    attempt.durationUs = replay.wholeUs;
    attempt.firstByteUs = replay.firstUs;
    attempt.input = 1'180;
    attempt.output = 61;
    attempt.costPico = 10'000'000'000;
    detail.attempts.push_back(attempt);
    traffic.details[replay.request] = detail;
}

}   // namespace gw::test

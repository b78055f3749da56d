#include "core/client/har.h"

#include "core/base/json.h"

#include <QDateTime>

#include <algorithm>

namespace gw::client {

namespace {

double milliseconds(std::int64_t us)
{
    return us < 0 ? -1.0 : static_cast<double>(us) / 1000;
}

std::string isoTime(std::int64_t unixUs)
{
    return QDateTime::fromMSecsSinceEpoch(unixUs / 1000, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

json::Object contentOf(const TrafficBody *body)
{
    json::Object content{{"size", body ? body->wholeBytes : 0},
                         {"mimeType", body ? body->contentType.toStdString() : std::string()}};
    if (body)
        content["text"] = body->bytes;
    if (body && body->cut)
        content["comment"] = "longer than what is kept";
    return content;
}

struct Exchange
{
    std::string url;
    std::string startedAt;
    const TrafficBody *asked = nullptr;
    const TrafficBody *answered = nullptr;
    int status = 0;
    std::int64_t waitUs = -1;   // Until the first byte.
    std::int64_t wholeUs = -1;
};

json::Object entryOf(const Exchange &exchange)
{
    json::Object request{
        {"method", "POST"},          {"url", exchange.url},
        {"httpVersion", "HTTP/1.1"}, {"cookies", json::Array()},
        {"headers", json::Array()},  {"queryString", json::Array()},
        {"headersSize", -1},         {"bodySize", exchange.asked ? exchange.asked->wholeBytes : -1}};
    if (exchange.asked)
        request["postData"] = json::Object{{"mimeType", exchange.asked->contentType.toStdString()},
                                           {"params", json::Array()},
                                           {"text", exchange.asked->bytes}};
    json::Object response{{"status", exchange.status},
                          {"statusText", ""},
                          {"httpVersion", "HTTP/1.1"},
                          {"cookies", json::Array()},
                          {"headers", json::Array()},
                          {"content", contentOf(exchange.answered)},
                          {"redirectURL", ""},
                          {"headersSize", -1},
                          {"bodySize", exchange.answered ? exchange.answered->wholeBytes : -1}};
    const std::int64_t whole = std::max<std::int64_t>(exchange.wholeUs, 0);
    const std::int64_t wait = std::clamp<std::int64_t>(exchange.waitUs, 0, whole);
    return {
        {"startedDateTime", exchange.startedAt},
        {"time", milliseconds(whole)},
        {"request", std::move(request)},
        {"response", std::move(response)},
        {"cache", json::Object()},
        {"timings",
         json::Object{{"send", 0}, {"wait", milliseconds(wait)}, {"receive", milliseconds(whole - wait)}}}};
}

const TrafficBody *find(const TrafficBodies &bodies, BodyPart part, int attempt)
{
    const auto found = std::ranges::find_if(
        bodies.bodies, [&](const TrafficBody &body) { return body.part == part && body.attempt == attempt; });
    return found == bodies.bodies.end() ? nullptr : &*found;
}

}   // namespace

std::string harOf(const TrafficRow &row, const TrafficDetail &detail, const TrafficBodies &bodies,
                  const QString &base, const QString &version)
{
    json::Array entries;
    Exchange client{.url = (base + row.route).toStdString(),
                    .startedAt = isoTime(row.startedUs),
                    .asked = bodies.find(BodyPart::ClientRequest),
                    .answered = bodies.find(BodyPart::ClientAnswer),
                    .status = row.status,
                    .waitUs = row.firstByteUs,
                    .wholeUs = row.durationUs};
    json::Object first = entryOf(client);
    first["_id"] = row.request.toString();
    first["_program"] = row.client.toStdString();
    first["_model"] = row.requestedModel.toStdString();
    first["_servedModel"] = row.servedModel.toStdString();
    first["_provider"] = row.provider.toStdString();
    first["_inputTokens"] = row.input;
    first["_outputTokens"] = row.output;
    // A text: no reader rounds it.
    first["_costPicoUsd"] = std::to_string(row.costPico);
    entries.emplace_back(std::move(first));
    for (const TrafficAttempt &attempt : detail.attempts) {
        const TrafficBody *asked = find(bodies, BodyPart::UpstreamRequest, attempt.number);
        const TrafficBody *answered = find(bodies, BodyPart::UpstreamAnswer, attempt.number);
        if (!asked && !answered)
            continue;
        json::Object entry = entryOf({.url = "https://" + attempt.provider.toStdString() + "/",
                                      .startedAt = isoTime(attempt.startedUs),
                                      .asked = asked ? asked : client.asked,
                                      .answered = answered,
                                      .status = attempt.upstreamStatus,
                                      .waitUs = -1,
                                      .wholeUs = attempt.endedUs - attempt.startedUs});
        entry["_attempt"] = attempt.number;
        entry["_provider"] = attempt.provider.toStdString();
        entry["_model"] = attempt.model.toStdString();
        entries.emplace_back(std::move(entry));
    }
    const json::Object log{{"version", "1.2"},
                           {"creator", json::Object{{"name", "Portico"}, {"version", version.toStdString()}}},
                           {"entries", std::move(entries)}};
    return json::serialize(json::Object{{"log", log}});
}

}   // namespace gw::client

#include "tests/support/faketraffic.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

struct Kind
{
    const char *app;
    const char *key;
    const char *asked;
    const char *served;
    const char *provider;
    int status;
    int attempts;
    std::int64_t input;
    std::int64_t cached;
    std::int64_t output;
    std::int64_t costPico;
    std::int64_t firstUs;
    std::int64_t totalUs;
    const char *error;
};

constexpr Kind kKinds[] = {
    {"claude-cli/2.0.14", "work", "sonnet", "claude-sonnet-4-5", "openrouter", 200, 1, 41'015, 38'100, 1'021,
     35'490'000'000, 610'000, 9'100'000, ""},
    {"codex/0.61", "work", "gpt", "gpt-5.1-codex", "openai", 200, 2, 12'300, 0, 2'104, 36'415'000'000,
     1'920'000, 7'000'000, ""},
    {"python-openai/2.8", "", "fast", "claude-haiku-4-5", "openrouter", 429, 1, 0, -1, 0, 0, -1, 210'000,
     "rate_limit_error"},
    {"claude-cli/2.0.14", "work", "fast", "claude-haiku-4-5", "openrouter", 200, 1, 3'120, 2'800, 164,
     1'420'000'000, 340'000, 1'200'000, ""},
    {"aider/0.86", "notes", "local", "qwen3-coder:30b", "ollama", 200, 1, 8'400, -1, 412, 0, 280'000,
     8'800'000, ""},
    {"zed/0.212", "", "gemini-3-pro", "gemini-3-pro", "gemini", 200, 1, 18'200, 15'100, 1'102, 22'390'000'000,
     1'270'000, 12'900'000, ""},
    {"curl/8.5.0", "", "demo", "demo", "mock", 200, 1, 12, -1, 88, 0, 2'000, 4'000, ""},
    {"claude-cli/2.0.14", "work", "sonnet", "claude-sonnet-4-5", "openrouter", 529, 3, 0, -1, 0, 0, -1,
     380'000, "overloaded_error"},
};

}   // namespace

client::TrafficRow requestAt(std::int64_t startedUs, std::uint64_t number)
{
    const Kind &kind = kKinds[number % std::size(kKinds)];
    client::TrafficRow row;
    row.request = {(std::uint64_t(startedUs / 1000) << 16) | 0x7000U | (number & 0xfffU),
                   0x8000000000000000ULL | number};
    row.startedUs = startedUs;
    row.durationUs = kind.totalUs;
    row.firstByteUs = kind.firstUs;
    row.overheadUs = 410;
    row.client = QString::fromLatin1(kind.app);
    row.keyAlias = QString::fromLatin1(kind.key);
    row.requestedModel = QString::fromLatin1(kind.asked);
    row.servedModel = QString::fromLatin1(kind.served);
    row.group = row.requestedModel;
    row.provider = QString::fromLatin1(kind.provider);
    row.route = u"/v1/chat/completions"_s;
    row.status = kind.status;
    row.attempts = kind.attempts;
    row.input = kind.input;
    row.cached = kind.cached;
    row.output = kind.output;
    row.costPico = kind.costPico;
    row.mock = row.provider == "mock"_L1;
    row.stream = number % 2 == 0;
    row.error = QString::fromLatin1(kind.error);
    return row;
}

namespace {

client::TrafficDetail detailOf(const client::TrafficRow &row)
{
    client::TrafficDetail detail;
    detail.request = row.request;
    detail.callId = QString::fromStdString(row.request.toString());
    detail.requestedModel = row.requestedModel;
    detail.modelGroup = row.group;
    detail.route = row.route;
    detail.client = row.client;
    detail.keyAlias = row.keyAlias;
    detail.keyHash = row.keyAlias.isEmpty() ? u"master"_s : u"9f86d081884c7d659a2feaa0c55ad015"_s;
    detail.session = u"3f1c9d"_s;
    detail.stream = row.stream;
    for (int i = 0; i < row.attempts; ++i) {
        const bool last = i + 1 == row.attempts;
        client::TrafficAttempt attempt;
        attempt.number = i;
        attempt.durationUs = last ? row.durationUs : row.durationUs / (row.attempts + 1) * (i + 1) / 3;
        attempt.startedUs = i == 0 ? row.startedUs : detail.attempts.back().endedUs + row.durationUs / 20;
        attempt.endedUs = row.startedUs + attempt.durationUs;
        attempt.firstByteUs = last ? row.firstByteUs : -1;
        attempt.overheadUs = row.overheadUs;
        attempt.provider = last || row.status >= 400 ? row.provider : u"azure"_s;
        attempt.model = row.servedModel;
        attempt.deployment = u"%1-%2"_s.arg(row.requestedModel).arg(i + 1);
        attempt.status = last ? row.status : 503;
        attempt.upstreamStatus = attempt.status;
        attempt.error = last ? row.error : u"server_error"_s;
        attempt.priceVersion = u"2026-11-18"_s;
        if (last) {
            attempt.input = row.input;
            attempt.cacheRead = row.cached;
            attempt.output = row.output;
            attempt.costPico = row.costPico;
            attempt.priceInput = 3'000'000;
            attempt.priceOutput = 15'000'000;
            attempt.priceCacheRead = 300'000;
            attempt.priceCacheWrite = 3'750'000;
            attempt.mock = row.mock;
            attempt.unpriced = row.unpriced;
            attempt.answerId = u"chatcmpl-9x2"_s;
        } else {
            attempt.dropped = {u"logit_bias"_s, u"seed"_s};
        }
        attempt.reason =
            attempt.number == 0 ? u"least-busy"_s : u"retry %1, least-busy"_s.arg(attempt.number);
        if (attempt.number > 0) {
            attempt.waitedUs = 350'000;
            attempt.queuedUs = 120'000;
        }
        detail.attempts.push_back(attempt);
    }
    return detail;
}

}   // namespace

events::Event startedEvent(const client::TrafficRow &row)
{
    return events::ExchangeStarted{row.request,
                                   row.startedUs,
                                   row.route.toStdString(),
                                   row.requestedModel.toStdString(),
                                   row.client.toStdString(),
                                   row.keyAlias.toStdString(),
                                   row.stream};
}

events::Event finishedEvent(const client::TrafficRow &row)
{
    events::ExchangeFinished event;
    event.request = row.request;
    event.startedUs = row.startedUs;
    event.durationUs = row.durationUs;
    event.firstByteUs = row.firstByteUs;
    event.route = row.route.toStdString();
    event.requestedModel = row.requestedModel.toStdString();
    event.upstreamModel = row.servedModel.toStdString();
    event.provider = row.provider.toStdString();
    event.client = row.client.toStdString();
    event.keyAlias = row.keyAlias.toStdString();
    event.status = row.status;
    event.attempts = row.attempts;
    event.stream = row.stream;
    event.mock = row.mock;
    event.usage.input = row.input;
    event.usage.cacheRead = row.cached;
    event.usage.output = row.output;
    event.costPico = row.costPico;
    event.error = row.error.toStdString();
    return event;
}

void fillRequests(FakeTraffic &traffic, int count)
{
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch() * 1000;
    for (int i = 0; i < count; ++i) {
        traffic.rows.push_back(requestAt(now - 20'000'000 - i * 7'300'000LL, std::uint64_t(i)));
        const client::TrafficRow &row = traffic.rows.back();
        traffic.details[row.request] = detailOf(row);
    }
    traffic.names = {{u"sonnet"_s, u"gpt"_s, u"fast"_s, u"claude-sonnet-4-5"_s, u"gpt-5.1-codex"_s},
                     {u"claude-cli/2.0.14"_s, u"codex/0.61"_s, u"curl/8.5.0"_s},
                     {u"openai"_s, u"openrouter"_s, u"ollama"_s}};
}

}   // namespace gw::test

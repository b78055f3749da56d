#include "core/localclient/providertest.h"

#include "core/base/json.h"
#include "core/upstream/environment.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <curl/curl.h>

namespace gw::client {

namespace {

constexpr long kConnectTimeoutMs = 10'000;
constexpr long kTotalTimeoutMs = 60'000;
constexpr std::size_t kMaxBody = 8u << 20;

struct Reply
{
    CURLcode code = CURLE_OK;
    long status = 0;
    std::string body;
    double resolveS = 0;
    double connectS = 0;
    double tlsS = 0;
    double totalS = 0;
    std::string error;
};

struct Transfer
{
    std::string *body;
    const std::atomic<bool> *cancelled;
};

std::size_t takeBody(char *data, std::size_t size, std::size_t count, void *user)
{
    auto *transfer = static_cast<Transfer *>(user);
    if (transfer->body->size() + size * count > kMaxBody)
        return 0;
    transfer->body->append(data, size * count);
    return size * count;
}

int watchCancel(void *user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<Transfer *>(user)->cancelled->load() ? 1 : 0;
}

QString words(const char *text)
{
    return QCoreApplication::translate("gw::client::ProviderTest", text);
}

std::string hostOf(const std::string &url)
{
    const std::size_t scheme = url.find("://");
    const std::size_t begin = scheme == std::string::npos ? 0 : scheme + 3;
    std::string host = url.substr(begin, url.find_first_of("/?", begin) - begin);
    if (host.starts_with('['))
        return host.substr(1, host.find(']') - 1);
    return host.substr(0, host.find(':'));
}

TestStep step(TestStep::Kind kind, TestStep::State state, double seconds = 0, QString detail = {})
{
    return {kind, state, static_cast<std::int64_t>(seconds * 1e6), std::move(detail)};
}

// The provider's own words from an error body, shortened.
QString saidBy(const Reply &reply)
{
    const auto value = json::parse(reply.body);
    std::string text;
    if (value.ok() && value.value().is_object()) {
        const json::Object &object = value.value().get_object();
        for (const std::string_view path : {"error.message", "message", "error", "detail"}) {
            const json::Value *found = json::findPath(object, path);
            if (text.empty() && found && found->is_string())
                text = found->get_string();
        }
    }
    if (text.empty())
        text = reply.body.substr(0, 200);
    return QString::fromStdString(text.substr(0, 300));
}

bool answersChat(const QString &model)
{
    static constexpr std::array kOther{"embed",   "whisper",    "tts",   "dall-e",   "moderation",
                                       "image",   "rerank",     "audio", "realtime", "davinci",
                                       "babbage", "transcribe", "sora",  "guard"};
    return std::ranges::none_of(
        kOther, [&](const char *word) { return model.contains(QLatin1String(word), Qt::CaseInsensitive); });
}

}   // namespace

struct ProviderTest::Plan
{
    const providers::ProviderRow *row = nullptr;
    std::string base;
    Secret key;

    std::string chatUrl() const
    {
        const std::string path = row->chatPath.empty() ? "/chat/completions" : row->chatPath;
        if (path.starts_with("/v1/") && base.ends_with("/v1"))
            return base + path.substr(3);
        return base + path;
    }
    std::string modelsUrl() const
    {
        if (!row->modelsEndpoint.empty())
            return base + row->modelsEndpoint;
        const bool versioned = row->chatPath.starts_with("/v1/") && !base.ends_with("/v1");
        return base + (versioned ? "/v1/models" : "/models");
    }
};

namespace {

Reply request(const std::string &url, const std::string &auth, const Secret &key, const std::string &body,
              const std::atomic<bool> &cancelled)
{
    Reply reply;
    Transfer transfer{&reply.body, &cancelled};
    CURL *curl = curl_easy_init();
    if (!curl) {
        reply.code = CURLE_FAILED_INIT;
        return reply;
    }
    std::array<char, CURL_ERROR_SIZE> error{};
    curl_slist *headers = nullptr;
    if (!key.isEmpty())
        headers = curl_slist_append(
            headers,
            ((auth.starts_with("x-") || auth.ends_with("-key") ? auth + ": " : "Authorization: Bearer ") +
             key.reveal())
                .c_str());
    if (!body.empty()) {
        headers = curl_slist_append(headers, "Content-Type: application/json");
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error.data());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &takeBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &watchCancel);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kTotalTimeoutMs);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    if (upstream::isLoopbackHost(hostOf(url)))
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
    reply.code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
    curl_easy_getinfo(curl, CURLINFO_NAMELOOKUP_TIME, &reply.resolveS);
    curl_easy_getinfo(curl, CURLINFO_CONNECT_TIME, &reply.connectS);
    curl_easy_getinfo(curl, CURLINFO_APPCONNECT_TIME, &reply.tlsS);
    curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME, &reply.totalS);
    reply.error = error[0] ? error.data() : curl_easy_strerror(reply.code);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return reply;
}

// Tells the steps up to TLS from how far a transfer came. False when one of them failed.
bool tellConnection(const Reply &reply, bool tls, const ProviderTest::OnStep &onStep, QString &problem)
{
    using Kind = TestStep::Kind;
    using State = TestStep::State;
    const QString said = QString::fromStdString(reply.error);
    if (reply.code == CURLE_COULDNT_RESOLVE_HOST || reply.code == CURLE_COULDNT_RESOLVE_PROXY) {
        problem = words(QT_TRANSLATE_NOOP("gw::client::ProviderTest",
                                          "The name of the server was not found. Check the address."));
        onStep(step(Kind::Resolve, State::Failed, reply.totalS, said));
        return false;
    }
    onStep(step(Kind::Resolve, State::Passed, reply.resolveS));
    if (reply.connectS <= 0 && reply.code != CURLE_OK) {
        problem =
            words(QT_TRANSLATE_NOOP("gw::client::ProviderTest",
                                    "No connection to the server. Is it running, and is the port right?"));
        onStep(step(Kind::Connect, State::Failed, reply.totalS, said));
        return false;
    }
    onStep(step(Kind::Connect, State::Passed, reply.connectS - reply.resolveS));
    if (!tls) {
        onStep(step(Kind::Tls, State::Skipped));
        return true;
    }
    if (reply.tlsS <= 0 && reply.code != CURLE_OK) {
        problem = words(QT_TRANSLATE_NOOP(
            "gw::client::ProviderTest",
            "The server's certificate was not accepted. A company proxy may need its own CA."));
        onStep(step(Kind::Tls, State::Failed, reply.totalS, said));
        return false;
    }
    onStep(step(Kind::Tls, State::Passed, reply.tlsS - reply.connectS));
    return true;
}

QStringList modelsIn(const std::string &body)
{
    QStringList models;
    const auto value = json::parse(body);
    const json::Array *list = nullptr;
    if (value.ok())
        list = value.value().is_object() ? json::findArray(value.value().get_object(), "data")
                                         : value.value().if_array();
    if (!list)
        return models;
    for (const json::Value &item : *list) {
        if (item.is_string())
            models << QString::fromUtf8(item.get_string().data(),
                                        static_cast<qsizetype>(item.get_string().size()));
        else if (const json::Object *object = item.if_object()) {
            if (const auto id = json::findString(*object, "id"))
                models << QString::fromUtf8(id->data(), static_cast<qsizetype>(id->size()));
        }
    }
    models.removeDuplicates();
    models.sort();
    return models;
}

}   // namespace

ProviderTest::ProviderTest(const ProviderDraft &draft, OnStep onStep, OnEnd onEnd)
{
    Plan plan;
    plan.row = providers::Catalog::builtIn().find(draft.providerId.toStdString());
    plan.base = draft.baseUrl.trimmed().toStdString();
    if (plan.base.empty() && plan.row)
        plan.base = plan.row->baseUrl;
    while (plan.base.ends_with('/'))
        plan.base.pop_back();
    plan.key = draft.key;
    m_thread = std::thread([this, plan = std::move(plan), onStep = std::move(onStep),
                            onEnd = std::move(onEnd)] { run(plan, onStep, onEnd); });
}

ProviderTest::~ProviderTest()
{
    m_cancelled = true;
    if (m_thread.joinable())
        m_thread.join();
}

void ProviderTest::run(const Plan &plan, const OnStep &onStep, const OnEnd &onEnd)
{
    using Kind = TestStep::Kind;
    using State = TestStep::State;
    TestResult result;
    const auto fail = [&](QString problem) {
        result.problem = std::move(problem);
        if (!m_cancelled)
            onEnd(result);
    };
    if (!plan.row || plan.base.empty())
        return fail(words(QT_TRANSLATE_NOOP("gw::client::ProviderTest", "An address is needed.")));
    onStep(step(Kind::Resolve, State::Running));
    const Reply list = request(plan.modelsUrl(), plan.row->auth, plan.key, {}, m_cancelled);
    if (m_cancelled)
        return;
    QString problem;
    if (!tellConnection(list, plan.base.starts_with("https://"), onStep, problem))
        return fail(problem);
    if (list.code != CURLE_OK) {
        onStep(step(Kind::Key, State::Failed, list.totalS, QString::fromStdString(list.error)));
        return fail(QString::fromStdString(list.error));
    }
    if (list.status == 401 || list.status == 403) {
        onStep(step(Kind::Key, State::Failed, list.totalS, saidBy(list)));
        return fail(words(QT_TRANSLATE_NOOP("gw::client::ProviderTest", "The key was refused.")));
    }
    onStep(step(Kind::Key, State::Passed, list.totalS));
    result.models = modelsIn(list.body);
    if (list.status >= 400 || result.models.isEmpty()) {
        onStep(step(Kind::Models, State::Failed, list.totalS,
                    list.status >= 400 ? saidBy(list)
                                       : words(QT_TRANSLATE_NOOP("gw::client::ProviderTest", "no models"))));
        return fail(
            words(QT_TRANSLATE_NOOP("gw::client::ProviderTest", "The server does not list any models.")));
    }
    onStep(step(Kind::Models, State::Passed, 0, QString::number(result.models.size())));
    const auto chat = std::ranges::find_if(result.models, &answersChat);
    if (chat == result.models.end()) {
        onStep(step(Kind::Stream, State::Skipped));
    } else {
        onStep(step(Kind::Stream, State::Running));
        const json::Object body{
            {"model", chat->toStdString()},
            {"stream", true},
            {"messages", json::Array{json::Object{{"role", "user"}, {"content", "Say hello."}}}}};
        const Reply stream =
            request(plan.chatUrl(), plan.row->auth, plan.key, json::serialize(body), m_cancelled);
        if (m_cancelled)
            return;
        const bool streamed =
            stream.code == CURLE_OK && stream.status == 200 && stream.body.find("data:") != std::string::npos;
        onStep(step(Kind::Stream, streamed ? State::Passed : State::Failed, stream.totalS,
                    streamed ? *chat : saidBy(stream)));
        if (!streamed)
            result.problem = words(QT_TRANSLATE_NOOP("gw::client::ProviderTest",
                                                     "The models are listed, but a streamed answer failed."));
    }
    result.ok = result.problem.isEmpty();
    if (!m_cancelled)
        onEnd(result);
}

}   // namespace gw::client

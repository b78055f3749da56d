#include "app/clientactions.h"

#include "core/base/json.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include <cstdio>

namespace gw::app {

namespace {

constexpr int kTimeoutMs = 120'000;

void print(const std::string &title, const Answer &answer)
{
    std::printf("%s: HTTP %d\n%s\n", title.c_str(), answer.status, answer.body.c_str());
}

}   // namespace

Answer askGateway(const Options &options, const std::string &key, const char *path, const std::string &body)
{
    QNetworkAccessManager manager;
    // This machine is never reached through a proxy.
    manager.setProxy(QNetworkProxy::NoProxy);
    const std::string host = options.host.empty() || options.host == "0.0.0.0" ? "127.0.0.1" : options.host;
    QNetworkRequest request(
        QUrl(QString::fromStdString("http://" + host + ":" + std::to_string(options.port) + path)));
    request.setTransferTimeout(kTimeoutMs);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    if (!key.empty())
        request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + key));
    std::unique_ptr<QNetworkReply> reply(
        body.empty() ? manager.get(request) : manager.post(request, QByteArray::fromStdString(body)));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0)
        return {0, reply->errorString().toStdString()};
    return {status, reply->readAll().toStdString()};
}

int runHealth(const Options &options, const std::string &key)
{
    const Answer answer = askGateway(options, key, "/health", {});
    std::printf("%s\n", answer.body.c_str());
    if (answer.status != 200) {
        std::fprintf(stderr, "No healthy answer from port %d (HTTP %d).\n", options.port, answer.status);
        return 1;
    }
    const auto value = json::parse(answer.body);
    const bool healthy = value.ok() && value.value().is_object() &&
                         json::findInt(value.value().get_object(), "unhealthy_count").value_or(1) == 0;
    return healthy ? 0 : 1;
}

int runTest(const Options &options, const std::string &key)
{
    const std::string model = options.model.empty() ? "gpt-3.5-turbo" : options.model;
    const json::Array messages{
        json::Object{{"role", "user"}, {"content", "this is a test request, write a short poem"}}};
    json::Object chat{{"model", model}, {"messages", messages}};
    const Answer whole = askGateway(options, key, "/v1/chat/completions", json::serialize(chat));
    print("chat completion", whole);
    chat["stream"] = true;
    const Answer stream = askGateway(options, key, "/v1/chat/completions", json::serialize(chat));
    print("streamed chat completion", stream);
    const Answer text =
        askGateway(options, key, "/v1/completions",
                   json::serialize(json::Object{{"model", model}, {"prompt", "this is a test request"}}));
    print("text completion", text);
    const bool good = whole.status == 200 && stream.status == 200 &&
                      stream.body.find("[DONE]") != std::string::npos && text.status == 200;
    return good ? 0 : 1;
}

int askToReprice(const Options &options, const std::string &key)
{
    const json::Object body{{"since", options.since}, {"model", options.model}, {"dry_run", options.dryRun}};
    const Answer answer = askGateway(options, key, "/portico/v1/spend/reprice", json::serialize(body));
    std::printf("%s\n", answer.body.c_str());
    if (answer.status == 200)
        return 0;
    std::fprintf(stderr, "The gateway on port %d has not done it (HTTP %d).\n", options.port, answer.status);
    return 1;
}

}   // namespace gw::app

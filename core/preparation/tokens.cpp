#include "core/preparation/tokens.h"

#include "core/base/logging.h"

#include <QTimer>

#include <algorithm>

namespace gw::preparation {

namespace {

// Renewed this long before the end, so that no request leaves with a token that dies on the way.
constexpr std::int64_t kEarlyS = 120;
constexpr std::size_t kMaxAnswer = std::size_t{256} * 1024;
constexpr int kTimeoutMs = 15'000;
constexpr int kProcessMs = 60'000;   // The user may be asked for something.

}   // namespace

Way wayTo(const providers::Target &target, const config::Litellm &global)
{
    const config::DeploymentParams &params = target.deployment->params;
    Way way;
    way.tls.verify = params.sslVerify.value_or(global.sslVerify);
    way.tls.caFile = params.sslCaFile.empty() ? global.sslCaFile : params.sslCaFile;
    way.proxy = params.proxy;
    way.publicOnly = target.deployment->publicOnly;
    return way;
}

std::optional<Secret> Tokens::known(const std::string &cacheKey, std::int64_t unixS) const
{
    const auto it = m_entries.find(cacheKey);
    if (it == m_entries.end() || it->second.value.isEmpty() || it->second.untilS <= unixS)
        return std::nullopt;
    return it->second.value;
}

Result<Tokens::Ticket> Tokens::fetch(const std::string &key, const providers::Adapter &adapter,
                                     const providers::Target &target, const Way &way, std::int64_t unixS,
                                     Done done)
{
    if (const auto running = m_entries.find(key);
        running != m_entries.end() && (running->second.fetch || running->second.process)) {
        running->second.waiting.emplace_back(++m_last, std::move(done));
        return m_last;
    }
    GW_TRY(providers::TokenRequest request, adapter.tokenRequest(target, unixS));
    Entry &entry = m_entries[key];
    entry.waiting.emplace_back(++m_last, std::move(done));
    entry.asked = std::move(request);
    entry.way = way;
    ask(key, adapter, unixS);
    return m_last;
}

void Tokens::ask(const std::string &key, const providers::Adapter &adapter, std::int64_t unixS)
{
    Entry &entry = m_entries[key];
    if (!entry.asked.command.empty())
        return run(key, adapter, unixS);
    upstream::UpstreamRequest wire;
    wire.method = entry.asked.method;
    wire.url = entry.asked.wire.url;
    wire.headers = entry.asked.wire.headers;
    if (wire.method != "GET")
        wire.body = std::make_shared<const std::string>(entry.asked.wire.body);
    wire.timeouts.totalMs = kTimeoutMs;
    wire.tls = entry.way.tls;
    wire.proxy = entry.way.proxy;
    wire.publicOnly = entry.way.publicOnly;
    entry.fetch =
        std::make_unique<Fetch>(m_transport, kMaxAnswer, [this, key, &adapter, unixS](Result<Reply> reply) {
            arrived(key, adapter, unixS, std::move(reply));
        });
    entry.fetch->start(std::move(wire));
}

// The thread goes on while the program runs; one that takes too long is killed.
void Tokens::run(const std::string &key, const providers::Adapter &adapter, std::int64_t unixS)
{
    Entry &entry = m_entries[key];
    QStringList words = QProcess::splitCommand(QString::fromStdString(entry.asked.command));
    const QString program = words.isEmpty() ? QString() : words.takeFirst();
    entry.process = std::make_unique<QProcess>();
    QProcess *process = entry.process.get();
    process->setStandardErrorFile(QProcess::nullDevice());
    process->setStandardInputFile(QProcess::nullDevice());
    const auto ended = [this, key, &adapter, unixS](Result<Reply> reply) {
        // The process reports from inside itself: it goes when it has returned.
        m_entries[key].process.release()->deleteLater();
        arrived(key, adapter, unixS, std::move(reply));
    };
    const auto failed = [ended](const std::string &why) {
        ended(Error{.code = ErrorCode::SecretAway, .message = "the program for its credentials " + why});
    };
    // Queued: a program that cannot be started says so while it is being started.
    QObject::connect(
        process, &QProcess::errorOccurred, process,
        [failed](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                failed("cannot be started");
        },
        Qt::QueuedConnection);
    QObject::connect(process, &QProcess::finished, process,
                     [process, ended, failed](int code, QProcess::ExitStatus status) {
                         if (status != QProcess::NormalExit)
                             return failed("took too long or was ended");
                         if (code != 0)
                             return failed("ended with status " + std::to_string(code));
                         Reply reply;
                         reply.status = 200;
                         reply.body = process->read(static_cast<qint64>(kMaxAnswer)).toStdString();
                         ended(std::move(reply));
                     });
    QTimer::singleShot(kProcessMs, process, [process] { process->kill(); });
    process->start(program, words);
}

void Tokens::forget(Ticket ticket)
{
    if (ticket == 0)
        return;
    for (auto &[key, entry] : m_entries)
        entry.waiting.remove_if([ticket](const auto &waiter) { return waiter.first == ticket; });
}

void Tokens::arrived(const std::string &key, const providers::Adapter &adapter, std::int64_t unixS,
                     Result<Reply> reply)
{
    Entry &entry = m_entries[key];
    const std::unique_ptr<Fetch> fetch = std::move(entry.fetch);
    std::optional<providers::TokenRequest> next;
    Result<Secret> answer = [&]() -> Result<Secret> {
        if (!reply.ok())
            return Error{.code = reply.error().code,
                         .message = "the provider's token service: " + reply.error().message};
        GW_TRY(providers::Token token,
               adapter.readTokenOf(entry.asked, reply.value().status, reply.value().body, unixS));
        next = std::move(token.next);
        if (next)
            return Secret();
        entry.value = token.value;
        // Short-lived ones are renewed after half their life.
        entry.untilS = unixS + std::max(token.lifeS - kEarlyS, token.lifeS / 2);
        return std::move(token.value);
    }();
    if (next) {
        entry.asked = std::move(*next);
        return ask(key, adapter, unixS);
    }
    const auto waiting = std::exchange(entry.waiting, {});
    if (!answer.ok())
        qCWarning(gwRoute, "no access token for %s: %s", key.c_str(), answer.error().message.c_str());
    for (const auto &[ticket, done] : waiting)
        done(answer);
}

}   // namespace gw::preparation

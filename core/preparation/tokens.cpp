#include "core/preparation/tokens.h"

#include "core/base/logging.h"

#include <algorithm>

namespace gw::preparation {

namespace {

// Renewed this long before the end, so that no request leaves with a token that dies on the way.
constexpr std::int64_t kEarlyS = 120;
constexpr std::size_t kMaxAnswer = std::size_t{256} * 1024;
constexpr int kTimeoutMs = 15'000;

}   // namespace

Way wayTo(const providers::Target &target, const config::Litellm &global)
{
    const config::DeploymentParams &params = target.deployment->params;
    Way way;
    way.tls.verify = params.sslVerify.value_or(global.sslVerify);
    way.tls.caFile = params.sslCaFile.empty() ? global.sslCaFile : params.sslCaFile;
    way.proxy = params.proxy;
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
    if (const auto running = m_entries.find(key); running != m_entries.end() && running->second.fetch) {
        running->second.waiting.emplace_back(++m_last, std::move(done));
        return m_last;
    }
    GW_TRY(providers::TokenRequest request, adapter.tokenRequest(target, unixS));
    Entry &entry = m_entries[key];
    entry.waiting.emplace_back(++m_last, std::move(done));
    upstream::UpstreamRequest wire;
    wire.method = std::move(request.method);
    wire.url = std::move(request.wire.url);
    wire.headers = std::move(request.wire.headers);
    if (wire.method != "GET")
        wire.body = std::make_shared<const std::string>(std::move(request.wire.body));
    wire.timeouts.totalMs = kTimeoutMs;
    wire.tls = way.tls;
    wire.proxy = way.proxy;
    entry.fetch =
        std::make_unique<Fetch>(m_transport, kMaxAnswer, [this, key, &adapter, unixS](Result<Reply> reply) {
            arrived(key, adapter, unixS, std::move(reply));
        });
    entry.fetch->start(std::move(wire));
    return m_last;
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
    const auto waiting = std::exchange(entry.waiting, {});
    Result<Secret> answer = [&]() -> Result<Secret> {
        if (!reply.ok())
            return Error{.code = reply.error().code,
                         .message = "the provider's token service: " + reply.error().message};
        GW_TRY(providers::Token token, adapter.readToken(reply.value().status, reply.value().body));
        entry.value = token.value;
        // Short-lived ones are renewed after half their life.
        entry.untilS = unixS + std::max(token.lifeS - kEarlyS, token.lifeS / 2);
        return std::move(token.value);
    }();
    if (!answer.ok())
        qCWarning(gwRoute, "no access token for %s: %s", key.c_str(), answer.error().message.c_str());
    for (const auto &[ticket, done] : waiting)
        done(answer);
}

}   // namespace gw::preparation

#include "core/redis/sharedwindows.h"

namespace gw::redis {

namespace {

// KEYS: window and requests under way of each scope. ARGV: ticket, length of a window in ms, life of a ticket
// in s, then three limits of each scope. Answers what refuses (0: nothing), the scope that does (from 1), and
// four numbers of each scope.
constexpr const char *kEnter = R"lua(
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local scopes = #KEYS / 2
local out = {0, 0}
for i = 1, scopes do
    local window, under, limits = KEYS[i * 2 - 1], KEYS[i * 2], 3 + (i - 1) * 3
    local used = {
        tonumber(redis.call('HGET', window, 'requests') or '0'),
        tonumber(redis.call('HGET', window, 'tokens') or '0'),
        redis.call('ZCOUNT', under, now, '+inf'),
    }
    for kind = 1, 3 do
        local limit = tonumber(ARGV[limits + kind])
        if out[1] == 0 and limit >= 0 and used[kind] >= limit then
            out[1] = kind
            out[2] = i
        end
        out[#out + 1] = used[kind]
    end
    out[#out + 1] = math.max(redis.call('PTTL', window), 0)
end
if out[1] > 0 then return out end
for i = 1, scopes do
    local window, under, place = KEYS[i * 2 - 1], KEYS[i * 2], 2 + (i - 1) * 4
    out[place + 1] = redis.call('HINCRBY', window, 'requests', 1)
    if out[place + 4] == 0 then
        redis.call('PEXPIRE', window, ARGV[2])
        out[place + 4] = tonumber(ARGV[2])
    end
    redis.call('ZREMRANGEBYSCORE', under, '-inf', now)
    redis.call('ZADD', under, now + tonumber(ARGV[3]), ARGV[1])
    redis.call('EXPIRE', under, ARGV[3])
    out[place + 3] = out[place + 3] + 1
end
return out
)lua";

// Tokens of an answer that is longer than its window count in none.
constexpr const char *kAddTokens = R"lua(
for i = 1, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 1 then redis.call('HINCRBY', KEYS[i], 'tokens', ARGV[1]) end
end
return 1
)lua";

constexpr const char *kLeave = R"lua(
for i = 1, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
return 1
)lua";

std::optional<WindowEntry> toEntry(const Reply &reply, std::size_t scopes)
{
    if (reply.kind != Reply::Kind::Array || reply.items.size() != 2 + scopes * 4)
        return std::nullopt;
    const std::int64_t limited = reply.items[0].integer;
    const std::int64_t refused = reply.items[1].integer;
    if (limited < 0 || limited > 3 || (limited > 0 && (refused < 1 || refused > std::int64_t(scopes))))
        return std::nullopt;
    WindowEntry out;
    out.limited = static_cast<WindowEntry::Limited>(limited);
    out.refused = limited > 0 ? static_cast<std::size_t>(refused - 1) : 0;
    for (std::size_t i = 2; i < reply.items.size(); i += 4)
        out.uses.push_back({.requests = reply.items[i].integer,
                            .tokens = reply.items[i + 1].integer,
                            .parallel = reply.items[i + 2].integer,
                            .leftMs = reply.items[i + 3].integer});
    return out;
}

void ignore(const Reply &) {}

}   // namespace

SharedWindows::SharedWindows(Client &client, std::string prefix)
    : m_client(client)
    , m_prefix(std::move(prefix))
    , m_enter(kEnter)
{}

bool SharedWindows::enter(const std::vector<WindowLimits> &scopes, const std::string &ticket,
                          std::int64_t windowMs, Entered callback, int flightS)
{
    Arguments arguments;
    arguments.reserve(3 + scopes.size() * 5);
    for (const WindowLimits &scope : scopes) {
        arguments.push_back(windowKey(scope.id));
        arguments.push_back(flightsKey(scope.id));
    }
    const std::size_t keys = arguments.size();
    arguments.push_back(ticket);
    arguments.push_back(std::to_string(std::max<std::int64_t>(windowMs, 1)));
    arguments.push_back(std::to_string(std::max(flightS, 1)));
    for (const WindowLimits &scope : scopes) {
        for (const std::int64_t limit : {scope.requests, scope.tokens, scope.parallel})
            arguments.push_back(std::to_string(limit));
    }
    return m_client.eval(m_enter, keys, arguments,
                         [count = scopes.size(), callback = std::move(callback)](const Reply &reply) {
                             callback(toEntry(reply, count));
                         });
}

bool SharedWindows::addTokens(const std::vector<WindowLimits> &scopes, std::int64_t tokens)
{
    Arguments arguments{"EVAL", kAddTokens, std::to_string(scopes.size())};
    for (const WindowLimits &scope : scopes)
        arguments.push_back(windowKey(scope.id));
    arguments.push_back(std::to_string(tokens));
    return m_client.command(arguments, &ignore);
}

bool SharedWindows::leave(const std::vector<WindowLimits> &scopes, const std::string &ticket)
{
    Arguments arguments{"EVAL", kLeave, std::to_string(scopes.size())};
    for (const WindowLimits &scope : scopes)
        arguments.push_back(flightsKey(scope.id));
    arguments.push_back(ticket);
    return m_client.command(arguments, &ignore);
}

}   // namespace gw::redis

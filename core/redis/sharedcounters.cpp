#include "core/redis/sharedcounters.h"

#include <cmath>

namespace gw::redis {

namespace {

// A minute's counters outlive it by one, for gateways whose clocks differ.
constexpr int kMinuteLifeS = 120;

// KEYS: requests, tokens, flights, cooldown of each candidate. ARGV: ticket ("" only looks), tokens, life of
// a minute, life of a flight, then three limits of each candidate. Answers the index (from 1, or 0) and four
// numbers of each candidate.
constexpr const char *kDecide = R"lua(
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local tokens = tonumber(ARGV[2])
local out = {0}
for i = 1, #KEYS / 4 do
    local base = (i - 1) * 4
    local limits = 4 + (i - 1) * 3
    local rpm = tonumber(redis.call('GET', KEYS[base + 1]) or '0')
    local tpm = tonumber(redis.call('GET', KEYS[base + 2]) or '0')
    local flights = redis.call('ZCOUNT', KEYS[base + 3], now, '+inf')
    local cooling = redis.call('EXISTS', KEYS[base + 4])
    local room = function(used, more, limit) return limit < 0 or used + more <= limit end
    if out[1] == 0 and cooling == 0 and room(rpm, 1, tonumber(ARGV[limits + 1])) and
        room(tpm, tokens, tonumber(ARGV[limits + 2])) and room(flights, 1, tonumber(ARGV[limits + 3])) then
        out[1] = i
    end
    out[#out + 1] = rpm
    out[#out + 1] = tpm
    out[#out + 1] = flights
    out[#out + 1] = cooling
end
if out[1] > 0 and ARGV[1] ~= '' then
    local base = (out[1] - 1) * 4
    redis.call('INCR', KEYS[base + 1])
    redis.call('EXPIRE', KEYS[base + 1], ARGV[3])
    if tokens ~= 0 then
        redis.call('INCRBY', KEYS[base + 2], tokens)
        redis.call('EXPIRE', KEYS[base + 2], ARGV[3])
    end
    redis.call('ZREMRANGEBYSCORE', KEYS[base + 3], '-inf', now)
    redis.call('ZADD', KEYS[base + 3], now + tonumber(ARGV[4]), ARGV[1])
    redis.call('EXPIRE', KEYS[base + 3], ARGV[4])
end
return out
)lua";

// Short scripts go as they are, and so in their order; only kDecide is worth a digest. Never below zero: the
// reservation may have expired before its correction came.
constexpr const char *kSettle = R"lua(
if redis.call('INCRBY', KEYS[1], ARGV[1]) < 0 then redis.call('SET', KEYS[1], 0) end
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 1
)lua";

constexpr const char *kEnter = R"lua(
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[2]), ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return 1
)lua";

std::optional<Decision> toDecision(const Reply &reply, std::size_t candidates)
{
    if (reply.kind != Reply::Kind::Array || reply.items.size() != 1 + candidates * 4)
        return std::nullopt;
    Decision out;
    out.chosen = static_cast<int>(reply.items[0].integer) - 1;
    for (std::size_t i = 1; i < reply.items.size(); i += 4)
        out.loads.push_back({.requests = reply.items[i].integer,
                             .tokens = reply.items[i + 1].integer,
                             .inFlight = reply.items[i + 2].integer,
                             .cooling = reply.items[i + 3].integer != 0});
    return out;
}

void ignore(const Reply &) {}

}   // namespace

SharedCounters::SharedCounters(Client &client, std::string prefix)
    : m_client(client)
    , m_prefix(std::move(prefix))
    , m_decide(kDecide)
{}

std::string SharedCounters::key(const char *kind, const std::string &id, std::int64_t unixMinute) const
{
    std::string out = m_prefix + kind + ":" + id;
    if (unixMinute >= 0)
        out += ":" + std::to_string(unixMinute);
    return out;
}

bool SharedCounters::decide(const std::vector<Candidate> &candidates, const std::string &ticket,
                            std::int64_t estimatedTokens, std::int64_t unixMinute, int flightS,
                            Decided callback)
{
    Arguments arguments;
    arguments.reserve(4 + candidates.size() * 7);
    for (const Candidate &candidate : candidates) {
        arguments.push_back(key("rpm", candidate.id, unixMinute));
        arguments.push_back(key("tpm", candidate.id, unixMinute));
        arguments.push_back(key("run", candidate.id));
        arguments.push_back(key("cool", candidate.id));
    }
    const std::size_t keys = arguments.size();
    arguments.push_back(ticket);
    for (const std::int64_t number : {std::max<std::int64_t>(estimatedTokens, 0), std::int64_t{kMinuteLifeS},
                                      std::int64_t{std::max(flightS, 1)}})
        arguments.push_back(std::to_string(number));
    for (const Candidate &candidate : candidates) {
        for (const std::int64_t limit : {candidate.rpmLimit, candidate.tpmLimit, candidate.parallelLimit})
            arguments.push_back(std::to_string(limit));
    }
    const std::size_t count = candidates.size();
    return m_client.eval(
        m_decide, keys, arguments,
        [count, callback = std::move(callback)](const Reply &reply) { callback(toDecision(reply, count)); });
}

bool SharedCounters::reserve(const std::vector<Candidate> &candidates, const std::string &ticket,
                             std::int64_t estimatedTokens, std::int64_t unixMinute, Decided callback,
                             int flightS)
{
    return decide(candidates, ticket, estimatedTokens, unixMinute, flightS, std::move(callback));
}

bool SharedCounters::look(const std::vector<Candidate> &candidates, std::int64_t estimatedTokens,
                          std::int64_t unixMinute, Decided callback)
{
    return decide(candidates, {}, estimatedTokens, unixMinute, 1, std::move(callback));
}

bool SharedCounters::settle(const std::string &id, std::int64_t unixMinute, std::int64_t moreTokens)
{
    return moreTokens == 0 || m_client.command({"EVAL", kSettle, "1", key("tpm", id, unixMinute),
                                                std::to_string(moreTokens), std::to_string(kMinuteLifeS)},
                                               &ignore);
}

bool SharedCounters::enter(const std::string &id, const std::string &ticket, int flightS)
{
    return m_client.command(
        {"EVAL", kEnter, "1", key("run", id), ticket, std::to_string(std::max(flightS, 1))}, &ignore);
}

bool SharedCounters::leave(const std::string &id, const std::string &ticket)
{
    return m_client.command({"ZREM", key("run", id), ticket}, &ignore);
}

bool SharedCounters::coolDown(const std::string &id, double seconds, const std::string &reason)
{
    const auto ms = static_cast<std::int64_t>(std::llround(seconds * 1000));
    return ms <= 0 || m_client.command({"SET", key("cool", id), reason, "PX", std::to_string(ms)}, &ignore);
}

}   // namespace gw::redis

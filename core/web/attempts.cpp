#include "core/web/attempts.h"

#include <QHostAddress>

#include <algorithm>

namespace gw::web {

namespace {

constexpr std::int64_t kWindowUs = Attempts::kWindowS * 1'000'000;

std::string subscriberOf(const std::string &address)
{
    const QHostAddress parsed(QString::fromStdString(address));
    if (parsed.protocol() != QAbstractSocket::IPv6Protocol || parsed.isLoopback())
        return address;
    constexpr int kHalf = 8;
    Q_IPV6ADDR bits = parsed.toIPv6Address();
    for (int i = kHalf; i < 2 * kHalf; ++i)
        bits[i] = 0;
    return QHostAddress(bits).toString().toStdString();
}

}   // namespace

Attempts::Attempts(const Clock &clock, std::size_t most)
    : m_clock(clock)
    , m_most(most)
{}

bool Attempts::begin(const std::string &address)
{
    const std::int64_t now = m_clock.steadyUs();
    const std::scoped_lock lock(m_mutex);
    dropOld(now);
    const std::string name = subscriberOf(address);
    if (m_failures.size() >= kMostAddresses && !m_failures.contains(name))
        return false;
    std::vector<std::int64_t> &failures = m_failures[name];
    if (failures.size() >= m_most)
        return false;
    failures.push_back(now);
    return true;
}

void Attempts::succeeded(const std::string &address)
{
    const std::scoped_lock lock(m_mutex);
    m_failures.erase(subscriberOf(address));
}

std::int64_t Attempts::waitS(const std::string &address) const
{
    const std::int64_t now = m_clock.steadyUs();
    const std::scoped_lock lock(m_mutex);
    const auto found = m_failures.find(subscriberOf(address));
    if (found == m_failures.end() || found->second.size() < m_most)
        return 0;
    return std::max<std::int64_t>(0, (found->second.front() + kWindowUs - now + 999'999) / 1'000'000);
}

void Attempts::dropOld(std::int64_t nowUs)
{
    for (auto it = m_failures.begin(); it != m_failures.end();) {
        std::erase_if(it->second, [&](std::int64_t at) { return at + kWindowUs <= nowUs; });
        it = it->second.empty() ? m_failures.erase(it) : std::next(it);
    }
}

}   // namespace gw::web

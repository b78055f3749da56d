#include "core/routing/line.h"

#include <tuple>
#include <vector>

namespace gw::routing {

Line::Ticket Line::join(std::string key, int priority, std::size_t most, Turn turn)
{
    const std::scoped_lock lock(m_mutex);
    if (m_waiters.size() >= most)
        return 0;
    m_waiters.emplace(++m_last, Waiter{std::move(key), priority, std::move(turn), false});
    return m_last;
}

void Line::rejoin(Ticket ticket, std::string key, int priority, Turn turn)
{
    const std::scoped_lock lock(m_mutex);
    m_waiters.insert_or_assign(ticket, Waiter{std::move(key), priority, std::move(turn), false});
}

std::map<Line::Ticket, Line::Waiter>::iterator Line::next()
{
    auto best = m_waiters.end();
    const auto rank = [this](const Waiter &waiter) {
        const auto served = m_lastServed.find(waiter.key);
        return std::pair(waiter.priority, served == m_lastServed.end() ? 0 : served->second);
    };
    for (auto it = m_waiters.begin(); it != m_waiters.end(); ++it) {
        if (!it->second.called && (best == m_waiters.end() || rank(it->second) < rank(best->second)))
            best = it;
    }
    return best;
}

void Line::wake()
{
    Turn turn;
    {
        const std::scoped_lock lock(m_mutex);
        const auto it = next();
        if (it == m_waiters.end())
            return;
        it->second.called = true;
        m_lastServed[it->second.key] = ++m_turns;
        turn = it->second.turn;
    }
    turn();
}

void Line::wakeAll()
{
    std::vector<Turn> turns;
    {
        const std::scoped_lock lock(m_mutex);
        for (auto it = next(); it != m_waiters.end(); it = next()) {
            it->second.called = true;
            m_lastServed[it->second.key] = ++m_turns;
            turns.push_back(it->second.turn);
        }
    }
    for (const Turn &turn : turns)
        turn();
}

void Line::leave(Ticket ticket)
{
    bool passOn = false;
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto it = m_waiters.find(ticket); it != m_waiters.end()) {
            passOn = it->second.called;
            m_waiters.erase(it);
        }
        if (m_waiters.empty())
            m_lastServed.clear();
    }
    if (passOn)
        wake();
}

void Line::served(Ticket ticket)
{
    const std::scoped_lock lock(m_mutex);
    m_waiters.erase(ticket);
    if (m_waiters.empty())
        m_lastServed.clear();
}

bool Line::isFirst(Ticket ticket) const
{
    const std::scoped_lock lock(m_mutex);
    return !m_waiters.empty() && m_waiters.begin()->first == ticket;
}

std::size_t Line::size() const
{
    const std::scoped_lock lock(m_mutex);
    return m_waiters.size();
}

}   // namespace gw::routing

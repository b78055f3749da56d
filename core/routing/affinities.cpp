#include "core/routing/affinities.h"

namespace gw::routing {

void Affinities::keep(std::string_view key, std::string_view deploymentId, std::int64_t untilUs)
{
    const std::scoped_lock lock(m_mutex);
    if (const auto it = m_index.find(key); it != m_index.end()) {
        it->second->deploymentId = deploymentId;
        it->second->untilUs = untilUs;
        m_entries.splice(m_entries.begin(), m_entries, it->second);
        return;
    }
    m_entries.push_front({std::string(key), std::string(deploymentId), untilUs});
    m_index.emplace(m_entries.front().key, m_entries.begin());
    if (m_entries.size() > m_most) {
        m_index.erase(m_entries.back().key);
        m_entries.pop_back();
    }
}

std::string Affinities::find(std::string_view key, std::int64_t nowUs)
{
    const std::scoped_lock lock(m_mutex);
    const auto it = m_index.find(key);
    if (it == m_index.end())
        return {};
    if (it->second->untilUs <= nowUs) {
        const auto entry = it->second;
        m_index.erase(it);
        m_entries.erase(entry);
        return {};
    }
    m_entries.splice(m_entries.begin(), m_entries, it->second);
    return it->second->deploymentId;
}

std::size_t Affinities::size() const
{
    const std::scoped_lock lock(m_mutex);
    return m_entries.size();
}

}   // namespace gw::routing

#include "core/auth/refusals.h"

#include <algorithm>

namespace gw::auth {

void Refusals::add(std::string_view origin)
{
    if (origin.empty() || origin.size() > kMostBytes)
        return;
    const std::lock_guard lock(m_mutex);
    std::erase(m_origins, origin);
    m_origins.insert(m_origins.begin(), std::string(origin));
    m_origins.resize(std::min(m_origins.size(), kMost));
}

std::vector<std::string> Refusals::origins() const
{
    const std::lock_guard lock(m_mutex);
    return m_origins;
}

}   // namespace gw::auth

#include "core/routing/budgets.h"

namespace gw::routing {

void Budgets::add(std::string_view key, std::int64_t pico, std::int64_t periodS, const Moment &now)
{
    if (pico <= 0)
        return;
    const std::scoped_lock lock(m_mutex);
    auto it = m_windows.find(key);
    if (it == m_windows.end())
        it = m_windows.emplace(std::string(key), Window{now.unixS, 0}).first;
    Window &window = it->second;
    if (now.unixS - window.startUnixS >= periodS)
        window = {now.unixS, 0};
    window.spentPico = window.spentPico > INT64_MAX - pico ? INT64_MAX : window.spentPico + pico;
}

std::int64_t Budgets::spent(std::string_view key, std::int64_t periodS, const Moment &now) const
{
    const std::scoped_lock lock(m_mutex);
    const auto it = m_windows.find(key);
    return it == m_windows.end() || now.unixS - it->second.startUnixS >= periodS ? 0 : it->second.spentPico;
}

std::optional<std::int64_t> Budgets::resetUnixS(std::string_view key, std::int64_t periodS,
                                                const Moment &now) const
{
    const std::scoped_lock lock(m_mutex);
    const auto it = m_windows.find(key);
    if (it == m_windows.end() || now.unixS - it->second.startUnixS >= periodS)
        return std::nullopt;
    return it->second.startUnixS + periodS;
}

void Budgets::restore(std::map<std::string, Window, std::less<>> windows)
{
    const std::scoped_lock lock(m_mutex);
    m_windows = std::move(windows);
}

std::map<std::string, Budgets::Window, std::less<>> Budgets::windows() const
{
    const std::scoped_lock lock(m_mutex);
    return m_windows;
}

}   // namespace gw::routing

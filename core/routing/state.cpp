#include "core/routing/state.h"

namespace gw::routing {

StatePtr State::deployment(const std::string &id)
{
    const std::scoped_lock lock(m_mutex);
    StatePtr &entry = m_deployments[id];
    if (!entry)
        entry = std::make_shared<DeploymentState>(id);
    return entry;
}

std::shared_ptr<Line> State::line(const std::string &group)
{
    const std::scoped_lock lock(m_mutex);
    std::shared_ptr<Line> &entry = m_lines[group];
    if (!entry)
        entry = std::make_shared<Line>();
    return entry;
}

}   // namespace gw::routing

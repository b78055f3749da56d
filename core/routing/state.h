#pragma once

#include "core/routing/affinities.h"
#include "core/routing/budgets.h"
#include "core/routing/deploymentstate.h"
#include "core/routing/line.h"

#include <mutex>
#include <string>
#include <unordered_map>

namespace gw::routing {

// Everything the router learns from traffic. One for the whole gateway, kept over reloads of the config;
// thread-safe.
class State
{
public:
    // Made when it is not there yet.
    StatePtr deployment(const std::string &id);
    std::shared_ptr<Line> line(const std::string &group);

    Budgets budgets;
    Affinities affinities;

private:
    std::mutex m_mutex;
    std::unordered_map<std::string, StatePtr> m_deployments;
    std::unordered_map<std::string, std::shared_ptr<Line>> m_lines;
};

}   // namespace gw::routing

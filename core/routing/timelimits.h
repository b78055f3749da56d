#pragma once

#include "core/config/schema.h"

#include <optional>
#include <string>

namespace gw::routing {

// How long things may take, in seconds.
struct TimeLimits
{
    double connect = 0;
    double total = 0;        // The whole call; of a stream, the longest silence.
    double firstToken = 0;   // Of a stream.
    double gap = 0;          // Between two pieces of a stream.
};

// What the request itself asks for, in its body or its headers.
struct AskedLimits
{
    std::optional<double> total = {};
    std::optional<double> firstToken = {};
};

// CONTRACT 6.6: the request's word, its deployment's, its group's, the router's. Pure.
TimeLimits timeLimits(const config::Config &config, const AskedLimits &asked,
                      const config::DeploymentParams &deployment, const std::string &group);

}   // namespace gw::routing

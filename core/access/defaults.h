#pragma once

#include "core/access/entities.h"

namespace gw::access {

// What holds for those that have no limit of their own.
struct Defaults
{
    Limits teams = {};      // Of keys without a team too, each for itself.
    Limits endUsers = {};   // Also of those that nobody has made known.
    std::string endUserBudgetId = {};

    bool operator==(const Defaults &) const = default;
};

}   // namespace gw::access

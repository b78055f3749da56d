#pragma once

#include "core/access/directory.h"

#include <array>
#include <vector>

// The tables of the directory's databases, the local one and the shared one: the same names in both.
namespace gw::access {

struct Table
{
    const char *name;
    std::vector<const char *> columns;   // Beside id and document.
    const char *deleted = nullptr;       // Where removed rows go.
};

inline constexpr std::size_t kKinds = 11;

// In the order of Kind.
inline const std::array<Table, kKinds> &tables()
{
    static const std::array<Table, kKinds> list{
        Table{"keys", {"alias", "user_id", "team_id"}, "deleted_keys"},
        Table{"users", {"email"}},
        Table{"teams", {"alias"}, "deleted_teams"},
        Table{"memberships", {"team_id", "user_id"}},
        Table{"customers", {}},
        Table{"budgets", {}},
        Table{"tags", {}},
        Table{"access_groups", {}},
        Table{"grace_keys", {}},
        Table{"models", {"name"}},
        Table{"credentials", {}}};
    return list;
}

inline const Table &tableOf(Kind kind)
{
    return tables()[static_cast<std::size_t>(kind)];
}

}   // namespace gw::access

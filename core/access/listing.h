#pragma once

#include "core/access/directory.h"

// Parts of the lists of keys, users and the like, read from the front without counting through what was read
// before.
namespace gw::access {

struct ListQuery
{
    // Found without regard to case in names, ids and what belongs to them; empty: all.
    std::string search = {};
    std::string after = {};   // ListPage::next of the part before; empty: from the front.
    std::size_t limit = 100;
};

template <typename Value>
struct ListPage
{
    std::vector<std::shared_ptr<const Value>> rows;
    std::string next;          // Empty: this was the last part.
    std::size_t matches = 0;   // Of the whole list.
};

// Newest first, then by id. Each walks over all of its kind once: not for a thread that must not wait.
ListPage<Key> listKeys(const Directory &directory, const ListQuery &query);
ListPage<Team> listTeams(const Directory &directory, const ListQuery &query);
ListPage<User> listUsers(const Directory &directory, const ListQuery &query);
ListPage<Budget> listBudgets(const Directory &directory, const ListQuery &query);

}   // namespace gw::access

#pragma once

#include "core/access/directory.h"
#include "core/client/keysvalues.h"
#include "core/limits/admission.h"

#include <unordered_map>

// What the directory knows, as windows see it. On the directory's thread or any other.
namespace gw::client {

// Julian days of the last request, by the hash of the key.
using LastUsed = std::unordered_map<std::string, std::int64_t>;

// How many keys are of each team, user and shared budget.
struct KeyCounts
{
    std::unordered_map<std::string, int> byTeam;
    std::unordered_map<std::string, int> byUser;
    std::unordered_map<std::string, int> byBudget;   // Others that name the budget are counted, too.
};
KeyCounts countKeys(const access::Directory &directory);

HolderRow toRow(access::Directory &directory, const access::Key &key, const LastUsed &lastUsed,
                std::int64_t nowS);
HolderRow toRow(access::Directory &directory, const access::Team &team, const KeyCounts &counts,
                std::int64_t nowS);
HolderRow toRow(access::Directory &directory, const access::User &user, const KeyCounts &counts,
                std::int64_t nowS);
HolderRow toRow(access::Directory &directory, const access::Budget &budget, const KeyCounts &counts,
                std::int64_t nowS);

Allowance toAllowance(const access::Limits &limits);

// One line per thing that is limited. limiter null: rates are not counted.
std::vector<LimitLine> toLines(const limits::KeyLines &lines, limits::Limiter *limiter, std::int64_t nowUs);
Refusal toRefusal(const limits::Refused &refused);
BudgetState toBudget(const limits::BudgetLine &line);

// The members of a management call that say what somebody may use; what has none is named in "portico_clear".
void putAllowance(json::Object &body, const Allowance &allowance, bool isNew);

}   // namespace gw::client

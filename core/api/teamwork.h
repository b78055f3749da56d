#pragma once

#include "core/api/management.h"

// What the routes on teams and on their members share.
namespace gw::api {

engine::ApiReply unknownTeam(const std::string &id);
bool maySeeTeam(const Work &work, const access::Team &team);
bool mayChangeTeam(const Work &work, const access::Team &team);
engine::ApiReply mayNotChange(const Work &work, const access::Team &team);

// A team that somebody wants to change: known and allowed, or why not.
struct FoundTeam
{
    access::TeamPtr team;
    std::optional<engine::ApiReply> error = {};
};
FoundTeam teamForChange(Work &work, const std::string &id);
// By the body's team_id.
FoundTeam teamForChange(Work &work);

// Gives a member its user id where only an address was given, and makes the user when there is none yet.
void settleMember(Work &work, const std::string &teamId, access::TeamMember &member, json::Array *updated);
json::Array membershipRows(Work &work, const access::Team &team);

}   // namespace gw::api

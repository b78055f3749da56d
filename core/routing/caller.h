#pragma once

#include "core/auth/principal.h"
#include "core/chat/call.h"
#include "core/config/schema.h"
#include "core/peers/programs.h"
#include "core/wire/headers.h"

namespace gw::routing {

// What a call is told by its headers, its key, its team and the end user it names: who the end user is
// (CONTRACT 7.7), tags, region. BadRequest when an end user is needed and none is named; BlockedKey when that
// one is blocked.
// program null: the call does not come from this computer.
Result<void> applyCaller(const config::Config &config, const auth::Principal &principal,
                         const wire::Headers &headers, const peers::SightingPtr &program, chat::Call &call);
// The tag that holds the rules of the program that calls; empty: it has none. Only where programs have rules
// it waits for what is still being found out, a few milliseconds at most. Overloaded: the program is paused.
Result<std::string> programTag(const access::Directory *directory, const peers::SightingPtr &program);
// The model that a request is for, where its path or the config says: general_settings.completion_model and
// the like count for every request of their kind. given: of the path, "" where it names none. route: the
// dialect's name of it.
std::string modelFor(const config::General &general, std::string_view route, const std::string &given);

}   // namespace gw::routing

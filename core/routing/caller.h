#pragma once

#include "core/auth/principal.h"
#include "core/chat/call.h"
#include "core/config/schema.h"
#include "core/wire/headers.h"

namespace gw::routing {

// What a call is told by its headers, its key, its team and the end user it names: who the end user is
// (CONTRACT 7.7), tags, region. BadRequest when an end user is needed and none is named; BlockedKey when that
// one is blocked.
Result<void> applyCaller(const config::Config &config, const auth::Principal &principal,
                         const wire::Headers &headers, chat::Call &call);

}   // namespace gw::routing

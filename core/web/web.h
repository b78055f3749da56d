#pragma once

#include "core/web/site.h"

// /ui: what administrators of a server without a desktop see (CONTRACT 3.4, DESIGN 6). HTML made here, which
// works without scripts.
namespace gw::web {

// inside: the JSON routes that the pages ask.
engine::ApiRoutes webRoutes(SiteSetup setup, const engine::ApiRoutes &inside);

}   // namespace gw::web

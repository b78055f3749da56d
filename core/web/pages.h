#pragma once

#include "core/web/site.h"

namespace gw::web {

// The pages, and what their forms do.
engine::ApiRoutes loginRoutes(const SitePtr &site);
engine::ApiRoutes statusRoutes(const SitePtr &site);
engine::ApiRoutes modelRoutes(const SitePtr &site);
engine::ApiRoutes keyRoutes(const SitePtr &site);
engine::ApiRoutes spendRoutes(const SitePtr &site);
engine::ApiRoutes requestRoutes(const SitePtr &site);

}   // namespace gw::web

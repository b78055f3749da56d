#include "core/web/web.h"

#include "core/base/resources.h"
#include "core/web/frame.h"
#include "core/web/pages.h"

#include <algorithm>
#include <iterator>

namespace gw::web {

namespace {

engine::ApiRoute assetRoute(const Asset &asset)
{
    return {"GET", std::string("/ui/") + asset.name, engine::Access::Public,
            [asset](const engine::ApiCall &, const engine::ApiRespond &respond) {
                engine::ApiReply reply{.body = std::string(resource(asset.resource)),
                                       .contentType = asset.type};
                // Its address changes with it.
                reply.headers.set("cache-control", "public, max-age=31536000, immutable");
                addSafety(reply);
                respond(std::move(reply));
            }};
}

}   // namespace

engine::ApiRoutes webRoutes(SiteSetup setup, const engine::ApiRoutes &inside)
{
    const auto site = std::make_shared<Site>(std::move(setup));
    site->inside().add(inside);
    engine::ApiRoutes routes;
    for (const auto part :
         {&loginRoutes, &statusRoutes, &modelRoutes, &keyRoutes, &spendRoutes, &requestRoutes})
        std::ranges::move(part(site), std::back_inserter(routes));
    for (const Asset &asset : {kCss, kScript, kIcon})
        routes.push_back(assetRoute(asset));
    return routes;
}

}   // namespace gw::web

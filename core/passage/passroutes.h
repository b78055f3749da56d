#pragma once

#include "core/engine/apiroute.h"

// Pass-through (CONTRACT 3.8): the providers' own APIs under /anthropic, /openai ... with our credentials,
// files and batches, and the endpoints of the config.
namespace gw::passage {

engine::ApiRoutes passRoutes();
// Files and batches: routed by custom_llm_provider or model; the ids that clients see carry their deployment.
engine::ApiRoutes filesRoutes();
// The routes of answers that the gateway has kept (api::responseRoutes), for those too that their provider
// keeps: these are asked of it.
engine::ApiRoutes responseRoutes(engine::ApiRoutes kept);
// What answers general_settings.pass_through_endpoints.
engine::ApiStreamHandler endpointHandler();

}   // namespace gw::passage

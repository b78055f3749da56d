#pragma once

#include "core/providers/adapter.h"

#include <string>

// Where requests to Vertex AI go and what opens its door.
namespace gw::providers::vertex {

// vertex_location or its variable; us-central1 when nobody says.
std::string locationOf(const Target &target);
// Scheme and host for a location, or the deployment's own base.
std::string hostOf(const Target &target, const std::string &location);
// The deployment's, the environment's or that of the credentials; "" in express mode.
std::string projectOf(const Target &target);
// Host and path up to the location. The project is the deployment's, the environment's or that of the
// credentials; express mode has none.
std::string rootOf(const Target &target);
// The token that was fetched, or the deployment's key: an API key of express mode or a token.
void addCredentials(wire::Headers &headers, const Target &target, const EncodeContext &context);

}   // namespace gw::providers::vertex

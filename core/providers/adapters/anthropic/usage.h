#pragma once

#include "core/base/json.h"
#include "core/chat/usage.h"

namespace gw::providers::anthropic {

// The usage object of an answer. input_tokens leaves cache reads and writes out; where the request ran in
// several iterations (compaction, an advisor) the bill is their sum, all at the asked model's price.
// The tier that answered: "standard", "priority" or "batch". A usage object that says none is the standard
// one's, whatever was asked for.
std::string tierOf(const json::Object &usage);
chat::Usage readUsage(const json::Object &usage);

// Adds what a later event of the same stream says: counts are cumulative and may repeat, the larger one
// holds.
void mergeUsage(json::Object &usage, const json::Object &later);

}   // namespace gw::providers::anthropic

#pragma once

#include "core/wire/headers.h"

namespace gw::translation {

// A provider's headers in an answer to its client: each as llm_provider-*, those of its rate limits under
// their own names too. What concerns one connection, its cookies or whose account it is stays here (DESIGN
// 5).
void addProviderHeaders(wire::Headers &answer, const wire::Headers &provider);

}   // namespace gw::translation

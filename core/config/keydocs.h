#pragma once

#include "core/config/schemakeys.h"

#include <string>

namespace gw::config {

// One line about a key, for completion and tips: what it does, or that it has no effect yet and which. Made
// from its type where nothing else is written.
std::string docOf(SectionId section, const KeyRow &key);

}   // namespace gw::config

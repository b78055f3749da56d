#pragma once

#include "core/ledger/records.h"

#include <string>
#include <string_view>
#include <vector>

namespace gw::ledger {

// LiteLLM's name of what was asked ("acompletion", CONTRACT 9.1) by the route as the ledger has it; what is
// none of ours was passed on.
std::string_view callTypeOf(std::string_view route);
std::vector<std::string> tagsOf(const OpenRecord &open);
// Tags, dropped parameters and the like as records have them: with commas between.
std::string joined(const std::vector<std::string> &list);

}   // namespace gw::ledger

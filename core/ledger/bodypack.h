#pragma once

#include "core/ledger/bodystore.h"

#include <string>
#include <string_view>
#include <vector>

namespace gw::ledger {

// Bodies as they go to the disk: without secrets, each text once, packed by zstd with a checksum.
std::string packBodies(std::vector<Body> bodies);
// Storage: what is stored is damaged.
Result<std::vector<Body>> unpackBodies(std::string_view packed);

}   // namespace gw::ledger

#pragma once

#include <optional>
#include <string>

namespace gw::providers {

// The content of a file of credentials. Kept by path until its time, size or place on the disk changes: they
// are asked for with each request. Nothing when it cannot be read. Thread-safe.
std::optional<std::string> fileText(const std::string &path);

}   // namespace gw::providers

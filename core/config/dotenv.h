#pragma once

#include "core/config/yamlreader.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gw::config {

using Variables = std::vector<std::pair<std::string, std::string>>;

// NAME=value lines: "export ", comments, single quotes (literal), double quotes (with \n, \t, \", \\, \$) and
// values over several quoted lines. Lines that are none of these are skipped.
Variables parseDotEnv(std::string_view text);
// What folder/.env adds to the environment: variables already set win, and LITELLM_MODE=PRODUCTION leaves the
// file unread. Empty when there is no such file. The caller sets them before it starts a thread.
Variables loadDotEnv(const std::string &folder, const EnvironmentReader &environment);

}   // namespace gw::config

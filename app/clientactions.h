#pragma once

#include "app/commandline/commandline.h"

#include <string>

namespace gw::app {

// --health: asks a running gateway how its deployments are and prints the answer. Exit code 1 when some are
// not, or nobody answers.
int runHealth(const Options &options, const std::string &key);
// --test: a chat, a streamed chat and a text completion to a running gateway. Exit code 1 when one fails.
int runTest(const Options &options, const std::string &key);

// reprice, by the running gateway.
int askToReprice(const Options &options, const std::string &key);

}   // namespace gw::app

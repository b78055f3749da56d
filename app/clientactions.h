#pragma once

#include "app/commandline/commandline.h"

#include <string>

namespace gw::app {

struct Answer
{
    int status = 0;   // 0: nobody answers, and body says why.
    std::string body;
};
// One request to a running gateway, never through a proxy: GET, or POST of a body. An empty key is not sent.
Answer askGateway(const Options &options, const std::string &key, const char *path, const std::string &body);

// --health: asks a running gateway how its deployments are and prints the answer. Exit code 1 when some are
// not, or nobody answers.
int runHealth(const Options &options, const std::string &key);
// --test: a chat, a streamed chat and a text completion to a running gateway. Exit code 1 when one fails.
int runTest(const Options &options, const std::string &key);

// reprice, by the running gateway.
int askToReprice(const Options &options, const std::string &key);

}   // namespace gw::app

#pragma once

#include "app/commandline/commandline.h"

#include <string>

namespace gw::app {

// reprice: amounts for rows whose price was unknown, from today's prices. A gateway that runs on the data
// folder does it itself; else this process does. The exit code.
int runReprice(const Options &options, const std::string &key);
// reconcile: a provider's usage or cost export beside this gateway's ledger, by day and model. Exit code 1:
// they differ.
int runReconcile(const Options &options);

}   // namespace gw::app

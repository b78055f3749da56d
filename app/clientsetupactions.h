#pragma once

#include "app/commandline/commandline.h"
#include "core/clientsetup/setup.h"

namespace gw::app {

// Where the notes of changed clients lie.
std::string clientsFolder(const std::string &dataFolder);

// "clients ..." of the command line: exit codes. list, disable and restore need no gateway; enable and launch
// ask the one that runs for a key of the client's own. The change of a client that a killed process left half
// done is ended first.
int runClients(const Options &options);

}   // namespace gw::app

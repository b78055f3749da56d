#pragma once

#include "core/clientsetup/catalog.h"
#include "core/clientsetup/connection.h"
#include "core/clientsetup/surroundings.h"

namespace gw::clientsetup {

// How one run of a client reaches the gateway without any file being changed.
struct Launch
{
    std::string program;
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment;   // Beside what there is.
};

// arguments: what its user gives it. Of the shell, its user's own. folder: of ours, for the file that some
// need.
Result<Launch> launchOf(const ClientRow &row, const Surroundings &here, const Connection &connection,
                        const std::vector<std::string> &arguments, const std::string &folder);
// The same inside of a terminal's window.
Result<Launch> inTerminal(const Launch &launch, const Surroundings &here);

}   // namespace gw::clientsetup

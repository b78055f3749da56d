#pragma once

#include "core/config/yamlreader.h"

#include <string>
#include <vector>

namespace gw::clientsetup {

// Where the tools of a user are looked for: the environment and the home folder, which tests replace.
struct Surroundings
{
    config::EnvironmentReader environment;
    std::string home;
    std::string root = {};   // Before absolute paths of the system's; empty: nothing.

    // "~", "{config}" (XDG_CONFIG_HOME) and "${NAME:-default}" filled in.
    std::string expand(std::string_view path) const;
    // The executable of the first name that is found in PATH or where installers of tools put them; empty:
    // none is.
    std::string findProgram(const std::vector<std::string> &names) const;
    // "~/..." where it lies in the home folder.
    std::string shown(const std::string &path) const;
};

// Of this process.
Surroundings surroundingsHere();

}   // namespace gw::clientsetup

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gw::peers {

// A process on this computer, as people would call it. A value.
struct Program
{
    long pid = 0;
    std::uint64_t started = 0;   // Clock ticks since boot: tells it from a later process with the same pid.
    std::string name;            // "claude": of the script where an interpreter runs one.
    std::string executable;      // Absolute path; empty when it cannot be seen.
    std::vector<std::string> parents = {};   // Names, the nearest first: "zsh", "tmux: server", "konsole".
    std::string folder = {};                 // Where it works; empty when it cannot be seen.
    // The nearest folder above that a version control keeps, else folder; empty for the home folder.
    std::string project = {};
};
using ProgramPtr = std::shared_ptr<const Program>;

// What a program is called, from what is seen of its process: executable is the path of what runs, arguments
// the command line, shortName the kernel's name of it (at most 15 bytes). Interpreters lend their name to
// nobody: the script, the module or the package counts.
std::string programName(const std::string &executable, const std::vector<std::string> &arguments,
                        const std::string &shortName);

}   // namespace gw::peers

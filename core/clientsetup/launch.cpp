#include "core/clientsetup/launch.h"

#include "core/config/atomicfile.h"

#include <filesystem>

namespace gw::clientsetup {

namespace {

struct Terminal
{
    const char *program;
    const char *option;   // What the command follows.
};

constexpr Terminal kTerminals[] = {{"x-terminal-emulator", "-e"},
                                   {"gnome-terminal", "--"},
                                   {"konsole", "-e"},
                                   {"xfce4-terminal", "-x"},
                                   {"kitty", "--"},
                                   {"alacritty", "-e"},
                                   {"foot", ""},
                                   {"xterm", "-e"}};

// This computer is never reached through a proxy.
void passProxies(Launch &launch, const Surroundings &here)
{
    for (const char *name : {"NO_PROXY", "no_proxy"}) {
        std::string value = here.environment(name).value_or("");
        for (const char *host : {"127.0.0.1", "localhost", "::1"}) {
            if (value.find(host) == std::string::npos)
                value += (value.empty() ? "" : ",") + std::string(host);
        }
        launch.environment.emplace_back(name, value);
    }
}

}   // namespace

Result<Launch> launchOf(const ClientRow &row, const Surroundings &here, const Connection &connection,
                        const std::vector<std::string> &arguments, const std::string &folder)
{
    if (!row.canLaunch())
        return Error{ErrorCode::BadRequest,
                     row.name + " takes its gateway from files only; it cannot be launched with one"};
    Launch launch;
    launch.program =
        row.programs.empty() ? here.environment("SHELL").value_or("/bin/sh") : here.findProgram(row.programs);
    if (launch.program.empty())
        return Error{ErrorCode::NotFound, row.name + " is not installed"};
    const bool hasModel = !connection.model.empty();
    for (const auto &[name, value] : row.environment) {
        if (hasModel || !namesModel(value))
            launch.environment.emplace_back(name, fill(value, connection));
    }
    if (!row.launchVariable.empty()) {
        const std::filesystem::path home = std::filesystem::path(folder) / (row.id + ".launch");
        const std::filesystem::path file = home / row.launchPath;
        std::error_code fault;
        std::filesystem::create_directories(file.parent_path(), fault);
        GW_CHECK(config::writeFileAtomically(file.string(), row.launchText));
        launch.environment.emplace_back(row.launchVariable, home.string());
    }
    for (const std::string &argument : row.arguments) {
        if (hasModel || !namesModel(argument))
            launch.arguments.push_back(fill(argument, connection));
        else if (!launch.arguments.empty())
            launch.arguments.pop_back();   // The "-c" before it.
    }
    launch.arguments.insert(launch.arguments.end(), arguments.begin(), arguments.end());
    passProxies(launch, here);
    return launch;
}

Result<Launch> inTerminal(const Launch &launch, const Surroundings &here)
{
    for (const Terminal &terminal : kTerminals) {
        Launch out;
        out.program = here.findProgram({terminal.program});
        if (out.program.empty())
            continue;
        if (*terminal.option != '\0')
            out.arguments.emplace_back(terminal.option);
        out.arguments.push_back(launch.program);
        out.arguments.insert(out.arguments.end(), launch.arguments.begin(), launch.arguments.end());
        out.environment = launch.environment;
        return out;
    }
    return Error{ErrorCode::NotFound, "there is no terminal program"};
}

}   // namespace gw::clientsetup

#include "core/peers/program.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace gw::peers {

namespace {

constexpr std::size_t kMaxName = 48;

std::string_view baseName(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view folderOf(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool oneOf(std::string_view text, std::initializer_list<std::string_view> list)
{
    return std::ranges::find(list, text) != list.end();
}

// python3.11, nodejs, ruby3.1 ...
bool isInterpreter(std::string_view name)
{
    while (!name.empty() && (std::isdigit(static_cast<unsigned char>(name.back())) || name.back() == '.'))
        name.remove_suffix(1);
    return oneOf(name, {"node", "nodejs", "python", "bun", "deno", "ruby", "perl", "php", "java", "sh",
                        "bash", "dash", "zsh", "pypy", "tsx", "npx", "uv", "uvx", "electron"});
}

std::string_view withoutSuffix(std::string_view name)
{
    for (const std::string_view suffix :
         {".js", ".mjs", ".cjs", ".ts", ".py", ".rb", ".pl", ".php", ".jar", ".sh"}) {
        if (name.ends_with(suffix) && name.size() > suffix.size())
            return name.substr(0, name.size() - suffix.size());
    }
    return name;
}

// The script's own name; of index.js and the like, that of the package around it.
std::string_view scriptName(std::string_view path)
{
    const std::string_view stem = withoutSuffix(baseName(path));
    if (!oneOf(stem, {"index", "cli", "main", "app", "server", "run", "bin", "start", "__main__", "bundle"}))
        return stem;
    for (std::string_view folder = folderOf(path); !folder.empty(); folder = folderOf(folder)) {
        const std::string_view name = baseName(folder);
        if (!oneOf(name,
                   {"", ".", "dist", "build", "lib", "bin", "src", "out", "bundle", "js", "esm", "cjs"}))
            return name;
    }
    return stem;
}

// Options of interpreters that take the next argument with them.
bool takesNext(std::string_view option)
{
    return oneOf(option, {"-r", "--require", "--import", "--loader", "--experimental-loader", "-W", "-X",
                          "-cp", "-classpath", "--class-path", "--env-file", "-I"});
}

// What an interpreter runs; empty: nothing that has a name.
std::string_view scriptIn(const std::vector<std::string> &arguments)
{
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        const bool next = i + 1 < arguments.size();
        if (argument == "-m" || argument == "-jar")
            return next ? withoutSuffix(baseName(arguments[i + 1])) : std::string_view();
        if (oneOf(argument, {"-c", "-e", "--eval", "-p", "-"}))
            return {};
        if (takesNext(argument))
            ++i;
        else if (!argument.empty() && argument.front() != '-' && !oneOf(argument, {"run", "exec", "x"}))
            return scriptName(argument);
    }
    return {};
}

}   // namespace

std::string programName(const std::string &executable, const std::vector<std::string> &arguments,
                        const std::string &shortName)
{
    std::string_view name = baseName(executable);
    // An executable that was replaced by an update while it runs.
    constexpr std::string_view kDeleted = " (deleted)";
    if (name.ends_with(kDeleted))
        name.remove_suffix(kDeleted.size());
    const std::string_view called =
        arguments.empty() ? std::string_view() : withoutSuffix(baseName(arguments.front()));
    if (name.empty())
        name = called.empty() ? std::string_view(shortName) : called;
    if (isInterpreter(name)) {
        // Programs may write another title over their command line.
        const std::string_view title = called.substr(0, called.find(' '));
        const std::string_view script = scriptIn(arguments);
        if (!script.empty())
            name = script;
        else if (!title.empty() && !isInterpreter(title) && title.front() != '-')
            name = title;
    }
    return std::string(name.substr(0, kMaxName));
}

}   // namespace gw::peers

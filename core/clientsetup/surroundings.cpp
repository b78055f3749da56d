#include "core/clientsetup/surroundings.h"

#include <cstdlib>
#include <filesystem>
#include <pwd.h>
#include <unistd.h>

namespace gw::clientsetup {

namespace {

// Installers and package managers of languages that put tools into the home folder.
constexpr const char *kProgramFolders[] = {"~/.local/bin",    "~/.npm-global/bin", "~/.bun/bin",
                                           "~/.cargo/bin",    "~/.deno/bin",       "~/.grok/bin",
                                           "~/.opencode/bin", "~/.volta/bin",      "~/.local/share/pnpm",
                                           "~/.claude/local", "~/go/bin",          "~/bin"};

bool isProgram(const std::string &path)
{
    std::error_code fault;
    return std::filesystem::is_regular_file(path, fault) && ::access(path.c_str(), X_OK) == 0;
}

// Behind the '}' that ends the name at begin, where names may hold further ones; npos: it does not end.
std::size_t endOfName(std::string_view text, std::size_t begin)
{
    int depth = 0;
    for (std::size_t i = begin; i < text.size(); ++i) {
        if (text[i] == '{')
            ++depth;
        else if (text[i] == '}' && --depth == 0)
            return i + 1;
    }
    return std::string_view::npos;
}

}   // namespace

std::string Surroundings::expand(std::string_view path) const
{
    std::string out;
    for (std::size_t i = 0; i < path.size();) {
        if (path[i] == '~' && i == 0) {
            out += home;
            ++i;
        } else if (path.substr(i).starts_with("{config}")) {
            const std::string given = environment("XDG_CONFIG_HOME").value_or("");
            // Relative ones are invalid (https://specifications.freedesktop.org/basedir-spec).
            out += given.starts_with('/') ? given : home + "/.config";
            i += std::string_view("{config}").size();
        } else if (path.substr(i).starts_with("${")) {
            const std::size_t end = endOfName(path, i + 1);
            const std::string_view inner = path.substr(i + 2, end - i - 3);
            const std::size_t split = inner.find(":-");
            const std::string given = environment(std::string(inner.substr(0, split))).value_or("");
            out += given.empty() ? expand(inner.substr(split + 2)) : given;
            i = end;
        } else {
            out += path[i++];
        }
    }
    const bool ofSystem = out.starts_with("/etc/");
    return ofSystem ? root + out : out;
}

std::string Surroundings::findProgram(const std::vector<std::string> &names) const
{
    const std::string all = environment("PATH").value_or("/usr/local/bin:/usr/bin:/bin");
    std::vector<std::string> folders;
    for (std::size_t at = 0; at <= all.size();) {
        const std::size_t end = std::min(all.find(':', at), all.size());
        if (end > at)
            folders.push_back(all.substr(at, end - at));
        at = end + 1;
    }
    for (const char *folder : kProgramFolders)
        folders.push_back(expand(folder));
    for (const std::string &name : names) {
        for (const std::string &folder : folders) {
            if (const std::string path = folder + "/" + name; isProgram(path))
                return path;
        }
    }
    return {};
}

std::string Surroundings::shown(const std::string &path) const
{
    return !home.empty() && path.starts_with(home + "/") ? "~" + path.substr(home.size()) : path;
}

Surroundings surroundingsHere()
{
    Surroundings out;
    out.environment = [](const std::string &name) -> std::optional<std::string> {
        const char *value = std::getenv(name.c_str());
        return value ? std::optional<std::string>(value) : std::nullopt;
    };
    out.home = out.environment("HOME").value_or("");
    if (out.home.empty()) {
        if (const passwd *user = ::getpwuid(::geteuid()))
            out.home = user->pw_dir;
    }
    return out;
}

}   // namespace gw::clientsetup

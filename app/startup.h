#pragma once

#include "app/backend.h"

#include <optional>

namespace gw::app {

// What both programs do before they have a face: command line, .env, log, and the actions that end at once.
struct Startup
{
    Options options;
    std::optional<int> exitCode;   // Set: print nothing more and end with it.
};

Startup beginProgram(const QStringList &arguments, std::string_view program);
// The process's environment.
std::optional<std::string> processEnvironment(const std::string &name);
// The lines that LiteLLM's users wait for.
void printBanner(const Backend &backend, std::uint16_t port);
// Calls quit on the thread of context when SIGTERM or SIGINT comes; a second signal ends the program at once.
void quitOnSignals(QObject *context, std::function<void()> quit);
// SIGHUP reloads.
void reloadOnHangup(QObject *context, std::function<void()> reload);

}   // namespace gw::app
